using System;
using System.IO;

using Runtime.Config;
using Runtime.Plan;
using Runtime.Syscalls;

using Xunit;

namespace Runtime.Tests.Plan;

/// <summary>
/// Every config in tests/Golden compiles to exactly the plan beside it, so that a change of what a launch does is seen in its review.
/// <c>UPDATE_GOLDENS=1 dotnet test --filter GoldenPlanTests</c> writes the plans anew.
/// </summary>
public class GoldenPlanTests
{
    private const string Switch = "UPDATE_GOLDENS";

    public static TheoryData<string> Names
    {
        get
        {
            TheoryData<string> names = [];
            foreach (string path in Directory.GetFiles(RepositoryFiles.PathOf("tests/Golden"), "*.json"))
            {
                names.Add(Path.GetFileNameWithoutExtension(path));
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Config_compiles_to_its_golden_plan(string name)
    {
        LaunchSettings settings = SettingsOf(name);
        ProcessPlan init = InitPlan.Compile(settings);
        using LaunchPlan plan = init.Plan;
        string listing = LaunchListing.Of(init, settings);
        string golden = RepositoryFiles.PathOf($"tests/Golden/{name}.plan");
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllText(golden, listing);
        }

        Assert.Equal(File.ReadAllText(golden), listing);
    }

    [Fact]
    public void Every_golden_plan_has_its_config()
    {
        foreach (string path in Directory.GetFiles(RepositoryFiles.PathOf("tests/Golden"), "*.plan"))
        {
            Assert.True(File.Exists(Path.ChangeExtension(path, ".json")), path);
        }
    }

    /// <summary>What another host or another command line would decide, fixed for each config.</summary>
    private static LaunchSettings SettingsOf(string name)
    {
        byte[] text = File.ReadAllBytes(RepositoryFiles.PathOf($"tests/Golden/{name}.json"));
        Spec spec = SpecReader.ReadSpec("config.json", text);
        bool isV1 = name == "cgroup-v1";
        return new LaunchSettings
        {
            Id = "golden",
            Bundle = new Bundle { Path = "/bundle", RootPath = "/bundle/rootfs", Text = text, Spec = spec },
            Process = spec.Process!,
            IsRootless = name == "rootless",
            WaitsForCgroup = isV1,
            WaitsForStart = name is "docker" or "kubernetes" or "hooks" or "seccomp-agent", // engines call create and start
            Cgroup = isV1
                ? [new CgroupMount("cpu,cpuacct", "/sys/fs/cgroup/cpu,cpuacct/golden"), new CgroupMount("pids", "/sys/fs/cgroup/pids/golden")]
                : [new CgroupMount("", "/sys/fs/cgroup/golden")],
            ResctrlPath = spec.Linux.IntelRdt is null ? null : "/sys/fs/resctrl/golden",
            IgnoredSignals = 1UL << (Flags.SIGPIPE - 1),
            OwnedStreams = 0b110,
            NullStreams = 0b001,
            RevealingMounts = name == "mounts" ? ["/sys", "/proc"] : null,
        };
    }
}
