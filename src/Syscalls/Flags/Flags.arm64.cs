namespace Runtime.Syscalls;

/// <summary>The flags of open(2) that differ between architectures, on arm64.</summary>
public static partial class Flags
{
    public const int O_DIRECTORY = 0x4000;
    public const int O_NOFOLLOW = 0x8000;
    public const int O_DIRECT = 0x10000;
    public const int O_LARGEFILE = 0x20000;
    public const int O_TMPFILE = 0x404000;
}
