using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

using Runtime.Shim.Birth;
using Runtime.Shim.Streams;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Conmon;

/// <summary>The descriptors that the caller names in the environment: it says when to begin, and is told what came of it.</summary>
internal sealed class CallerPipes
{
    private const string StartName = "_OCI_STARTPIPE";
    private const int LongestMessage = 8191;
    private const int FirstNumber = 3;

    private readonly Descriptor? _sync;
    private readonly Descriptor? _attach;
    private readonly bool _hasApiVersion;
    private readonly bool _isExec;

    // Ports that podman holds for the container, descriptors that the container inherits: they have to be closed before the end is told.
    private readonly List<int> _inherited = [];

    public CallerPipes(ConmonOptions options)
    {
        _hasApiVersion = options.HasApiVersion;
        _isExec = options.IsExec;
        _sync = Take("_OCI_SYNCPIPE");
        _attach = Take("_OCI_ATTACHPIPE");
        Start = Take(StartName);
        if (options.IsExecAttach && _attach is null)
        {
            throw new UsageException("--exec-attach needs _OCI_ATTACHPIPE in the environment");
        }

        using Descriptor open = Kernel.Open("/proc/self/fd", O_RDONLY | O_DIRECTORY);
        foreach (DirectoryEntry entry in new DirectoryEntries(open.Number, stackalloc byte[4096]))
        {
            if (int.TryParse(entry.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= FirstNumber
                && (Kernel.Fcntl(number, F_GETFD) & FD_CLOEXEC) == 0)
            {
                _inherited.Add(number);
            }
        }
    }

    /// <summary>Where a second byte comes when the client of an exec has attached; null: nobody says.</summary>
    public Descriptor? Start { get; }

    /// <summary>Blocks until the caller has written.</summary>
    public static void AwaitStart()
    {
        if (Number(StartName) is int start)
        {
            Span<byte> bytes = stackalloc byte[8192];
            _ = Kernel.Read(start, bytes);
        }
    }

    /// <summary>The attach socket listens.</summary>
    public void TellAttachable()
    {
        Tell(_attach, "{\"data\": 0}\n"u8);
    }

    public void TellPid(int pid)
    {
        if (_hasApiVersion || !_isExec)
        {
            Tell(pid, []);
        }
    }

    public void TellFailure(ReadOnlySpan<byte> message)
    {
        Tell(-1, message[..Math.Min(message.Length, LongestMessage)]);
    }

    public void TellStatus(int status)
    {
        if (_isExec)
        {
            Tell(status, []);
        }
    }

    public void TellTimeout()
    {
        if (_isExec)
        {
            Tell(-1, "command timed out"u8);
        }
    }

    public void CloseInherited()
    {
        foreach (int number in _inherited)
        {
            Kernel.Close(number);
        }

        _inherited.Clear();
    }

    private void Tell(int number, ReadOnlySpan<byte> message)
    {
        string key = _hasApiVersion ? "data" : _isExec ? "exit_code" : "pid";
        byte[] line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"{key}\": {number}"));
        int length = line.Length;
        if (!message.IsEmpty)
        {
            line = [.. line, .. ", \"message\": \""u8];
            length = JsonEscape.Append(ref line, line.Length, message);
            line = [.. line.AsSpan(0, length), (byte)'"'];
            length++;
        }

        Tell(_sync, [.. line.AsSpan(0, length), .. "}\n"u8]);
    }

    private static void Tell(Descriptor? pipe, ReadOnlySpan<byte> line)
    {
        if (pipe is not null)
        {
            _ = Kernel.TryWrite(pipe.Number, line); // a caller that has gone wants no answer
        }
    }

    private static Descriptor? Take(string name)
    {
        if (Number(name) is not int number)
        {
            return null;
        }

        Kernel.Fcntl(number, F_SETFD, FD_CLOEXEC);
        return new Descriptor(number);
    }

    private static int? Number(string name)
    {
        string? text = OwnEnvironment.Value(name);
        if (text is null)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= FirstNumber
            ? number
            : throw new UsageException($"{name} is {Quoted.Text(text)}, which is no descriptor");
    }
}
