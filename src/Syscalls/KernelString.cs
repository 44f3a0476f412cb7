using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Runtime.Syscalls;

/// <summary>A string as the kernel takes it: UTF-8 with a NUL, in the caller's stack buffer, or on the C heap if it is long.</summary>
internal unsafe ref struct KernelString
{
    /// <summary>The size of the buffer a caller gives.</summary>
    public const int BufferSize = 256;

    private byte* _heap;

    /// <param name="text">The path, name or value; null becomes a null pointer.</param>
    /// <param name="buffer"><see cref="BufferSize"/> bytes that live as long as this value.</param>
    public KernelString(string? text, byte* buffer)
    {
        if (text is null)
        {
            return;
        }
        if (text.Contains('\0'))
        {
            // The kernel would stop at the NUL and act on another file than the one that was checked.
            throw new KernelException("passing " + Quoted.Text(text) + " to the kernel", Errno.EINVAL, "it contains a NUL");
        }
        int size = (text.Length * 3) + 1; // UTF-16 to UTF-8: at most three bytes for each unit
        if (size > BufferSize)
        {
            buffer = _heap = (byte*)NativeMemory.Alloc((nuint)size);
        }
        OperationStatus status = Utf8.FromUtf16(text, new Span<byte>(buffer, size - 1), out _, out int written, replaceInvalidSequences: true);
        if (status != OperationStatus.Done)
        {
            throw new InvalidOperationException("UTF-8 needed more than three bytes for a UTF-16 unit");
        }
        buffer[written] = 0;
        Pointer = buffer;
    }

    public byte* Pointer { get; }

    public static implicit operator nint(KernelString text)
    {
        return (nint)text.Pointer;
    }

    public void Dispose()
    {
        NativeMemory.Free(_heap);
        _heap = null;
    }
}
