using System.IO;
using System.Text;
using Runtime.Config;
using Xunit;

namespace Runtime.Tests.Config;

/// <summary>everything.json has every property with a value of its own, so that a swapped one shows.</summary>
public sealed class SpecReaderTests
{
    private static readonly Spec s_spec = SpecReader.ReadSpec("config.json", File.ReadAllBytes(RepositoryFiles.PathOf("tests/Config/everything.json")));

    [Fact]
    public void Top_level_is_read()
    {
        Assert.Equal("1.3.0", s_spec.OciVersion);
        Assert.Equal(new RootSpec { Path = "rootfs", Readonly = true }, s_spec.Root);
        Assert.Equal("web", s_spec.Hostname);
        Assert.Equal("example", s_spec.Domainname);
        Assert.Equal([new NamedValue("com.example.key", "value")], s_spec.Annotations);
    }

    [Fact]
    public void Process_is_read()
    {
        ProcessSpec process = s_spec.Process!;
        Assert.True(process.Terminal);
        Assert.Equal(new ConsoleSizeSpec { Height = 24, Width = 80 }, process.ConsoleSize);
        Assert.Equal((1u, 2u, 18u), (process.User.Uid, process.User.Gid, process.User.Umask!.Value));
        Assert.Equal([3u, 4u], process.User.AdditionalGids);
        Assert.Equal(["sh", "-c"], process.Args);
        Assert.Equal(["A=1"], process.Env);
        Assert.Equal("/home", process.Cwd);
        Assert.Equal(["CAP_BOUNDING"], process.Capabilities!.Bounding);
        Assert.Equal(["CAP_EFFECTIVE"], process.Capabilities.Effective);
        Assert.Equal(["CAP_INHERITABLE"], process.Capabilities.Inheritable);
        Assert.Equal(["CAP_PERMITTED"], process.Capabilities.Permitted);
        Assert.Equal(["CAP_AMBIENT"], process.Capabilities.Ambient);
        Assert.Equal([new RlimitSpec { Type = RlimitType.RLIMIT_RTTIME, Soft = 5, Hard = 6 }], process.Rlimits);
        Assert.True(process.NoNewPrivileges);
        Assert.Equal("profile", process.ApparmorProfile);
        Assert.Equal(-7, process.OomScoreAdj);
        SchedulerSpec scheduler = new()
        {
            Policy = SchedulerPolicy.SCHED_DEADLINE,
            Flags = SchedulerFlags.SCHED_FLAG_RESET_ON_FORK | SchedulerFlags.SCHED_FLAG_UTIL_CLAMP_MAX,
            Runtime = 8,
            Deadline = 9,
            Period = 10,
        };
        Assert.Equal(scheduler, process.Scheduler);
        Assert.Equal("label", process.SelinuxLabel);
        Assert.Equal(new IoPrioritySpec { Class = IoPriorityClass.IOPRIO_CLASS_IDLE, Priority = 7 }, process.IoPriority);
        Assert.Equal(new CpuAffinitySpec { Initial = "0", Final = "1-2" }, process.ExecCPUAffinity);
    }

    [Fact]
    public void Mounts_are_read()
    {
        MountSpec mount = Assert.Single(s_spec.Mounts);
        Assert.Equal(("/data", "bind", "/srv"), (mount.Destination, mount.Type, mount.Source));
        Assert.Equal(["rbind", "ro"], mount.Options);
        Assert.Equal([new IdMappingSpec { ContainerID = 11, HostID = 12, Size = 13 }], mount.UidMappings);
        Assert.Equal([new IdMappingSpec { ContainerID = 14, HostID = 15, Size = 16 }], mount.GidMappings);
    }

    [Fact]
    public void Hooks_are_read()
    {
        AssertHook("prestart", s_spec.Hooks.Prestart);
        AssertHook("createRuntime", s_spec.Hooks.CreateRuntime);
        AssertHook("createContainer", s_spec.Hooks.CreateContainer);
        AssertHook("startContainer", s_spec.Hooks.StartContainer);
        AssertHook("poststart", s_spec.Hooks.Poststart);
        AssertHook("poststop", s_spec.Hooks.Poststop);
    }

    [Fact]
    public void Namespaces_and_devices_are_read()
    {
        LinuxSpec linux = s_spec.Linux;
        Assert.Equal(8, linux.Namespaces.Length);
        Assert.Equal(new NamespaceSpec { Type = NamespaceType.Network, Path = "/proc/18/ns/net" }, linux.Find(NamespaceType.Network));
        Assert.Equal(new NamespaceSpec { Type = NamespaceType.Uts }, linux.Find(NamespaceType.Uts));
        Assert.Equal([new IdMappingSpec { ContainerID = 0, HostID = 19, Size = 20 }], linux.UidMappings);
        Assert.Equal([new IdMappingSpec { ContainerID = 0, HostID = 21, Size = 22 }], linux.GidMappings);
        TimeOffsetSpec[] offsets =
        [
            new() { Clock = TimeClock.Monotonic, Secs = -23, Nanosecs = 24 },
            new() { Clock = TimeClock.Boottime, Secs = 25, Nanosecs = 26 },
        ];
        Assert.Equal(offsets, linux.TimeOffsets);
        DeviceSpec device = new() { Type = DeviceType.Block, Path = "/dev/x", Major = 27, Minor = 28, FileMode = 384, Uid = 29, Gid = 30 };
        Assert.Equal([device], linux.Devices);
        Assert.Equal([new NetDeviceSpec { HostName = "eth1", Name = "net%d" }], linux.NetDevices);
    }

