using System;
using System.Globalization;
using System.Text;

using Runtime.Spawn;
using Runtime.State;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Commands;

/// <summary>
/// A client of a supervisor. Packets come with the number of their stream in front, 2 for standard output and 3 for standard error; what is sent goes to the
/// container's input as it is. The protocol is conmon's.
/// </summary>
internal sealed class Attachment : IDisposable
{
    private const int Input = 0;
    private const int LongestPacket = 8193;
    private const int LongestInput = 8192;
    private const byte ErrorStream = 3;

    private readonly Supervision _supervision;
    private readonly Descriptor _socket;
    private readonly DetachKeys _detachKeys = new();
    private readonly byte[] _unsent = new byte[LongestInput + 1];
    private int _unsentLength;

    private Attachment(Supervision supervision, Descriptor socket)
    {
        _supervision = supervision;
        _socket = socket;
    }

    /// <exception cref="StateException">There is nobody to attach to.</exception>
    public static Attachment To(Supervision supervision)
    {
        Descriptor socket = Kernel.Socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK);
        int result = Kernel.TryConnect(socket.Number, $"/proc/self/fd/{supervision.Number}/{Supervision.AttachName}"); // a longer path is none of a socket
        if (result == 0)
        {
            return new Attachment(supervision, socket);
        }

        socket.Dispose();
        throw result is -Errno.ENOENT or -Errno.ECONNREFUSED
            ? new StateException("no-supervisor", "its supervisor has ended")
            : new KernelException("connecting to its supervisor", -result);
    }

    /// <param name="hasTerminal">The container has one, and gets the caller's keys.</param>
    /// <returns>The exit status; null: that of the container, which has ended.</returns>
    public int? Run(bool hasTerminal)
    {
        using RawTerminal? terminal = hasTerminal ? RawTerminal.Take(Input) : null;
        using SignalQueue? signals = terminal is null ? null : SignalQueue.Block(Host.IgnoredSignals()); // a terminal is not left in raw mode
        Resize(terminal);
        bool hasInput = true;
        while (true)
        {
            bool isBehind = _unsentLength > 0;
            pollfd[] files =
            [
                new() { fd = _socket.Number, events = (short)(POLLIN | (isBehind ? POLLOUT : 0)) },
                new() { fd = hasInput && !isBehind ? Input : -1, events = (short)POLLIN }, // poll(2) passes over negative numbers
                new() { fd = signals?.Number ?? -1, events = (short)POLLIN },
            ];
            _ = Kernel.Poll(files, -1);
            if (files[2].revents != 0 && signals!.Take(() => Resize(terminal)) is int signal)
            {
                return Child.SignalBase + signal;
            }

            if (isBehind && (files[0].revents & POLLOUT) != 0)
            {
                Send();
            }

            if ((files[0].revents & ~POLLOUT) != 0 && !Receive())
            {
                return null;
            }

            if (files[1].revents != 0 && !ReadInput(hasTerminal, ref hasInput))
            {
                return 0;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <returns>False at the end.</returns>
    private bool Receive()
    {
        Span<byte> packet = stackalloc byte[LongestPacket];
        int length = Kernel.TryReceive(_socket.Number, packet);
        if (length > 0)
        {
            Kernel.Write(packet[0] == ErrorStream ? 2 : 1, packet[1..length]);
        }

        return length is > 0 or -Errno.EAGAIN;
    }

    /// <returns>False: the caller wants to leave.</returns>
    private bool ReadInput(bool hasTerminal, ref bool hasInput)
    {
        Span<byte> typed = stackalloc byte[LongestInput];
        int length = Kernel.TryRead(Input, typed);
        if (length <= 0)
        {
            hasInput = false;
            Kernel.Shutdown(_socket.Number, SHUT_WR);
            return true;
        }

        typed = typed[..length];
        bool isLeaving = false;
        if (hasTerminal)
        {
            isLeaving = _detachKeys.Take(typed, _unsent, out _unsentLength);
        }
        else
        {
            typed.CopyTo(_unsent);
            _unsentLength = length;
        }

        Send();
        return !isLeaving;
    }

    // Not waiting: the container may read only when its output was taken.
    private void Send()
    {
        if (_unsentLength > 0 && Kernel.TrySend(_socket.Number, _unsent.AsSpan(0, _unsentLength)) != -Errno.EAGAIN)
        {
            _unsentLength = 0; // sent, or there is nobody any more: then the next packet is the end
        }
    }

    private void Resize(RawTerminal? terminal)
    {
        if (terminal?.Size() is not winsize size)
        {
            return;
        }

        int opened = Kernel.TryOpenAt(_supervision.Number, Supervision.ControlName, O_WRONLY | O_NONBLOCK);
        if (opened >= 0) // otherwise the supervisor has just ended
        {
            using Descriptor control = new(opened);
            Kernel.Write(opened, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"1 {size.ws_row} {size.ws_col}\n")));
        }
    }
}
