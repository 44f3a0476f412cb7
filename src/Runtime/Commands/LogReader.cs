using System;

using Runtime.State;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Commands;

/// <summary>
/// Prints a log in the format of CRI, <c>TIME stdout F text</c>, where P marks a line that goes on. The supervisor begins a new file when one is full and renames the old
/// one, perhaps in this moment.
/// </summary>
internal sealed class LogReader : IDisposable
{
    private readonly int _folder;
    private readonly int _output;
    private readonly int _error;
    private readonly byte[] _text = new byte[1 << 16];
    private Descriptor? _file;
    private ulong _inode;
    private byte[] _read = new byte[1 << 16];
    private int _readLength;
    private int _textLength;
    private int _stream;

    /// <param name="folder">Where the log is.</param>
    /// <param name="output">Gets what went to standard output.</param>
    /// <param name="error">Gets what went to standard error.</param>
    public LogReader(int folder, int output, int error)
    {
        _folder = folder;
        _output = output;
        _error = error;
    }

    /// <summary>Prints what is there and was not printed yet.</summary>
    public void Print()
    {
        do
        {
            bool isOld = _file is not null && InodeOf(Supervision.LogName) != _inode; // asked first: what is not the newest file any more does not grow
            if (_file is not null)
            {
                PrintFile(_file);
            }

            if (_file is not null && !isOld)
            {
                break;
            }
        }
        while (OpenNext());
        Flush();
    }

    public void Dispose()
    {
        _file?.Dispose();
    }

    // After the last but one comes the last; after one that was removed, or at first, the oldest there is.
    private bool OpenNext()
    {
        bool isLastButOne = _file is not null && InodeOf(Supervision.OldLogName) == _inode;
        return (!isLastButOne && Open(Supervision.OldLogName)) || Open(Supervision.LogName);
    }

    private bool Open(string name)
    {
        int opened = Kernel.TryOpenAt(_folder, name, O_RDONLY | O_NOFOLLOW);
        if (opened < 0)
        {
            return opened == -Errno.ENOENT ? false : throw new KernelException($"opening {Quoted.Text(name)}", -opened);
        }

        _file?.Dispose();
        _file = new Descriptor(opened);
        _inode = Kernel.FStat(opened).stx_ino;
        return true;
    }

    private ulong InodeOf(string name) => Kernel.TryStatx(_folder, name, out statx status, AT_SYMLINK_NOFOLLOW) == 0 ? status.stx_ino : 0;

    private void PrintFile(Descriptor file)
    {
        for (int count = 1; count > 0;)
        {
            count = Kernel.Read(file.Number, _read.AsSpan(_readLength));
            _readLength += count;
            int printed = PrintLines(_read.AsSpan(0, _readLength));
            _read.AsSpan(printed, _readLength - printed).CopyTo(_read);
            _readLength -= printed;
            if (_readLength == _read.Length)
            {
                Array.Resize(ref _read, _read.Length * 2);
            }
        }
    }

    /// <returns>How much of it were whole lines.</returns>
    private int PrintLines(ReadOnlySpan<byte> text)
    {
        int start = 0;
        for (int length; (length = text[start..].IndexOf((byte)'\n')) >= 0; start += length + 1)
        {
            PrintLine(text.Slice(start, length + 1));
        }

        return start;
    }

    private void PrintLine(ReadOnlySpan<byte> line)
    {
        int time = line.IndexOf((byte)' ') + 1;
        int tag = time + line[time..].IndexOf((byte)' ') + 1;
        int content = tag + line[tag..].IndexOf((byte)' ') + 1;
        bool isPartial = line[tag] == 'P';
        Append(line[time..tag].SequenceEqual("stderr "u8) ? _error : _output, isPartial ? line[content..^1] : line[content..]);
    }

    private void Append(int stream, ReadOnlySpan<byte> bytes)
    {
        if (stream != _stream || _textLength + bytes.Length > _text.Length)
        {
            Flush();
            _stream = stream;
        }

        if (bytes.Length > _text.Length)
        {
            Kernel.Write(stream, bytes);
            return;
        }

        bytes.CopyTo(_text.AsSpan(_textLength));
        _textLength += bytes.Length;
    }

    private void Flush()
    {
        if (_textLength > 0)
        {
            Kernel.Write(_stream, _text.AsSpan(0, _textLength));
            _textLength = 0;
        }
    }
}
