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

    private readonly Descriptor _master;
    private readonly RawTerminal? _caller;

    /// <summary>Takes the caller's terminal, if there is one.</summary>
    public TerminalProxy(Descriptor master)
    {
        _master = master;
        _caller = RawTerminal.Take(Input);
        Resize();
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
        if (_caller?.Size() is winsize size)
        {
            Kernel.Ioctl(_master.Number, TIOCSWINSZ, (nint)(&size), "setting the size of the terminal");
        }
    }

    /// <summary>Leaves the caller's terminal as it was.</summary>
    public void Dispose()
    {
        _caller?.Dispose();
        _master.Dispose();
    }
}
