using System;
using System.IO;
using System.Text;
using Runtime.Commands;
using Runtime.Shim.Loop;
using Runtime.Shim.Streams;
using Runtime.Syscalls;
using Runtime.Tests.State;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Commands;

/// <summary>The log as the shim writes it, read as <c>logs</c> prints it.</summary>
public sealed class LogReaderTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();
    private readonly EventLoop _loop = new(failure => throw failure);
    private readonly Descriptor _folder;
    private readonly Descriptor _output = Kernel.MemfdCreate("output", 0);
    private readonly Descriptor _error = Kernel.MemfdCreate("error", 0);
    private long _outputRead;

    public LogReaderTests()
    {
        _folder = Kernel.Open(_place.Path, O_RDONLY | O_DIRECTORY);
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _folder.Dispose();
        _loop.Dispose();
        _place.Dispose();
    }

    [Fact]
    public void Streams_are_parted_and_pieces_joined()
    {
        File.WriteAllText($"{_place.Path}/log", "T stdout F a b\nT stderr P half\nT stdout P one \nT stdout F \nT stderr F  line\nT stdout F not yet whole");
        using LogReader reader = NewReader();

        reader.Print();

        Assert.Equal("a b\none \n", NewOutput());
        Assert.Equal("half line\n", Text(_error, 0));
    }

    [Fact]
    public void Line_that_is_longer_than_any_buffer_is_whole()
    {
        string line = new('x', 300_000);
        File.WriteAllText($"{_place.Path}/log", $"T stdout F short\nT stdout F {line}\n");
        using LogReader reader = NewReader();

        reader.Print();

        Assert.Equal($"short\n{line}\n", NewOutput());
    }

    [Fact]
    public void Nothing_is_lost_and_nothing_comes_twice_while_files_are_rotated()
    {
        LogFile log = new(_loop, $"{_place.Path}/log", new LogLimits(FileBytes: 1000, TotalBytes: null, OldFiles: 1));
        KubernetesLogSink sink = new(log, "stdout"u8);
        StringBuilder written = new();
        StringBuilder printed = new();
        using LogReader reader = NewReader();
        for (int i = 0; i < 200; i++)
        {
            string line = $"line {i}\n";
            sink.Write(Encoding.ASCII.GetBytes(line));
            written.Append(line);
            if (i % 7 == 0) // a file holds eighteen
            {
                reader.Print();
                printed.Append(NewOutput());
            }
        }

        reader.Print();
        printed.Append(NewOutput());
        log.Close();

        Assert.True(File.Exists($"{_place.Path}/log.1"));
        Assert.Equal(written.ToString(), printed.ToString());
    }

    [Fact]
    public void Reader_that_comes_late_gets_the_files_that_are_left_in_their_order()
    {
        LogFile log = new(_loop, $"{_place.Path}/log", new LogLimits(FileBytes: 1000, TotalBytes: null, OldFiles: 1));
        KubernetesLogSink sink = new(log, "stdout"u8);
        for (int i = 0; i < 100; i++)
        {
            sink.Write(Encoding.ASCII.GetBytes($"line {i}\n"));
        }

        log.Close();
        using LogReader reader = NewReader();
        reader.Print();

        string[] lines = NewOutput().Split('\n');
        Assert.Equal("line 99", lines[^2]);
        Assert.InRange(lines.Length, 20, 40);
        for (int i = 1; i < lines.Length - 1; i++)
        {
            Assert.Equal(int.Parse(lines[i - 1][5..]) + 1, int.Parse(lines[i][5..]));
        }
    }

    private LogReader NewReader() => new(_folder.Number, _output.Number, _error.Number);

    private string NewOutput()
    {
        string text = Text(_output, _outputRead);
        _outputRead += text.Length;
        return text;
    }

    private static string Text(Descriptor file, long from)
    {
        byte[] bytes = new byte[(long)Kernel.FStat(file.Number).stx_size - from];
        return Encoding.ASCII.GetString(bytes, 0, bytes.Length == 0 ? 0 : Kernel.PRead(file.Number, bytes, from));
    }
}
