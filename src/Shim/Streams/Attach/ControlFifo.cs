using System;
using System.Globalization;
using System.Text;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Streams;

/// <summary>A fifo in the bundle to which anyone who may writes lines of decimal numbers.</summary>
internal sealed class ControlFifo : IDisposable
{
    private const int LongestLine = 199;

    private readonly Action<int[]> _received;
    private readonly string _path;
    private readonly Descriptor _fifo;
    private readonly Descriptor _writer;
    private readonly Watch _watch;
    private readonly byte[] _line = new byte[LongestLine];
    private int _length;

    /// <param name="loop">Waits for lines.</param>
    /// <param name="path">Of the fifo, which is made.</param>
    /// <param name="received">Called with the numbers of each line.</param>
    public ControlFifo(EventLoop loop, string path, Action<int[]> received)
    {
        _received = received;
        _path = path;
        _ = Kernel.TryUnlink(path); // of a process before this one
        Kernel.MkFifoAt(AT_FDCWD, path, 0x1b0); // 0660
        _fifo = Kernel.Open(path, O_RDONLY | O_NONBLOCK);
        _writer = Kernel.Open(path, O_WRONLY | O_NONBLOCK); // no end of file when a writer goes
        _watch = loop.Add(_fifo.Number, EPOLLIN, _ => Read());
    }

    public void Dispose()
    {
        _watch.Dispose();
        _fifo.Dispose();
        _writer.Dispose();
        _ = Kernel.TryUnlink(_path); // whoever writes now would wait for ever; the caller may have removed the folder
    }

    private void Read()
    {
        Span<byte> bytes = stackalloc byte[512];
        int count = Kernel.TryRead(_fifo.Number, bytes);
        foreach (byte character in bytes[..Math.Max(0, count)])
        {
            if (character == '\n')
            {
                string line = Encoding.ASCII.GetString(_line, 0, Math.Min(_length, LongestLine));
                bool isWhole = _length <= LongestLine;
                _length = 0;
                if (isWhole && Numbers(line) is int[] numbers)
                {
                    _received(numbers);
                }
            }
            else if (_length++ < LongestLine)
            {
                _line[_length - 1] = character;
            }
        }
    }

    // Null for anything else: whoever can write here need not be believed.
    private static int[]? Numbers(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int[] numbers = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return numbers;
    }
}
