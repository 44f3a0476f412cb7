using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;

using Runtime.Shim.Loop;
using Runtime.Shim.Wire;
using Runtime.Syscalls;
using Runtime.Tests.State;

using Xunit;

using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Shim;

/// <summary>ttrpc over a real socket, byte by byte as SHIM.md has it.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly EventLoop _loop = new(failure => throw failure);
    private readonly Server _server;
    private readonly Descriptor _client;

    public ServerTests()
    {
        string path = Path.Combine(_directory.Path, "s");
        Descriptor listening = Kernel.Socket(AF_UNIX, SOCK_STREAM);
        Kernel.Bind(listening.Number, path);
        Kernel.Listen(listening.Number, 1);
        _server = new Server(_loop, listening, Handle);
        _client = Kernel.Socket(AF_UNIX, SOCK_STREAM);
        Kernel.Connect(_client.Number, path);
        Kernel.Fcntl(_client.Number, F_SETFL, O_NONBLOCK);
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _loop.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Empty_answer_is_a_frame_without_data()
    {
        Send(Frame.Bytes(1, Frame.Request, Request("svc", "empty")));

        Assert.Equal("00000000000000010200", Convert.ToHexStringLower(Receive(10)));
    }

    [Fact]
    public void Answer_has_the_payload_in_its_second_field()
    {
        Send(Frame.Bytes(1, Frame.Request, Request("svc", "pid")));

        Assert.Equal("00000006" + "00000001" + "0200" + "120408b0d001", Convert.ToHexStringLower(Receive(16)));
    }

    [Fact]
    public void Requests_in_pieces_and_several_at_once_are_answered()
    {
        byte[] two = [.. Frame.Bytes(1, Frame.Request, Request("svc", "empty")), .. Frame.Bytes(3, Frame.Request, Request("svc", "empty"))];
        foreach (byte piece in two)
        {
            Send([piece]);
            Turn();
        }

        Send([.. Frame.Bytes(5, Frame.Request, Request("svc", "empty")), .. Frame.Bytes(7, Frame.Request, Request("svc", "empty"))]);

        Assert.Equal(
            "00000000000000010200" + "00000000000000030200" + "00000000000000050200" + "00000000000000070200",
            Convert.ToHexStringLower(Receive(40)));
    }

    [Theory]
    [InlineData(2U)]
    [InlineData(1U)]
    public void Stream_that_is_even_or_used_is_refused_and_the_connection_goes_on(uint stream)
    {
        Send(Frame.Bytes(1, Frame.Request, Request("svc", "empty")));
        Assert.Equal(10, Receive(10).Length);
        Send(Frame.Bytes(stream, Frame.Request, Request("svc", "empty")));

        Assert.Equal((StatusCode.InvalidArgument, "StreamID must be odd and larger than the one before"), ReceiveStatus(stream));
        Send(Frame.Bytes(9, Frame.Request, Request("svc", "empty")));
        Assert.Equal("00000000000000090200", Convert.ToHexStringLower(Receive(10)));
    }

    [Fact]
    public void Data_that_is_too_long_is_passed_over()
    {
        byte[] header = Frame.Bytes(1, Frame.Request, []);
        BinaryPrimitives.WriteUInt32BigEndian(header, FrameReader.LongestData + 1);
        Send(header);
        Assert.Equal((StatusCode.ResourceExhausted, "message length exceeds the maximum of 4194304"), ReceiveStatus(1));
        byte[] rest = new byte[FrameReader.LongestData + 1];
        for (int sent = 0; sent < rest.Length; Turn())
        {
            sent += Math.Max(0, Kernel.TrySend(_client.Number, rest.AsSpan(sent, Math.Min(65536, rest.Length - sent))));
        }

        Send(Frame.Bytes(3, Frame.Request, Request("svc", "empty")));
        Assert.Equal("00000000000000030200", Convert.ToHexStringLower(Receive(10)));
    }

    [Fact]
    public void Request_that_is_no_message_is_refused()
    {
        Send(Frame.Bytes(1, Frame.Request, [0x0a, 0x7f]));

        Assert.Equal((StatusCode.InvalidArgument, "reading a message: it is cut off"), ReceiveStatus(1));
    }

    [Fact]
    public void Time_of_a_request_that_is_over_is_its_answer()
    {
        MessageWriter request = new();
        request.WriteText(1, "svc");
        request.WriteText(2, "never");
        request.WriteNumber(4, 20_000_000);
        Send(Frame.Bytes(1, Frame.Request, request.Bytes));

        Assert.Equal((StatusCode.DeadlineExceeded, "context deadline exceeded"), ReceiveStatus(1));
    }

    [Theory]
    [InlineData(SystemCall.setresuid)]
    [InlineData(SystemCall.setresgid)]
    public void Client_that_is_another_user_or_of_another_group_is_shown_the_door(int change)
    {
        const int Other = 65534;
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0x1ff); // a wide open door, so that only the credentials are looked at
        File.SetUnixFileMode(Path.Combine(_directory.Path, "s"), (UnixFileMode)0x1ff);
        using Descriptor other = Kernel.Socket(AF_UNIX, SOCK_STREAM);
        int result = -1;
        nint changed = -1;
        Thread thread = new(() =>
        {
            changed = RawCall.Invoke(change, -1, Other, -1); // this thread's alone, which ends with it
            result = Kernel.TryConnect(other.Number, Path.Combine(_directory.Path, "s"));
        });
        thread.Start();
        thread.Join();
        Assert.Equal((0, 0), ((int)changed, result)); // the backlog takes everybody
        _ = Kernel.TrySend(other.Number, Frame.Bytes(1, Frame.Request, Request("svc", "empty")), MSG_NOSIGNAL);

        int answer = -Errno.EAGAIN;
        for (int i = 0; i < 500 && answer == -Errno.EAGAIN; i++)
        {
            Turn();
            answer = Kernel.TryReceive(other.Number, new byte[10], MSG_DONTWAIT);
        }

        Assert.True(answer is 0 or -Errno.ECONNRESET, answer.ToString());
        Send(Frame.Bytes(1, Frame.Request, Request("svc", "empty")));
        Assert.Equal("00000000000000010200", Convert.ToHexStringLower(Receive(10)));
    }

    [Fact]
    public void Unknown_kinds_of_frames_are_ignored()
    {
        Send([.. Frame.Bytes(1, 9, [1, 2, 3]), .. Frame.Bytes(3, Frame.Request, Request("svc", "empty"))]);

        Assert.Equal("00000000000000030200", Convert.ToHexStringLower(Receive(10)));
    }

    [Fact]
    public void Client_that_never_reads_is_left_alone_and_others_are_served()
    {
        Kernel.Fcntl(_client.Number, F_SETFL, O_NONBLOCK);
        uint stream = 1;
        for (int i = 0; i < 3000; i++, stream += 2)
        {
            if (Kernel.TrySend(_client.Number, Frame.Bytes(stream, Frame.Request, Request("svc", "large"))) < 0)
            {
                break;
            }

            Turn();
        }

        using Descriptor other = Kernel.Socket(AF_UNIX, SOCK_STREAM);
        Kernel.Connect(other.Number, Path.Combine(_directory.Path, "s"));
        Kernel.Write(other.Number, Frame.Bytes(1, Frame.Request, Request("svc", "empty")));
        byte[] answer = new byte[10];
        int length = -Errno.EAGAIN;
        for (int i = 0; i < 500 && length == -Errno.EAGAIN; i++)
        {
            Turn();
            length = Kernel.TryReceive(other.Number, answer, MSG_DONTWAIT);
        }

        Assert.Equal(10, length);
    }

    private static void Handle(Call call)
    {
        MessageWriter answer = new();
        switch (call.Method)
        {
            case "pid":
                answer.WriteNumber(1, 26672);
                call.Answer(answer);
                break;
            case "large":
                answer.WriteBytes(1, new byte[10_000]);
                call.Answer(answer);
                break;
            case "never":
                break;
            default:
                call.Answer();
                break;
        }
    }

    private static byte[] Request(string service, string method)
    {
        MessageWriter request = new();
        request.WriteText(1, service);
        request.WriteText(2, method);
        return request.Bytes.ToArray();
    }

    private void Send(byte[] bytes)
    {
        Kernel.Write(_client.Number, bytes);
    }

    /// <summary>Lets the loop do what there is to do now.</summary>
    private void Turn()
    {
        Alarm alarm = _loop.After(2, _loop.Stop);
        _loop.Run();
        alarm.Dispose();
    }

    private byte[] Receive(int count)
    {
        List<byte> received = [];
        byte[] buffer = new byte[count];
        for (int i = 0; i < 500 && received.Count < count; i++)
        {
            Turn();
            int length = Kernel.TryReceive(_client.Number, buffer.AsSpan(0, count - received.Count), MSG_DONTWAIT);
            received.AddRange(buffer.AsSpan(0, Math.Max(0, length)));
        }

        return [.. received];
    }

    private (StatusCode Code, string Message) ReceiveStatus(uint stream)
    {
        byte[] header = Receive(10);
        Assert.Equal(stream, BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)));
        byte[] data = Receive((int)BinaryPrimitives.ReadUInt32BigEndian(header));
        MessageReader response = new(data);
        Assert.True(response.Next());
        Assert.Equal(1, response.Field);
        MessageReader status = new(response.Bytes);
        StatusCode code = 0;
        string message = "";
        while (status.Next())
        {
            if (status.Field == 1)
            {
                code = (StatusCode)status.Number;
            }
            else
            {
                message = Encoding.UTF8.GetString(status.Bytes);
            }
        }

        return (code, message);
    }
}
