using System;
using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>Looks up the <see cref="HostFacts"/> that a configuration makes interesting; each look is a system call, so the others keep their defaults.</summary>
internal static class HostInspection
{
    /// <summary>For a whole config.json.</summary>
    public static HostFacts For(Spec spec)
    {
        LinuxSpec linux = spec.Linux;
        HostFacts facts = new()
        {
            IsRootless = Kernel.GetEuid() != 0,
            JoinsOwnNetwork = linux.Find(NamespaceType.Network)?.Path is { } path && IsSameFile(path, "/proc/self/ns/net"),
            HasUserNamespaces = !linux.Has(NamespaceType.User) || Exists("/proc/self/ns/user"),
            HasCgroupNamespaces = !linux.Has(NamespaceType.Cgroup) || Exists("/proc/self/ns/cgroup"),
            HasTimeNamespaces = !linux.Has(NamespaceType.Time) || Exists("/proc/self/ns/time"),
            HasIntelRdt = linux.IntelRdt is not null && HasIntelRdt(),
            HasCacheAllocation = linux.IntelRdt?.L3CacheSchema is not null && HasCacheAllocation(),
            HasBandwidthAllocation = linux.IntelRdt?.MemBwSchema is not null && HasBandwidthAllocation(),
        };
        facts = spec.Process is { } process ? WithLabels(facts, process) : facts;
        return linux.MountLabel is null ? facts : facts with { HasSelinux = HasSelinux() };
    }

    /// <summary>For a further process of a container.</summary>
    public static HostFacts For(ProcessSpec process) => WithLabels(new HostFacts { IsRootless = Kernel.GetEuid() != 0 }, process);

    /// <summary>See <see cref="HostFacts.HasCacheAllocation"/>.</summary>
    public static bool HasCacheAllocation() => HasIntelRdt() && (Exists("/sys/fs/resctrl/info/L3") || Exists("/sys/fs/resctrl/info/L3CODE"));

    /// <summary>See <see cref="HostFacts.HasBandwidthAllocation"/>.</summary>
    public static bool HasBandwidthAllocation() => HasIntelRdt() && Exists("/sys/fs/resctrl/info/MB");

    // The directory is there also where nothing is mounted, and takes files like any other where something else is.
    private static bool HasIntelRdt() => Kernel.TryStatFs("/sys/fs/resctrl", out statfs found) == 0 && found.f_type == Flags.RDTGROUP_SUPER_MAGIC;

    private static HostFacts WithLabels(HostFacts facts, ProcessSpec process)
    {
        return process.ApparmorProfile is null && process.SelinuxLabel is null
            ? facts
            : facts with { HasApparmor = HasApparmor(), HasSelinux = HasSelinux() };
    }

    private static bool HasSelinux() => Exists("/sys/fs/selinux/status");

    private static bool HasApparmor()
    {
        Span<byte> answer = stackalloc byte[1];
        return Kernel.TryReadFile(Flags.AT_FDCWD, "/sys/module/apparmor/parameters/enabled", answer) == 1 && answer[0] == 'Y';
    }

    private static bool Exists(string path) => Kernel.TryStat(path, out _) >= 0;

    private static bool IsSameFile(string first, string second)
    {
        return Kernel.TryStat(first, out statx a) >= 0 && Kernel.TryStat(second, out statx b) >= 0
            && a.stx_ino == b.stx_ino && a.stx_dev_major == b.stx_dev_major && a.stx_dev_minor == b.stx_dev_minor;
    }
}
