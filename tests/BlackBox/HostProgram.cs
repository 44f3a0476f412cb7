using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>
/// A program of the host, started and not yet awaited. Its standard streams are files: a container that outlives its <c>create</c> keeps them open,
/// and a pipe would have no end.
/// </summary>
internal sealed class HostProgram : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static int s_count;

    private readonly Process _process;
    private readonly string _files;

    private HostProgram(Process process, string files)
    {
        _process = process;
        _files = files;
    }

    public int Pid => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>What it, and the container that inherited its streams, has said so far.</summary>
    public string Output => File.ReadAllText(_files + ".out");

    public string Error => File.ReadAllText(_files + ".err");

    public static Outcome Run(string directory, string program, params string[] arguments)
    {
        using HostProgram started = Start(directory, program, arguments);
        return started.Wait();
    }

    /// <param name="directory">Where it runs, and where its output goes.</param>
    /// <param name="program">A path or a name.</param>
    /// <param name="arguments">Without argv[0].</param>
    public static HostProgram Start(string directory, string program, params string[] arguments)
    {
        string files = $"{directory}/.call-{Interlocked.Increment(ref s_count)}";
        File.WriteAllText(files + ".out", ""); // a program may be killed before the shell has made them
        File.WriteAllText(files + ".err", "");
        ProcessStartInfo start = new("/bin/sh", ["-c", "f=$0; exec \"$@\" </dev/null >>\"$f.out\" 2>>\"$f.err\"", files, program, .. arguments])
        {
            WorkingDirectory = directory,
        };
        return new HostProgram(Process.Start(start)!, files);
    }

    /// <summary>Waits for its end; one that takes too long is ended, and the test fails.</summary>
    public Outcome Wait()
    {
        if (!_process.WaitForExit(s_patience))
        {
            _process.Kill();
            _process.WaitForExit();
            Assert.Fail($"{string.Join(' ', _process.StartInfo.ArgumentList)} had not ended after {s_patience.TotalSeconds} s; it wrote \"{Output}\" and \"{Error}\".");
        }

        return new Outcome(_process.ExitCode, Output, Error);
    }

    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
