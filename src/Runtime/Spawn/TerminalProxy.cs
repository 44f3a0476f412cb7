using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>Joins the caller's terminal and the container's: keys in one direction, output in the other, and the size of the window.</summary>
internal sealed unsafe class TerminalProxy : IDisposable
{
    private const int Input = 0;
    private const int Output = 1;
    private const int BufferSize = 16384;

    // termios(3): what cfmakeraw takes away and sets.
    private const uint RawInputCleared = 0x5eb; // IGNBRK BRKINT PARMRK ISTRIP INLCR IGNCR ICRNL IXON
    private const uint RawLocalCleared = 0x804b; // ECHO ECHONL ICANON ISIG IEXTEN
    private const uint OPOST = 1;
    private const uint CSIZE_PARENB = 0x130;
    private const uint CS8 = 0x30;

    private readonly Descriptor _master;
    private readonly bool _isTerminal;
    private termios _saved;

    /// <summary>Takes the caller's terminal, if there is one, into raw mode: what is typed is for the container to interpret.</summary>
    public TerminalProxy(Descriptor master)
    {
        _master = master;
        termios saved;
        _isTerminal = Kernel.TryIoctl(Input, TCGETS, (nint)(&saved)) == 0;
        if (_isTerminal)
        {
            _saved = saved;
            termios raw = saved;
            raw.c_iflag &= ~RawInputCleared;
            raw.c_oflag &= ~OPOST;
            raw.c_lflag &= ~RawLocalCleared;
            raw.c_cflag = (raw.c_cflag & ~CSIZE_PARENB) | CS8;
            Kernel.Ioctl(Input, TCSETS, (nint)(&raw), "setting the terminal to raw mode");
            Resize();
        }
    }

    /// <summary>Readable when the container has written; at its end the slave's last descriptor is closed.</summary>
    public Descriptor Master => _master;

    /// <summary>Copies one piece of what was typed to the container.</summary>
    /// <returns>False at the end of the input.</returns>
    public bool CopyInput()
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        int count = Kernel.TryRead(Input, buffer);
        if (count > 0)
        {
            Kernel.Write(_master.Number, buffer[..count]);
        }

        return count > 0;
    }

    /// <summary>Copies one piece of the container's output.</summary>
    /// <returns>False when nobody has the terminal open any more (EIO, pty(7)).</returns>
    public bool CopyOutput()
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        int count = Kernel.TryRead(_master.Number, buffer);
        if (count > 0)
        {
            Kernel.Write(Output, buffer[..count]);
        }

        return count > 0;
    }

    /// <summary>Gives the container's terminal the size of the caller's.</summary>
    public void Resize()
    {
        winsize size;
        if (_isTerminal && Kernel.TryIoctl(Input, TIOCGWINSZ, (nint)(&size)) == 0)
        {
            Kernel.Ioctl(_master.Number, TIOCSWINSZ, (nint)(&size), "setting the size of the terminal");
        }
    }

    /// <summary>Leaves the caller's terminal as it was.</summary>
    public void Dispose()
    {
        if (_isTerminal)
        {
            termios saved = _saved;
            Kernel.Ioctl(Input, TCSETS, (nint)(&saved), "restoring the terminal");
        }

        _master.Dispose();
    }
}
