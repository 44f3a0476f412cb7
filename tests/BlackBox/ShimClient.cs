using System;
using System.Globalization;
using System.IO;

using Runtime.Shim;
using Runtime.Shim.Loop;
using Runtime.Shim.Wire;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.BlackBox;

/// <summary>A shim as containerd's <c>start</c> leaves it, and a client of its socket that waits for each answer.</summary>
internal sealed class ShimClient : IDisposable
{
    private const int Patience = 20_000;

    private readonly int _pid;
    private readonly Descriptor _socket;
    private readonly FrameReader _frames = new();
    private uint _stream = 1;

    /// <param name="place">Where its socket is made.</param>
    /// <param name="bundle">Where it runs.</param>
    /// <param name="id">Of its first container.</param>
    public ShimClient(string place, string bundle, string id)
    {
        string path = $"{place}/shim";
        using Descriptor listening = Kernel.Socket(AF_UNIX, SOCK_STREAM);
        Kernel.Bind(listening.Number, path);
        Kernel.Listen(listening.Number, 5);
        using Descriptor nothing = Kernel.Open("/dev/null", O_RDWR);
        _pid = Kernel.PosixSpawn(
            System.IO.Path.GetDirectoryName(PublishedRuntime.Path) + "/runtime-shim",
            ["containerd-shim-runtime-v2", "-namespace", "test", "-id", id, "-address", $"{place}/containerd", "-publish-binary", "/bin/true"],
            ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", .. Supervisor.Environment],
            [nothing.Number, nothing.Number, nothing.Number, listening.Number],
            bundle,
            SignalReader.Blocked,
            SpawnGroup.NewGroup);
        _socket = Kernel.Socket(AF_UNIX, SOCK_STREAM);
        Kernel.Connect(_socket.Number, path);
        _ = Call("Connect", request => request.WriteText(1, id)); // from its answer on it has read what it reads once
    }

    /// <summary>What it has started and not reaped yet.</summary>
    public string Children => File.ReadAllText($"/proc/{_pid}/task/{_pid}/children");

    public int Descriptors => Directory.GetFiles($"/proc/{_pid}/fd").Length;

    /// <summary>What it shares with nobody, in kB.</summary>
    public int OwnMemory
    {
        get
        {
            const string Name = "RssAnon:";
            string line = Array.Find(File.ReadAllLines($"/proc/{_pid}/status"), line => line.StartsWith(Name, StringComparison.Ordinal))!;
            return int.Parse(line.AsSpan(Name.Length, line.Length - Name.Length - 2).Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
        }
    }

    /// <param name="method">Of the task service.</param>
    /// <param name="fill">Writes the request.</param>
    /// <param name="seconds">How long it may take; 0: as long as it takes.</param>
    /// <param name="service">Whose method it is.</param>
    public ShimAnswer Call(string method, Action<MessageWriter> fill, int seconds = 0, string service = "containerd.task.v2.Task")
    {
        MessageWriter payload = new();
        fill(payload);
        MessageWriter request = new();
        request.WriteText(1, service);
        request.WriteText(2, method);
        request.WriteBytes(3, payload.Bytes);
        request.WriteNumber(4, (ulong)seconds * 1_000_000_000);
        uint stream = _stream;
        _stream += 2;
        _ = Kernel.Send(_socket.Number, Frame.Bytes(stream, Frame.Request, request.Bytes));
        while (true)
        {
            if (_frames.Next() is Frame frame)
            {
                if (frame.Stream == stream)
                {
                    return ShimAnswer.Read(frame.Data);
                }

                continue;
            }

            pollfd[] files = [new() { fd = _socket.Number, events = (short)POLLIN }];
            if (Kernel.Poll(files, Patience) == 0)
            {
                throw new TimeoutException($"{method} was not answered");
            }

            int count = Kernel.Receive(_socket.Number, _frames.Free);
            _frames.Advance(count > 0 ? count : throw new EndOfStreamException($"the shim has closed the connection at {method}"));
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        Kernel.Kill(_pid, SIGTERM);
        _ = Kernel.WaitId(P_PID, _pid, WEXITED);
    }
}

/// <summary>One answer.</summary>
/// <param name="Code">0, or why not.</param>
/// <param name="Message">The sentence to it.</param>
/// <param name="Payload">The message, if it is 0.</param>
internal sealed record ShimAnswer(StatusCode Code, string Message, byte[] Payload)
{
    /// <summary>A field of the message that is a number; 0 if it is not there.</summary>
    public ulong Number(int field)
    {
        ulong number = 0;
        MessageReader reader = new(Payload);
        while (reader.Next())
        {
            number = reader.Field == field ? reader.Number : number;
        }

        return number;
    }

    public static ShimAnswer Read(ReadOnlySpan<byte> response)
    {
        StatusCode code = default;
        string message = "";
        byte[] payload = [];
        MessageReader reader = new(response);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                payload = reader.Bytes.ToArray();
                continue;
            }

            MessageReader status = new(reader.Bytes);
            while (status.Next())
            {
                code = status.Field == 1 ? (StatusCode)status.Number : code;
                message = status.Field == 2 ? status.Text : message;
            }
        }

        return new ShimAnswer(code, message, payload);
    }
}
