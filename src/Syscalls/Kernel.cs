using System;
using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>
/// The parent's face of the kernel: the calls under the names of their man pages. They repeat what a signal interrupted, make every
/// descriptor close-on-exec and throw a <see cref="KernelException"/> that names the operands. A <c>Try…</c> form returns what the
/// kernel returned, a result or −errno, for callers to whom a refusal is an answer. <c>directory</c> is a descriptor or AT_FDCWD.
/// </summary>
public static unsafe partial class Kernel
{
    private static nint Repeat(nint number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0)
    {
        nint result;
        do
        {
            result = RawCall.InvokeBlocking(number, a, b, c, d, e, f);
        }
        while (result == -Errno.EINTR);
        return result;
    }

    private static KernelException Failure(string doing, nint result, string? remedy = null)
    {
        return new KernelException(doing, (int)-result, remedy);
    }

    /// <summary>The operand of a message: the whole path where it can be known. Called only when something has failed.</summary>
    private static string Operand(int directory, string path)
    {
        if (directory == AT_FDCWD || path.StartsWith('/'))
        {
            return Quoted.Text(path);
        }
        return Beneath(directory, path);
    }

    private static string Beneath(int directory, string path)
    {
        string where = Operand(directory);
        if (path.Length == 0)
        {
            return where;
        }
        // What is no directory of a file system ("pipe:[7]") says nothing in front of a path.
        return where.StartsWith("\"/", StringComparison.Ordinal)
            ? where.TrimEnd('"').TrimEnd('/') + "/" + Quoted.Text(path.TrimStart('/'))[1..]
            : Quoted.Text(path);
    }

    private static string Operand(int descriptor)
    {
        return TryReadLinkAt(AT_FDCWD, "/proc/self/fd/" + Decimal(descriptor), out string? target) < 0
            ? "descriptor " + Decimal(descriptor)
            : Quoted.Text(target!);
    }

    private static string Decimal(long number)
    {
        return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
