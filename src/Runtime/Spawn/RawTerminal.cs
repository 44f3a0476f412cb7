using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>The caller's terminal in raw mode: what is typed is for the container to interpret.</summary>
internal sealed unsafe class RawTerminal : IDisposable
{
    // termios(3): what cfmakeraw takes away and sets.
    private const uint RawInputCleared = 0x5eb; // IGNBRK BRKINT PARMRK ISTRIP INLCR IGNCR ICRNL IXON
    private const uint RawLocalCleared = 0x804b; // ECHO ECHONL ICANON ISIG IEXTEN
    private const uint OPOST = 1;
    private const uint CSIZE_PARENB = 0x130;
    private const uint CS8 = 0x30;

    private readonly int _file;
    private readonly termios _saved;

    private RawTerminal(int file, in termios saved)
    {
        _file = file;
        _saved = saved;
    }

    /// <summary>Null if the descriptor, which stays the caller's, is no terminal.</summary>
    public static RawTerminal? Take(int file)
    {
        termios saved;
        if (Kernel.TryIoctl(file, TCGETS, (nint)(&saved)) != 0)
        {
            return null;
        }

        termios raw = saved;
        raw.c_iflag &= ~RawInputCleared;
        raw.c_oflag &= ~OPOST;
        raw.c_lflag &= ~RawLocalCleared;
        raw.c_cflag = (raw.c_cflag & ~CSIZE_PARENB) | CS8;
        Kernel.Ioctl(file, TCSETS, (nint)(&raw), "setting the terminal to raw mode");
        return new RawTerminal(file, saved);
    }

    /// <summary>Null if it has none.</summary>
    public winsize? Size()
    {
        winsize size;
        return Kernel.TryIoctl(_file, TIOCGWINSZ, (nint)(&size)) == 0 ? size : null;
    }

    /// <summary>Leaves it as it was.</summary>
    public void Dispose()
    {
        termios saved = _saved;
        Kernel.Ioctl(_file, TCSETS, (nint)(&saved), "restoring the terminal");
    }
}
