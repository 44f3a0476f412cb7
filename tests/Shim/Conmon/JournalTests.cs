using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

using Runtime.Shim.Conmon;
using Runtime.Shim.Loop;
using Runtime.Syscalls;
using Runtime.Tests.State;

using Xunit;

using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Shim.Conmon;

/// <summary>Entries of the journal, as they arrive at a socket like journald's.</summary>
public sealed class JournalTests : IDisposable
{
    private const string Constant = "CONTAINER_ID_FULL=0123456789abcdef\nCONTAINER_ID=0123456789ab\nCONTAINER_NAME=web\nSYSLOG_IDENTIFIER=web\nCOLOUR=red\n";

    private readonly TemporaryDirectory _directory = new();
    private readonly EventLoop _loop = new(failure => throw failure);
    private readonly JournalSink _sink;
    private Descriptor _journald;

    public JournalTests()
    {
        _journald = Listen();
        LogChoice choice = new(OptionReader.Read(["-l", "journald", "--log-label", "COLOUR=red"]));
        _sink = new JournalSink(new Journal(_loop, SocketPath), new JournalFields("0123456789abcdef", "web", choice), 6);
    }

    private string SocketPath => Path.Combine(_directory.Path, "socket");

    public void Dispose()
    {
        _journald.Dispose();
        _loop.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Line_is_an_entry_with_its_line_feed()
    {
        _sink.Write("hel"u8);
        _sink.Write("lo\nwor"u8);

        Assert.Equal(["MESSAGE\n\x06\0\0\0\0\0\0\0hello\n\nPRIORITY=6\n" + Constant], Received());
    }

    [Fact]
    public void Line_without_an_end_is_partial()
    {
        _sink.Write("rest"u8);
        _sink.End();

        Assert.Equal(["MESSAGE=rest\nPRIORITY=6\nCONTAINER_PARTIAL_MESSAGE=true\n" + Constant], Received());
    }

    [Fact]
    public void Long_line_is_sent_in_parts()
    {
        _sink.Write(Encoding.ASCII.GetBytes(new string('x', 8200) + "\n"));

        Assert.Equal(
            [
                "MESSAGE=" + new string('x', 8191) + "\nPRIORITY=6\nCONTAINER_PARTIAL_MESSAGE=true\n" + Constant,
                "MESSAGE\n\x0a\0\0\0\0\0\0\0xxxxxxxxx\n\nPRIORITY=6\n" + Constant,
            ],
            Received());
    }

    [Fact]
    public void Priority_before_the_text_is_taken_from_it()
    {
        _sink.Write("<3>bad"u8);
        _sink.End();

        Assert.Equal(["MESSAGE=bad\nPRIORITY=3\nCONTAINER_PARTIAL_MESSAGE=true\n" + Constant], Received());
    }

    [Fact]
    public void Journald_that_is_behind_gets_every_line_in_the_end()
    {
        List<string> received = [];
        int sent = 0;
        void Work()
        {
            while (sent < 500 && !_sink.IsFull)
            {
                _sink.Write(Encoding.ASCII.GetBytes($"{sent++}\n"));
            }

            received.AddRange(Received());
            if (received.Count == 500)
            {
                _loop.Stop();
            }
            else
            {
                _ = _loop.After(1, Work);
            }
        }

        _ = _loop.After(1, Work);
        _loop.Run();

        for (int i = 0; i < received.Count; i++)
        {
            Assert.Contains($"{i}\n\nPRIORITY=6\n", received[i], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Journald_may_be_restarted()
    {
        _journald.Dispose();
        File.Delete(SocketPath);
        _journald = Listen();
        _sink.Write("again\n"u8);

        Assert.Single(Received());
    }

    private Descriptor Listen()
    {
        Descriptor socket = Kernel.Socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK);
        Kernel.Bind(socket.Number, SocketPath);
        return socket;
    }

    private List<string> Received()
    {
        List<string> entries = [];
        byte[] buffer = new byte[65536];
        while (Kernel.TryReceive(_journald.Number, buffer) is int length and > 0)
        {
            entries.Add(Encoding.UTF8.GetString(buffer, 0, length));
        }

        return entries;
    }
}
