using System;
using System.Text;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Resources;

/// <summary>A connection to a message bus, or to systemd itself. No wait on it is longer than its patience, and each error names it.</summary>
internal sealed class SystemBus : IDisposable
{
    /// <summary>Milliseconds; as long as runc waits for a job.</summary>
    public const int StandardPatience = 30_000;

    private static readonly BusCall s_hello = new("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello", "");

    private readonly Descriptor _socket;
    private readonly BusAddress _address;
    private readonly int _patience;
    private readonly byte[] _received = new byte[4096];
    private int _start;
    private int _end;
    private uint _serial;

    private SystemBus(Descriptor socket, BusAddress address, int patience)
    {
        _socket = socket;
        _address = address;
        _patience = patience;
    }

    /// <summary>There is a bus, whose daemon passes signals on only to those who ask.</summary>
    public bool HasBus => _address.HasBus;

    /// <summary>Connects to the first address where anybody listens, and says who we are.</summary>
    /// <exception cref="BusException">Nobody does, or does not answer.</exception>
    public static SystemBus Connect(ReadOnlySpan<BusAddress> addresses, int patience = StandardPatience)
    {
        string refusals = "";
        foreach (BusAddress address in addresses)
        {
            Descriptor socket = Kernel.Socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK);
            SystemBus bus = new(socket, address, patience);
            int error = bus.TryConnect();
            if (error < 0)
            {
                socket.Dispose();
                refusals += (refusals.Length > 0 ? ", " : "") + Name(address) + ": " + Errno.Sentence(-error) + " (" + Errno.Name(-error) + ")";
                continue;
            }

            try
            {
                bus.Greet();
                return bus;
            }
            catch (BusException)
            {
                bus.Dispose();
                throw;
            }
        }

        throw new BusException("connecting to systemd at " + refusals);
    }

    /// <summary>Sends a call and waits for its answer. Signals that come before it go to <paramref name="onSignal"/>.</summary>
    /// <exception cref="BusException">It is refused, or not answered in time.</exception>
    public BusMessage Call(BusCall call, BusWriter arguments, Action<BusMessage> onSignal)
    {
        uint serial = ++_serial;
        long end = Freezer.Now() + _patience;
        Send(BusMessage.WriteCall(serial, call, HasBus, arguments), end);
        while (true)
        {
            BusMessage message = Receive(end);
            if (message.ReplySerial != serial)
            {
                if (message.Type == BusMessage.SIGNAL)
                {
                    onSignal(message);
                }

                continue;
            }

            if (message.Type == BusMessage.ERROR)
            {
                string text = message.Signature.StartsWith('s') ? message.Body.ReadString() : "no reason given";
                throw new BusException(text + " (" + message.ErrorName + ")", message.ErrorName);
            }

            return message;
        }
    }

    /// <summary>The next message.</summary>
    /// <param name="end">Of the wait, by <see cref="Freezer.Now"/>.</param>
    /// <exception cref="BusException">None came.</exception>
    public BusMessage Receive(long end)
    {
        byte[] start = Take(BusMessage.FixedLength, end);
        byte[] message = new byte[BusMessage.LengthOf(start)];
        start.CopyTo(message, 0);
        Take(message.AsSpan(BusMessage.FixedLength), end);
        return BusMessage.Read(message);
    }

    /// <summary>When a wait that begins now ends.</summary>
    public long Deadline()
    {
        return Freezer.Now() + _patience;
    }

    public void Dispose()
    {
        _socket.Dispose();
    }

    private int TryConnect()
    {
        long end = Freezer.Now() + _patience;
        while (true)
        {
            int error = Kernel.TryConnect(_socket.Number, _address.Socket);
            if (error != -Errno.EAGAIN)
            {
                return error;
            }

            // The queue of those who wait to be let in is full (connect(2)); it cannot be polled for.
            if (Freezer.Now() > end)
            {
                throw TookTooLong();
            }

            Freezer.Sleep(5);
        }
    }

    // The kernel tells the peer who we are, so no name is given: inside a user namespace it would be the wrong one.
    private void Greet()
    {
        long end = Freezer.Now() + _patience;
        Send("\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n"u8, end);
        string line;
        do
        {
            line = ReadLine(end);
        }
        while (line == "DATA");
        if (!line.StartsWith("OK ", StringComparison.Ordinal))
        {
            throw new BusException("authenticating at " + Name(_address) + ": the answer is " + Quoted.Text(line));
        }

        if (HasBus)
        {
            _ = Call(s_hello, new BusWriter(), _ => { });
        }
    }

    private string ReadLine(long end)
    {
        const int LongestLine = 1024;
        StringBuilder line = new();
        byte[] next = new byte[1];
        while (line.Length < LongestLine)
        {
            Take(next, end);
            if (next[0] == '\n')
            {
                break;
            }

            line.Append((char)next[0]);
        }

        return line.ToString().TrimEnd('\r');
    }

    private byte[] Take(int count, long end)
    {
        byte[] bytes = new byte[count];
        Take(bytes, end);
        return bytes;
    }

    private void Take(Span<byte> target, long end)
    {
        while (target.Length > 0)
        {
            if (_start == _end)
            {
                Fill(end);
            }

            int count = Math.Min(target.Length, _end - _start);
            _received.AsSpan(_start, count).CopyTo(target);
            _start += count;
            target = target[count..];
        }
    }

    private void Fill(long end)
    {
        while (true)
        {
            int length = Kernel.TryReceive(_socket.Number, _received);
            if (length > 0)
            {
                _start = 0;
                _end = length;
                return;
            }

            if (length != -Errno.EAGAIN)
            {
                throw Lost(length);
            }

            Wait(POLLIN, end);
        }
    }

    private void Send(ReadOnlySpan<byte> bytes, long end)
    {
        while (bytes.Length > 0)
        {
            int sent = Kernel.TrySend(_socket.Number, bytes);
            if (sent >= 0)
            {
                bytes = bytes[sent..];
            }
            else if (sent == -Errno.EAGAIN)
            {
                Wait(POLLOUT, end);
            }
            else
            {
                throw Lost(sent);
            }
        }
    }

    private void Wait(int events, long end)
    {
        int left = (int)(end - Freezer.Now());
        if (left <= 0 || Kernel.Poll([new pollfd { fd = _socket.Number, events = (short)events }], left) == 0)
        {
            throw TookTooLong();
        }
    }

    private BusException TookTooLong()
    {
        return new BusException("no answer from " + Name(_address) + " after " + LimitValue.Text(_patience / 1000) + " seconds");
    }

    private BusException Lost(int error)
    {
        return new BusException("the connection to " + Name(_address) + " is lost" + (error == 0 ? "" : ": " + Errno.Sentence(-error) + " (" + Errno.Name(-error) + ")"));
    }

    private static string Name(BusAddress address)
    {
        return Quoted.Text(address.Socket.Replace('\0', '@'));
    }
}
