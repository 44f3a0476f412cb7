using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

using Runtime.Shim.Conmon;
using Runtime.Shim.Loop;
using Runtime.Shim.Streams;
using Runtime.Syscalls;
using Runtime.Tests.State;

using Xunit;

using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Shim.Conmon;

/// <summary>Clients that attach, in every temper: slow, gone, early.</summary>
public sealed class AttachSocketTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly EventLoop _loop = new(failure => throw failure);
    private readonly AttachLink _link;
    private readonly AttachSocket _attach;
    private readonly Descriptor _inputReader;
    private readonly DescriptorSink _input;

    public AttachSocketTests()
    {
        string bundle = Path.Combine(_directory.Path, new string('b', 200)); // no path of a socket can be as long
        Directory.CreateDirectory(bundle);
        _link = new AttachLink(Path.Combine(_directory.Path, "uuid"), bundle);
        _attach = new AttachSocket(_loop, bundle, endsInput: true);
        Kernel.Pipe2(out _inputReader, out Descriptor writer, O_NONBLOCK);
        _input = new DescriptorSink(_loop, writer);
    }

    public void Dispose()
    {
        _attach.Dispose();
        _link.Dispose();
        _input.Close();
        _inputReader.Dispose();
        _loop.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Output_comes_in_packets_that_name_their_stream()
    {
        using Descriptor client = Connect();
        InTurn(
            () => _attach.Send(2, "out\n"u8),
            () => _attach.Send(3, "err\n"u8),
            () => Assert.Equal(["\u0002out\n", "\u0003err\n"], Packets(client)));
    }

    /// <summary>A process that is over before the loop comes round again: engines connect, start it, and expect all it wrote.</summary>
    [Fact]
    public void Client_that_was_not_accepted_yet_gets_the_output_and_the_end()
    {
        using Descriptor client = Connect();

        _attach.Send(2, "out\n"u8);
        using Descriptor late = Connect();
        _attach.Dispose();

        Assert.Equal(["\u0002out\n"], Packets(client));
        Assert.Equal(0, Kernel.TryReceive(client.Number, new byte[10]));
        Assert.Equal(0, Kernel.TryReceive(late.Number, new byte[10]));
    }

    [Fact]
    public void Packet_holds_at_most_8192_bytes_and_the_stream()
    {
        using Descriptor client = Connect();
        InTurn(
            () => _attach.Send(2, new byte[20000]),
            () => Assert.Equal([8193, 8193, 3617], Packets(client).ConvertAll(packet => packet.Length)));
    }

    [Fact]
    public void Client_that_is_slow_makes_the_process_wait_and_loses_nothing()
    {
        using Descriptor client = Connect();
        bool hasDrained = false;
        _attach.Drained += () => hasDrained = true;
        int sent = 0;
        int received = 0;
        InTurn(
            () => sent = Fill(),
            () => received += Packets(client).Count,
            () => received += Packets(client).Count);

        Assert.True(hasDrained);
        Assert.False(_attach.IsFull);
        Assert.Equal(sent, received);
    }

    [Fact]
    public void Client_that_goes_while_it_is_behind_stops_nobody()
    {
        Descriptor client = Connect();
        InTurn(() => Fill(), client.Dispose, () => Assert.False(_attach.IsFull));
    }

    [Fact]
    public void Input_that_came_before_the_process_is_not_lost()
    {
        Descriptor client = Connect();
        Kernel.Send(client.Number, "early"u8);
        client.Dispose();
        InTurn(
            () => Assert.Equal(-Errno.EAGAIN, Kernel.TryRead(_inputReader.Number, new byte[10])),
            () => _attach.Open(_input),
            () => Assert.Equal("early", ReadInput()));
    }

    [Fact]
    public void End_of_a_client_s_input_is_the_process_s()
    {
        _attach.Open(_input);
        using Descriptor client = Connect();
        Kernel.Send(client.Number, "last"u8);
        Kernel.Shutdown(client.Number, SHUT_WR);
        InTurn(
            () => Assert.Equal("last", ReadInput()),
            () => Assert.Equal("", ReadInput()),
            () => _attach.Send(2, "still there"u8),
            () => Assert.Equal(["\u0002still there"], Packets(client)));
    }

    [Fact]
    public void Clients_see_the_end_and_nothing_stays()
    {
        using Descriptor client = Connect();
        InTurn(_attach.Dispose, _link.Dispose);

        Assert.Equal(0, Kernel.Receive(client.Number, new byte[10]));
        Assert.Null(new FileInfo(Path.Combine(_directory.Path, "uuid")).LinkTarget);
    }

    // By the short path, as CRI-O does.
    private Descriptor Connect()
    {
        Descriptor client = Kernel.Socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK);
        Kernel.Connect(client.Number, Path.Combine(_directory.Path, "uuid/attach"));
        return client;
    }

    // Each step finds everything done that the one before it has set off.
    private void InTurn(params Action[] steps)
    {
        int next = 0;
        WaitATurn();
        _loop.Run();

        // Not all at once from the start: those that a busy machine makes late would come together.
        void WaitATurn() => _ = _loop.After(50, () =>
        {
            if (next == steps.Length)
            {
                _loop.Stop();
                return;
            }

            steps[next++]();
            WaitATurn();
        });
    }

    private int Fill()
    {
        int sent = 0;
        for (; !_attach.IsFull; sent++)
        {
            _attach.Send(2, new byte[8192]);
        }

        return sent;
    }

    private string ReadInput()
    {
        byte[] buffer = new byte[100];
        return Encoding.ASCII.GetString(buffer, 0, Kernel.Read(_inputReader.Number, buffer));
    }

    private static List<string> Packets(Descriptor client)
    {
        List<string> packets = [];
        byte[] buffer = new byte[10000];
        while (Kernel.TryReceive(client.Number, buffer) is int length and > 0)
        {
            packets.Add(Encoding.ASCII.GetString(buffer, 0, length));
        }

        return packets;
    }
}
