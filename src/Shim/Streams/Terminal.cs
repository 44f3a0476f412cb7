using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Streams;

/// <summary>The master of a container's terminal.</summary>
internal sealed unsafe class Terminal
{
    private readonly Descriptor _master;
    private bool _isClosed;

    /// <param name="master">Becomes this one's.</param>
    public Terminal(Descriptor master)
    {
        _master = master;
        int flags = (int)Kernel.Fcntl(master.Number, F_GETFL);
        Kernel.Fcntl(master.Number, F_SETFL, flags | O_NONBLOCK);
    }

    /// <summary>The same open file once more: readers and writers each own one.</summary>
    public Descriptor Duplicate()
    {
        return Kernel.Dup(_master.Number);
    }

    public void Resize(ushort columns, ushort rows)
    {
        if (!_isClosed)
        {
            winsize size = new() { ws_col = columns, ws_row = rows };
            Kernel.Ioctl(_master.Number, TIOCSWINSZ, (nint)(&size), "setting the size of the terminal");
        }
    }

    /// <summary>Line feeds come out as carriage return and line feed, as on a terminal that a program opens.</summary>
    public void TranslateLineFeeds()
    {
        termios settings;
        Kernel.Ioctl(_master.Number, TCGETS, (nint)(&settings), "reading the settings of the terminal");
        settings.c_oflag |= ONLCR;
        Kernel.Ioctl(_master.Number, TCSETS, (nint)(&settings), "changing the settings of the terminal");
    }

    public void Close()
    {
        _isClosed = true;
        _master.Dispose();
    }
}
