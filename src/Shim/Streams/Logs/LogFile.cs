using System;
using System.Globalization;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Streams;

/// <summary>A container's log on disk: bounded by rotation, reopened on demand, patient with a full disk.</summary>
internal sealed class LogFile
{
    private readonly EventLoop _loop;
    private readonly LogLimits _limits;
    private readonly string _path;
    private DescriptorSink _file;
    private byte[] _lines = new byte[1024];
    private int _linesLength;
    private long _size;
    private long _total;

    public LogFile(EventLoop loop, string path, LogLimits limits)
    {
        _loop = loop;
        _path = path;
        _limits = limits;
        _file = Open(path, 0, out _size);
        _total = _size;
    }

    /// <summary>Called when it is no longer full.</summary>
    public event Action? Drained;

    public bool IsFull => _file.IsFull;

    /// <summary>Whether the limit for all files together is reached: nothing more is kept.</summary>
    public bool IsComplete => _limits.TotalBytes is long limit && _total >= limit;

    /// <summary>One whole line, written with others by <see cref="Flush"/>.</summary>
    /// <param name="head">Its beginning.</param>
    /// <param name="text">Its content.</param>
    /// <param name="tail">Its end, with the line feed.</param>
    public void Append(ReadOnlySpan<byte> head, ReadOnlySpan<byte> text, ReadOnlySpan<byte> tail)
    {
        int length = head.Length + text.Length + tail.Length;
        if (IsComplete)
        {
            return;
        }

        if (_limits.FileBytes is long limit && _size > 0 && _size + length > limit)
        {
            Rotate();
        }

        if (_linesLength + length > _lines.Length)
        {
            Array.Resize(ref _lines, Math.Max(_lines.Length * 2, _linesLength + length));
        }

        head.CopyTo(_lines.AsSpan(_linesLength));
        text.CopyTo(_lines.AsSpan(_linesLength + head.Length));
        tail.CopyTo(_lines.AsSpan(_linesLength + head.Length + text.Length));
        _linesLength += length;
        _size += length;
        _total += length;
    }

    public void Flush()
    {
        if (_linesLength > 0)
        {
            _file.Write(_lines.AsSpan(0, _linesLength));
            _linesLength = 0;
        }
    }

    /// <summary>Begins a new file at the path, whoever may have moved the old one away; what is there is replaced, or kept as PATH.1, PATH.2 and so on.</summary>
    public void Rotate()
    {
        Flush();
        _file.End(); // what a full disk has kept back still goes to the old file
        for (int i = _limits.OldFiles; i > 0; i--)
        {
            int result = Kernel.TryRenameAt(AT_FDCWD, i == 1 ? _path : Old(i - 1), AT_FDCWD, Old(i));
            if (result is < 0 and not -Errno.ENOENT)
            {
                throw new KernelException("rotating " + Quoted.Text(_path), -result);
            }
        }

        // Renamed over the path, not truncated: who reads the old file reads it to its end.
        string next = _path + ".tmp";
        _file = Open(next, O_TRUNC, out _size);
        Kernel.Rename(next, _path);
    }

    public void Close()
    {
        Flush();
        _file.End();
    }

    private string Old(int number)
    {
        return _path + "." + number.ToString(CultureInfo.InvariantCulture);
    }

    private DescriptorSink Open(string path, int flags, out long size)
    {
        Descriptor file = Kernel.Open(path, O_WRONLY | O_APPEND | O_CREAT | flags, 0x1a0); // 0640
        size = (long)Kernel.FStat(file.Number).stx_size;
        DescriptorSink sink = new(_loop, file);
        sink.Drained += () => Drained?.Invoke();
        return sink;
    }
}

/// <summary>How much of a log is kept; null is no limit.</summary>
/// <param name="FileBytes">After so many bytes a new file is begun.</param>
/// <param name="TotalBytes">After so many bytes in all files nothing more is written.</param>
/// <param name="OldFiles">How many full files are kept; 0: the new one replaces the old.</param>
internal sealed record LogLimits(long? FileBytes, long? TotalBytes, int OldFiles);
