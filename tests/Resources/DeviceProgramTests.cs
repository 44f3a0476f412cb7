using System;
using System.Collections.Generic;
using System.Linq;
using Runtime.Config;
using Runtime.Resources;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class DeviceProgramTests
{
    private static readonly DeviceRuleSpec s_denyAll = Rule("deny a *:* rwm");

    [Fact]
    public void Default_container_may_use_these_devices_and_no_others()
    {
        bpf_insn[] program = DeviceProgram.Compile(DeviceRules.InForce([s_denyAll]));

        List<string> usable = [];
        foreach (DeviceRuleType type in (DeviceRuleType[])[DeviceRuleType.Character, DeviceRuleType.Block])
        {
            for (uint major = 0; major < 300; major++)
            {
                for (uint minor = 0; minor < 300; minor++)
                {
                    Assert.True(DeviceMachine.Allows(program, type, major, minor, DeviceAccess.Mknod));
                    bool read = DeviceMachine.Allows(program, type, major, minor, DeviceAccess.Read);
                    Assert.Equal(read, DeviceMachine.Allows(program, type, major, minor, DeviceRules.EveryAccess));
                    Assert.Equal(read, DeviceMachine.Allows(program, type, major, minor, DeviceAccess.Read | DeviceAccess.Write));
                    if (read && major != 136)
                    {
                        usable.Add($"{type} {major}:{minor}");
                    }
                }
            }
        }

        Assert.Equal(
            ["Character 1:3", "Character 1:5", "Character 1:7", "Character 1:8", "Character 1:9", "Character 5:0", "Character 5:2", "Character 10:200"],
            usable);
        Assert.True(DeviceMachine.Allows(program, DeviceRuleType.Character, 136, 299, DeviceAccess.Read | DeviceAccess.Write));
        Assert.False(DeviceMachine.Allows(program, DeviceRuleType.Block, 136, 299, DeviceAccess.Read));
    }

    private static readonly DeviceRuleSpec[] s_choices =
        [
            .. from allow in new[] { true, false }
               from type in new[] { DeviceRuleType.All, DeviceRuleType.Character, DeviceRuleType.Block }
               from major in new uint?[] { null, 8 }
               from minor in new uint?[] { null, 1 }
               from access in new[] { DeviceRules.EveryAccess, DeviceAccess.Read, DeviceAccess.Write | DeviceAccess.Mknod }
               select new DeviceRuleSpec { Allow = allow, Type = type, Major = major, Minor = minor, Access = access },
        ];

    [Fact]
    public void Lists_of_three_rules_mean_what_their_order_says()
    {
        foreach (DeviceRuleSpec[] rules in Lists(2000))
        {
            AssertMeans(rules, DeviceProgram.Compile(rules));
        }
    }

    [Fact]
    public void Verifier_takes_every_list()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Cgroup.Prepare(CgroupLayout.Detect(), path, "test", ignorePermissionErrors: false);
            cgroup.Create();
            foreach (DeviceRuleSpec[] rules in Lists(300))
            {
                cgroup.ApplyDevices(rules);

                Assert.Equal(DeviceRules.AllowEverything(DeviceRules.InForce(rules)) ? 0 : 1, DeviceFilter.Count(cgroup.CloneTarget!));
            }
        });
    }

    private static IEnumerable<DeviceRuleSpec[]> Lists(int count)
    {
        Random random = new(1);
        for (int i = 0; i < count; i++)
        {
            yield return [.. Enumerable.Range(0, 3).Select(_ => s_choices[random.Next(s_choices.Length)])];
        }
    }

    [Theory]
    [InlineData("deny a *:* rwm; allow c 4095:1048575 rwm; allow b 2048:* r; allow c 4096:0 rwm; allow b *:1048576 rwm")]
    [InlineData("allow a *:* rwm; deny b 8:* w; deny c 1:3 r")]
    [InlineData("deny a *:* rwm; allow c 5:* rwm; deny c 5:1 w; allow c 5:1 m")]
    [InlineData("allow c *:* r; allow c *:* w")]
    [InlineData("allow a 8:1 rw")]
    public void List_means_what_its_order_says(string list)
    {
        DeviceRuleSpec[] configured = [.. list.Split("; ").Select(Rule)];
        ReadOnlySpan<DeviceRuleSpec> inForce = DeviceRules.InForce(configured);

        AssertMeans(inForce.ToArray(), DeviceProgram.Compile(inForce));
    }

    [Theory]
    [InlineData("allow a *:* rwm", true)]
    [InlineData("deny b 8:0 rwm; allow a *:* rwm", true)]
    [InlineData("deny a *:* rwm; allow a *:* rwm; allow c 1:3 rwm", true)]
    [InlineData("allow a *:* rwm; deny b 8:0 w", false)]
    [InlineData("allow a *:* rw", false)]
    [InlineData("deny a *:* rwm", false)]
    [InlineData("", false)]
    public void Only_a_list_that_allows_everything_needs_no_filter(string list, bool allowsEverything)
    {
        DeviceRuleSpec[] configured = [.. list.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(Rule)];

        Assert.Equal(allowsEverything, DeviceRules.AllowEverything(DeviceRules.InForce(configured)));
    }

    [Theory]
    [InlineData("allow c 1:3 rw", "c 1:3 rw")]
    [InlineData("allow b 8:* m", "b 8:* m")]
    [InlineData("deny a *:* rwm", "a *:* rwm")]
    [InlineData("deny a *:* w", "c *:* w", "b *:* w")]
    [InlineData("allow a 7:1 rwm", "c 7:1 rwm", "b 7:1 rwm")]
    public void Rule_is_written_to_the_v1_list(string rule, params string[] lines)
    {
        Assert.Equal(lines, DeviceList.Lines(Rule(rule)));
    }

    /// <summary>A rule as "allow c 1:3 rwm".</summary>
    internal static DeviceRuleSpec Rule(string text)
    {
        string[] words = text.Split(' ', ':');
        return new DeviceRuleSpec
        {
            Allow = words[0] == "allow",
            Type = words[1] switch { "c" => DeviceRuleType.Character, "b" => DeviceRuleType.Block, _ => DeviceRuleType.All },
            Major = words[2] == "*" ? null : uint.Parse(words[2]),
            Minor = words[3] == "*" ? null : uint.Parse(words[3]),
            Access = (words[4].Contains('r') ? DeviceAccess.Read : 0) | (words[4].Contains('w') ? DeviceAccess.Write : 0)
                | (words[4].Contains('m') ? DeviceAccess.Mknod : 0),
        };
    }

    private static void AssertMeans(DeviceRuleSpec[] rules, bpf_insn[] program)
    {
        foreach (DeviceRuleType type in (DeviceRuleType[])[DeviceRuleType.Character, DeviceRuleType.Block])
        {
            foreach (uint major in (uint[])[0, 1, 5, 7, 8, 10, 136, 2048, 4095])
            {
                foreach (uint minor in (uint[])[0, 1, 2, 3, 200, 1048575])
                {
                    for (DeviceAccess access = DeviceAccess.Mknod; access <= DeviceRules.EveryAccess; access++)
                    {
                        bool expected = DeviceMachine.Expected(rules, type, major, minor, access);
                        if (expected != DeviceMachine.Allows(program, type, major, minor, access))
                        {
                            Assert.Fail($"{type} {major}:{minor} {access}: {expected} expected of {string.Join("; ", rules.AsEnumerable())}");
                        }
                    }
                }
            }
        }
    }
}
