using System;
using System.Text;

namespace Runtime.Syscalls;

/// <summary>
/// The names in an open directory, from where its offset stands, without "." and "..":
/// <c>foreach (DirectoryEntry entry in new DirectoryEntries(directory.Number, stackalloc byte[4096]))</c>.
/// </summary>
public ref struct DirectoryEntries
{
    // d_name begins right after d_type; the struct's own size has padding that the kernel's records have not.
    private const int NameOffset = 19;
    private const int LengthOffset = 16;
    private const int TypeOffset = 18;

    private readonly int _directory;
    private readonly Span<byte> _buffer;
    private int _next;
    private int _end;
    private int _current;

    /// <param name="directory">The descriptor.</param>
    /// <param name="buffer">Room for at least one entry of 280 bytes; 4 kB are enough for a hundred.</param>
    public DirectoryEntries(int directory, Span<byte> buffer)
    {
        _directory = directory;
        _buffer = buffer;
    }

    public readonly DirectoryEntry Current
    {
        get
        {
            ReadOnlySpan<byte> name = _buffer[(_current + NameOffset).._next];
            return new DirectoryEntry(_buffer[_current + TypeOffset], name[..name.IndexOf((byte)0)]);
        }
    }

    public readonly DirectoryEntries GetEnumerator()
    {
        return this;
    }

    public bool MoveNext()
    {
        do
        {
            if (_next >= _end)
            {
                _end = Kernel.GetDents64(_directory, _buffer);
                _next = 0;
                if (_end == 0)
                {
                    return false;
                }
            }
            _current = _next;
            _next += BitConverter.ToUInt16(_buffer[(_current + LengthOffset)..]);
        }
        while (Current.Name.SequenceEqual("."u8) || Current.Name.SequenceEqual(".."u8));
        return true;
    }
}

/// <summary>A name in a directory; valid until the next one is read.</summary>
public readonly ref struct DirectoryEntry(byte type, ReadOnlySpan<byte> name)
{
    /// <summary>DT_DIR and the like, or DT_UNKNOWN where the file system does not tell.</summary>
    public byte Type { get; } = type;

    public ReadOnlySpan<byte> Name { get; } = name;

    public override string ToString()
    {
        return Encoding.UTF8.GetString(Name);
    }
}
