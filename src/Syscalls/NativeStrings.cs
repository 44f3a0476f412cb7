using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Runtime.Syscalls;

/// <summary>A list of strings as execve(2) takes it: pointers to UTF-8 with a NUL, and a null pointer at the end.</summary>
internal readonly unsafe ref struct NativeStrings
{
    private readonly byte* _block;

    public NativeStrings(ReadOnlySpan<string> strings)
    {
        int pointers = (strings.Length + 1) * sizeof(byte*);
        int size = pointers;
        foreach (string text in strings)
        {
            size += Encoding.UTF8.GetByteCount(text) + 1;
        }
        _block = (byte*)NativeMemory.Alloc((nuint)size);
        Span<byte> rest = new(_block + pointers, size - pointers);
        byte* next = _block + pointers;
        for (int i = 0; i < strings.Length; i++)
        {
            Pointer[i] = next;
            int length = Encoding.UTF8.GetBytes(strings[i], rest);
            rest[length] = 0;
            rest = rest[(length + 1)..];
            next += length + 1;
        }
        Pointer[strings.Length] = null;
    }

    public byte** Pointer => (byte**)_block;

    public void Dispose()
    {
        NativeMemory.Free(_block);
    }
}
