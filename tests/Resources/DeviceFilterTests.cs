using System.Diagnostics;
using System.IO;
using System.Linq;
using Runtime.Config;
using Runtime.Resources;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Resources;

/// <summary>The kernel's own answers: a shell in the cgroup opens devices.</summary>
public sealed class DeviceFilterTests
{
    // null 1:3, zero 1:5, kmsg 1:11 (which the default rules do not allow)
    private const string Open = "for d in null zero kmsg; do (: < /dev/$d) 2>/dev/null && printf 'r '; (: >> /dev/$d) 2>/dev/null && printf 'w '; echo $d; done";

    [Theory]
    [InlineData("deny a *:* rwm", "r w null", "r w zero", "kmsg")]
    [InlineData("", "r w null", "r w zero", "kmsg")]
    [InlineData("allow a *:* rwm", "r w null", "r w zero", "r w kmsg")]
    [InlineData("deny a *:* rwm; allow c 1:11 r", "r w null", "r w zero", "r kmsg")]
    [InlineData("deny a *:* rwm; allow c 1:* rw; deny c 1:11 w", "r w null", "r w zero", "r kmsg")]
    [InlineData("allow a *:* rwm; deny c 1:11 r", "r w null", "r w zero", "w kmsg")]
    public void Devices_open_as_the_list_says_on_v2(string list, params string[] answers)
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Prepare(CgroupLayout.Detect(), path);
            cgroup.Create();

            cgroup.Apply(new ResourcesSpec { Devices = Rules(list) });

            Assert.Equal(answers, RunIn("/sys/fs/cgroup" + path, Open));
        });
    }

    [Theory]
    [InlineData("deny a *:* rwm", "r w null", "r w zero", "kmsg")]
    [InlineData("deny a *:* rwm; allow c 1:11 r", "r w null", "r w zero", "r kmsg")]
    [InlineData("allow a *:* rwm", "r w null", "r w zero", "r w kmsg")]
    [InlineData("allow a *:* rwm; deny c 1:11 r", "r w null", "r w zero", "w kmsg")]
    public void Devices_open_as_the_list_says_on_v1(string list, params string[] answers)
    {
        CgroupLayout layout = CgroupLayout.Detect();
        Assert.SkipWhen(layout.Find("devices") is null, "the v1 devices controller is not mounted");
        using TemporaryCgroup temporary = new();
        using Cgroup cgroup = Prepare(layout, temporary.Path);
        cgroup.Create();

        cgroup.Apply(new ResourcesSpec { Devices = Rules(list) });

        Assert.Equal(answers, RunIn(layout.Find("devices")!.MountPoint + temporary.Path, Open));
    }

    [Fact]
    public void Update_replaces_the_program_and_never_adds_one()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Prepare(CgroupLayout.Detect(), path);
            cgroup.Create();
            cgroup.Apply(new ResourcesSpec());
            Descriptor directory = cgroup.CloneTarget!;
            Assert.Equal(1, DeviceFilter.Count(directory));

            cgroup.ApplyDevices(Rules("allow c 1:11 r"));

            Assert.Equal(1, DeviceFilter.Count(directory));
            Assert.Equal("r kmsg", RunIn("/sys/fs/cgroup" + path, Open)[2]);

            cgroup.ApplyDevices(Rules("allow a *:* rwm"));

            Assert.Equal(0, DeviceFilter.Count(directory));
            Assert.Equal("r w kmsg", RunIn("/sys/fs/cgroup" + path, Open)[2]);

            cgroup.ApplyDevices(Rules("deny a *:* rwm"));

            Assert.Equal(1, DeviceFilter.Count(directory));
            Assert.Equal("kmsg", RunIn("/sys/fs/cgroup" + path, Open)[2]);
        });
    }

    [Fact]
    public void Container_that_may_use_everything_gets_no_program()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Prepare(CgroupLayout.Detect(), path);
            cgroup.Create();

            cgroup.Apply(new ResourcesSpec { Devices = Rules("allow a *:* rwm") });

            Assert.Equal(0, DeviceFilter.Count(cgroup.CloneTarget!));
        });
    }

    [Fact]
    public void Existing_cgroup_without_resources_keeps_its_devices()
    {
        UnifiedView.Run(path =>
        {
            Directory.CreateDirectory("/sys/fs/cgroup" + path);
            using Cgroup cgroup = Prepare(CgroupLayout.Detect(), path);
            cgroup.Create();

            cgroup.Apply(null);

            Assert.Equal(0, DeviceFilter.Count(cgroup.CloneTarget!));
        });
    }

    private static DeviceRuleSpec[] Rules(string list)
    {
        return [.. list.Split("; ", System.StringSplitOptions.RemoveEmptyEntries).Select(DeviceProgramTests.Rule)];
    }

    private static string[] RunIn(string cgroup, string script)
    {
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "echo $$ > " + cgroup + "/cgroup.procs && { " + script + "; }"])
        {
            RedirectStandardOutput = true,
        })!;
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return output.TrimEnd('\n').Split('\n');
    }

    private static Cgroup Prepare(CgroupLayout layout, string path)
    {
        return Cgroup.Prepare(layout, path, "test", ignorePermissionErrors: false);
    }
}
