namespace Runtime.Syscalls;

/// <summary>The kernel refused a call: <c>opening "/x" for reading: no such file or directory (ENOENT)</c>.</summary>
/// <param name="doing">What was being done, with its operands: completes "failed while …".</param>
/// <param name="errno">The kernel's reason, positive.</param>
/// <param name="remedy">What to do about it, where that is certain; follows a semicolon.</param>
public sealed class KernelException(string doing, int errno, string? remedy = null)
    : RuntimeException(Sentence(doing, errno, remedy))
{
    public int Errno { get; } = errno;

    private static string Sentence(string doing, int errno, string? remedy)
    {
        string sentence = doing + ": " + Syscalls.Errno.Sentence(errno) + " (" + Syscalls.Errno.Name(errno) + ")";
        return remedy is null ? sentence : sentence + "; " + remedy;
    }
}
