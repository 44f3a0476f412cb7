using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.BlackBox;

/// <summary>A seccomp agent: takes the listeners that are sent to its socket, and answers every call they notify of (seccomp_unotify(2)).</summary>
internal sealed unsafe class AnsweringAgent : IDisposable
{
    private const long Receive = 0xc0502100; // SECCOMP_IOCTL_NOTIF_RECV
    private const long Send = 0xc0182101; // SECCOMP_IOCTL_NOTIF_SEND
    private const int NotificationSize = 80;
    private const int AnswerSize = 24;
    private const int NumberOffset = 16;
    private const uint Continue = 1; // SECCOMP_USER_NOTIF_FLAG_CONTINUE

    private readonly Socket _socket;
    private readonly Func<int, int> _answer;
    private readonly Thread _thread;
    private readonly List<JsonObject> _messages = [];
    private readonly HashSet<int> _calls = [];
    private readonly List<pollfd> _files = [];
    private Exception? _failure;
    private volatile bool _isOver;

    /// <param name="path">Of its socket.</param>
    /// <param name="answer">For a call's number the errno it fails with; 0: the kernel does it.</param>
    public AnsweringAgent(string path, Func<int, int> answer)
    {
        _answer = answer;
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _socket.Listen();
        _files.Add(new pollfd { fd = (int)_socket.Handle, events = (short)POLLIN });
        _thread = new Thread(Serve);
        _thread.Start();
    }

    /// <summary>What it was told, one message for each process.</summary>
    public JsonObject[] Messages
    {
        get
        {
            lock (_messages)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Ends it, and returns the numbers of the calls it was asked about.</summary>
    public HashSet<int> End()
    {
        _isOver = true;
        _thread.Join();
        Assert.Null(_failure);
        return _calls;
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        _socket.Dispose();
        foreach (pollfd file in _files.GetRange(1, _files.Count - 1))
        {
            new Descriptor(file.fd).Dispose();
        }
    }

    private void Serve()
    {
        try
        {
            while (!_isOver)
            {
                pollfd[] files = [.. _files];
                if (Kernel.Poll(files, milliseconds: 10) == 0)
                {
                    continue;
                }

                for (int i = 1; i < files.Length; i++)
                {
                    if ((files[i].revents & POLLIN) != 0)
                    {
                        Answer(files[i].fd);
                    }
                }

                if (files[0].revents != 0)
                {
                    Accept();
                }
            }
        }
        catch (Exception failure)
        {
            _failure = failure;
        }
    }

    /// <summary>One connection, one message with one descriptor, and the end.</summary>
    private void Accept()
    {
        using Socket connection = _socket.Accept();
        byte[] data = new byte[4096];
        int size = Kernel.ReceiveDescriptor((int)connection.Handle, data, out Descriptor? listener);
        Assert.NotNull(listener);
        Assert.Equal(0, connection.Receive(new byte[1]));
        _files.Add(new pollfd { fd = listener.Number, events = (short)POLLIN });
        lock (_messages)
        {
            _messages.Add(JsonNode.Parse(data.AsSpan(0, size))!.AsObject());
        }
    }

    private void Answer(int listener)
    {
        byte* notification = stackalloc byte[NotificationSize];
        new Span<byte>(notification, NotificationSize).Clear();
        nint result = RawCall.InvokeBlocking(SystemCall.ioctl, listener, unchecked((nint)Receive), (nint)notification);
        if (result == -Errno.ENOENT)
        {
            return; // the process was killed meanwhile
        }

        Assert.Equal(0, result);
        int number = BinaryPrimitives.ReadInt32LittleEndian(new ReadOnlySpan<byte>(notification + NumberOffset, sizeof(int)));
        _calls.Add(number);
        int errno = _answer(number);
        byte* answer = stackalloc byte[AnswerSize]; // id, val, error, flags
        *(ulong*)answer = *(ulong*)notification;
        *(long*)(answer + 8) = 0;
        *(int*)(answer + 16) = -errno;
        *(uint*)(answer + 20) = errno == 0 ? Continue : 0;
        result = RawCall.InvokeBlocking(SystemCall.ioctl, listener, unchecked((nint)Send), (nint)answer);
        Assert.True(result is 0 or -Errno.ENOENT, $"answering: {result}");
    }
}
