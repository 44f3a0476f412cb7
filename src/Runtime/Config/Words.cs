using System;
using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>
/// The words the specification allows in one place; a word's index is the value of the enum (from 0).
/// </summary>
/// <param name="complaint">What to say about another word, which replaces the star.</param>
/// <param name="all">In the order of the enum.</param>
internal sealed class Words(string complaint, string[] all)
{
    public static readonly Words NamespaceTypes = new(
        "\"*\" is not a namespace type",
        ["cgroup", "ipc", "mount", "network", "pid", "time", "user", "uts"]);

    public static readonly Words Clocks = new("\"*\" is not a clock", ["boottime", "monotonic"]);

    public static readonly Words RootfsPropagations = new(
        "\"*\" is not a propagation",
        ["private", "rprivate", "shared", "rshared", "slave", "rslave", "unbindable", "runbindable"]);

    /// <summary>The last, an unbuffered character device, is what the first is.</summary>
    public static readonly Words DeviceTypes = new("\"*\" is not a device type", ["c", "b", "p", "u"]);

    public static readonly Words DeviceRuleTypes = new("\"*\" is not a device type", ["a", "c", "b"]);

    public static readonly Words RlimitTypes = new(
        "wrong rlimit value: *",
        [
            "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_DATA", "RLIMIT_STACK", "RLIMIT_CORE", "RLIMIT_RSS", "RLIMIT_NPROC", "RLIMIT_NOFILE",
            "RLIMIT_MEMLOCK", "RLIMIT_AS", "RLIMIT_LOCKS", "RLIMIT_SIGPENDING", "RLIMIT_MSGQUEUE", "RLIMIT_NICE", "RLIMIT_RTPRIO", "RLIMIT_RTTIME",
        ]);

    public static readonly Words SchedulerPolicies = new(
        "\"*\" is not a scheduler policy",
        ["SCHED_OTHER", "SCHED_FIFO", "SCHED_RR", "SCHED_BATCH", "SCHED_ISO", "SCHED_IDLE", "SCHED_DEADLINE"]);

    public static readonly Words SchedulerFlags = new(
        "\"*\" is not a scheduler flag",
        [
            "SCHED_FLAG_RESET_ON_FORK", "SCHED_FLAG_RECLAIM", "SCHED_FLAG_DL_OVERRUN", "SCHED_FLAG_KEEP_POLICY", "SCHED_FLAG_KEEP_PARAMS",
            "SCHED_FLAG_UTIL_CLAMP_MIN", "SCHED_FLAG_UTIL_CLAMP_MAX",
        ]);

    /// <summary>The enum counts from 1.</summary>
    public static readonly Words IoPriorityClasses = new(
        "invalid ioPriority.Class: \"*\"",
        ["IOPRIO_CLASS_RT", "IOPRIO_CLASS_BE", "IOPRIO_CLASS_IDLE"]);

    public static readonly Words PersonalityDomains = new("\"*\" is not a personality domain", ["LINUX", "LINUX32"]);

    public static readonly Words MemoryPolicyModes = new(
        "invalid memory policy mode \"*\"",
        ["MPOL_DEFAULT", "MPOL_PREFERRED", "MPOL_BIND", "MPOL_INTERLEAVE", "MPOL_LOCAL", "MPOL_PREFERRED_MANY", "MPOL_WEIGHTED_INTERLEAVE"]);

    /// <summary>The first is bit 13 of the enum.</summary>
    public static readonly Words MemoryPolicyFlags = new(
        "invalid memory policy flag \"*\"",
        ["MPOL_F_NUMA_BALANCING", "MPOL_F_RELATIVE_NODES", "MPOL_F_STATIC_NODES"]);

    public static readonly Words SeccompActions = new(
        "\"*\" is not a seccomp action",
        [
            "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_TRAP", "SCMP_ACT_ERRNO", "SCMP_ACT_TRACE",
            "SCMP_ACT_ALLOW", "SCMP_ACT_LOG", "SCMP_ACT_NOTIFY",
        ]);

    public static readonly Words SeccompOperators = new(
        "\"*\" is not a seccomp operator",
        ["SCMP_CMP_NE", "SCMP_CMP_LT", "SCMP_CMP_LE", "SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_MASKED_EQ"]);

    public static readonly Words SeccompArchitectures = new(
        "\"*\" is not a seccomp architecture",
        [
            "SCMP_ARCH_X86", "SCMP_ARCH_X86_64", "SCMP_ARCH_X32", "SCMP_ARCH_ARM", "SCMP_ARCH_AARCH64", "SCMP_ARCH_MIPS", "SCMP_ARCH_MIPS64",
            "SCMP_ARCH_MIPS64N32", "SCMP_ARCH_MIPSEL", "SCMP_ARCH_MIPSEL64", "SCMP_ARCH_MIPSEL64N32", "SCMP_ARCH_PPC", "SCMP_ARCH_PPC64",
            "SCMP_ARCH_PPC64LE", "SCMP_ARCH_S390", "SCMP_ARCH_S390X", "SCMP_ARCH_PARISC", "SCMP_ARCH_PARISC64", "SCMP_ARCH_RISCV64",
            "SCMP_ARCH_LOONGARCH64", "SCMP_ARCH_M68K", "SCMP_ARCH_SH", "SCMP_ARCH_SHEB",
        ]);

    public static readonly Words SeccompFlags = new(
        "\"*\" is not a seccomp flag",
        [
            "SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW", "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV",
        ]);

    public ReadOnlySpan<string> All => all;

    public int IndexOf(string word)
    {
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] == word)
            {
                return i;
            }
        }

        return -1;
    }

    public string Complaint(string word) => $"{complaint.Replace("*", Quoted.Text(word)[1..^1])}; one of {string.Join(", ", all)}";
}
