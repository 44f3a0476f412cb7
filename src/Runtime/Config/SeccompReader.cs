namespace Runtime.Config;

/// <summary><c>linux.seccomp</c> of config.json.</summary>
internal static class SeccompReader
{
    public static SeccompSpec Read(JsonObject seccomp) => new()
    {
        DefaultAction = (SeccompAction)seccomp.RequiredWord("defaultAction"u8, Words.SeccompActions),
        DefaultErrnoRet = seccomp.UInt32("defaultErrnoRet"u8),
        Architectures = ReadArchitectures(seccomp),
        Flags = ReadFlags(seccomp),
        ListenerPath = seccomp.Text("listenerPath"u8),
        ListenerMetadata = seccomp.Text("listenerMetadata"u8),
        Syscalls = seccomp.List("syscalls"u8, ReadSyscall),
    };

    private static SeccompArch[] ReadArchitectures(JsonObject seccomp)
    {
        int[] words = seccomp.WordList("architectures"u8, Words.SeccompArchitectures) ?? [];
        SeccompArch[] architectures = new SeccompArch[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            architectures[i] = (SeccompArch)words[i];
        }

        return architectures;
    }

    private static SeccompFlag[]? ReadFlags(JsonObject seccomp)
    {
        if (seccomp.WordList("flags"u8, Words.SeccompFlags) is not { } words)
        {
            return null;
        }

        SeccompFlag[] flags = new SeccompFlag[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            flags[i] = (SeccompFlag)words[i];
        }

        return flags;
    }

    private static SeccompSyscallSpec ReadSyscall(JsonObject syscall) => new()
    {
        Names = syscall.Texts("names"u8) ?? throw syscall.Fault("names", "required, but missing"),
        Action = (SeccompAction)syscall.RequiredWord("action"u8, Words.SeccompActions),
        ErrnoRet = syscall.UInt32("errnoRet"u8),
        Args = syscall.List("args"u8, ReadArg),
    };

    private static SeccompArgSpec ReadArg(JsonObject arg) => new()
    {
        Index = arg.RequiredUInt32("index"u8),
        Value = arg.RequiredUInt64("value"u8),
        ValueTwo = arg.UInt64("valueTwo"u8) ?? 0,
        Op = (SeccompOperator)arg.RequiredWord("op"u8, Words.SeccompOperators),
    };
}
