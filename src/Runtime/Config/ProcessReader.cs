namespace Runtime.Config;

/// <summary><c>process</c> of config.json, and the whole of a process file.</summary>
internal static class ProcessReader
{
    public static ProcessSpec Read(JsonObject process) => new()
    {
        Terminal = process.Boolean("terminal"u8) is true,
        ConsoleSize = process.TryGetObject("consoleSize"u8, out JsonObject size) ? ReadConsoleSize(size) : null,
        User = process.TryGetObject("user"u8, out JsonObject user) ? ReadUser(user) : new UserSpec(),
        Args = process.Texts("args"u8) ?? [],
        Env = process.Texts("env"u8) ?? [],
        Cwd = process.RequiredText("cwd"u8),
        Capabilities = process.TryGetObject("capabilities"u8, out JsonObject capabilities) ? ReadCapabilities(capabilities) : null,
        Rlimits = process.List("rlimits"u8, ReadRlimit),
        NoNewPrivileges = process.Boolean("noNewPrivileges"u8) is true,
        ApparmorProfile = process.Text("apparmorProfile"u8),
        OomScoreAdj = process.Int32("oomScoreAdj"u8, -1000, 1000),
        Scheduler = process.TryGetObject("scheduler"u8, out JsonObject scheduler) ? ReadScheduler(scheduler) : null,
        SelinuxLabel = process.Text("selinuxLabel"u8),
        IoPriority = process.TryGetObject("ioPriority"u8, out JsonObject priority) ? ReadIoPriority(priority) : null,
        ExecCPUAffinity = process.TryGetObject("execCPUAffinity"u8, out JsonObject affinity) ? ReadCpuAffinity(affinity) : null,
    };

    private static ConsoleSizeSpec ReadConsoleSize(JsonObject size) => new()
    {
        Height = size.RequiredUInt16("height"u8),
        Width = size.RequiredUInt16("width"u8),
    };

    private static UserSpec ReadUser(JsonObject user) => new()
    {
        Uid = user.UInt32("uid"u8) ?? 0,
        Gid = user.UInt32("gid"u8) ?? 0,
        Umask = user.UInt32("umask"u8, max: 511),
        AdditionalGids = user.UInt32s("additionalGids"u8),
    };

    private static CapabilitiesSpec ReadCapabilities(JsonObject capabilities) => new()
    {
        Bounding = capabilities.Texts("bounding"u8) ?? [],
        Effective = capabilities.Texts("effective"u8) ?? [],
        Inheritable = capabilities.Texts("inheritable"u8) ?? [],
        Permitted = capabilities.Texts("permitted"u8) ?? [],
        Ambient = capabilities.Texts("ambient"u8) ?? [],
    };

    private static RlimitSpec ReadRlimit(JsonObject rlimit) => new()
    {
        Type = (RlimitType)rlimit.RequiredWord("type"u8, Words.RlimitTypes),
        Soft = rlimit.RequiredUInt64("soft"u8),
        Hard = rlimit.RequiredUInt64("hard"u8),
    };

    private static SchedulerSpec ReadScheduler(JsonObject scheduler) => new()
    {
        Policy = (SchedulerPolicy)(scheduler.Word("policy"u8, Words.SchedulerPolicies) ?? throw scheduler.Fault("policy", "scheduler policy is required")),
        Nice = scheduler.Int32("nice"u8) ?? 0,
        Priority = scheduler.Int32("priority"u8) ?? 0,
        Flags = (SchedulerFlags)scheduler.WordSet("flags"u8, Words.SchedulerFlags),
        Runtime = scheduler.UInt64("runtime"u8) ?? 0,
        Deadline = scheduler.UInt64("deadline"u8) ?? 0,
        Period = scheduler.UInt64("period"u8) ?? 0,
    };

    private static IoPrioritySpec ReadIoPriority(JsonObject priority) => new()
    {
        Class = (IoPriorityClass)(priority.RequiredWord("class"u8, Words.IoPriorityClasses) + 1),
        Priority = priority.Int32("priority"u8) ?? 0,
    };

    private static CpuAffinitySpec ReadCpuAffinity(JsonObject affinity) => new()
    {
        Initial = affinity.Text("initial"u8),
        Final = affinity.Text("final"u8),
    };
}