    [Fact]
    public void Rest_of_linux_is_read()
    {
        LinuxSpec linux = s_spec.Linux;
        Assert.Equal("/a/b", linux.CgroupsPath);
        IntelRdtSpec rdt = linux.IntelRdt!;
        Assert.Equal(("gold", "L3:0=ff", "MB:0=50", true), (rdt.ClosID, rdt.L3CacheSchema, rdt.MemBwSchema, rdt.EnableMonitoring));
        Assert.Equal(["L3:0=f"], rdt.Schemata);
        MemoryPolicySpec policy = new() { Mode = MemoryPolicyMode.MPOL_WEIGHTED_INTERLEAVE, Nodes = "0-1", Flags = MemoryPolicyFlags.MPOL_F_STATIC_NODES };
        Assert.Equal(policy, linux.MemoryPolicy);
        Assert.Equal([new NamedValue("net.ipv4.ip_forward", "1")], linux.Sysctl);
        Assert.Equal(RootfsPropagation.Unbindable, linux.RootfsPropagation);
        Assert.Equal(["/proc/kcore"], linux.MaskedPaths);
        Assert.Equal(["/proc/sys"], linux.ReadonlyPaths);
        Assert.Equal("label", linux.MountLabel);
        Assert.Equal(PersonalityDomain.LINUX32, linux.Personality!.Domain);
        Assert.Equal(["NONE"], linux.Personality.Flags);
    }

    [Fact]
    public void Seccomp_is_read()
    {
        SeccompSpec seccomp = s_spec.Linux.Seccomp!;
        Assert.Equal((SeccompAction.SCMP_ACT_ERRNO, 64u), (seccomp.DefaultAction, seccomp.DefaultErrnoRet!.Value));
        Assert.Equal([SeccompArch.SCMP_ARCH_SHEB], seccomp.Architectures);
        Assert.Equal([SeccompFlag.SECCOMP_FILTER_FLAG_LOG], seccomp.Flags!);
        Assert.Equal(("/run/agent", "meta"), (seccomp.ListenerPath, seccomp.ListenerMetadata));
        SeccompSyscallSpec syscall = Assert.Single(seccomp.Syscalls);
        Assert.Equal(["read"], syscall.Names);
        Assert.Equal((SeccompAction.SCMP_ACT_ERRNO, 65u), (syscall.Action, syscall.ErrnoRet!.Value));
        Assert.Equal([new SeccompArgSpec { Index = 1, Value = 66, ValueTwo = 67, Op = SeccompOperator.SCMP_CMP_MASKED_EQ }], syscall.Args);
    }

    [Fact]
    public void Absent_and_empty_seccomp_flags_differ()
    {
        Assert.Null(ReadLinux("""{ "seccomp": { "defaultAction": "SCMP_ACT_LOG" } }""").Seccomp!.Flags);
        Assert.Empty(ReadLinux("""{ "seccomp": { "defaultAction": "SCMP_ACT_LOG", "flags": [] } }""").Seccomp!.Flags!);
    }

    [Fact]
    public void Unbuffered_character_device_is_a_character_device_and_file_type_bits_are_dropped()
    {
        DeviceSpec device = Assert.Single(ReadLinux("""{ "devices": [{ "type": "u", "path": "/dev/x", "major": 1, "minor": 2, "fileMode": 8630 }] }""").Devices);

        Assert.Equal(new DeviceSpec { Type = DeviceType.Character, Path = "/dev/x", Major = 1, Minor = 2, FileMode = 0x1b6 }, device);
    }

    [Fact]
    public void Least_file_leaves_everything_at_its_default()
    {
        Spec spec = Read("""{ "ociVersion": "1.3.0", "root": { "path": "r" } }""");

        Assert.Null(spec.Process);
        Assert.Empty(spec.Mounts);
        Assert.Empty(spec.Hooks.Poststop);
        Assert.Empty(spec.Linux.Namespaces);
        Assert.Null(spec.Linux.Resources);
    }

    private static void AssertHook(string name, HookSpec[] hooks)
    {
        HookSpec hook = Assert.Single(hooks);
        Assert.Equal(("/bin/" + name, 17), (hook.Path, hook.Timeout!.Value));
        Assert.Equal([name], hook.Args);
        Assert.Equal(["B=2"], hook.Env!);
    }

    private static LinuxSpec ReadLinux(string linux) => Read($$"""{ "ociVersion": "1.3.0", "root": { "path": "r" }, "linux": {{linux}} }""").Linux;

    private static Spec Read(string json) => SpecReader.ReadSpec("config.json", Encoding.UTF8.GetBytes(json));
}
