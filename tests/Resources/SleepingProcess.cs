using System;
using System.Diagnostics;

namespace Runtime.Tests.Resources;

/// <summary>A process that does nothing, to be put into cgroups; killed and reaped at the end.</summary>
internal sealed class SleepingProcess : IDisposable
{
    private readonly Process _process;

    public SleepingProcess()
        : this(Process.Start("/bin/sleep", "1000"))
    {
    }

    private SleepingProcess(Process process)
    {
        _process = process;
    }

    /// <summary>One that used its memory as a member of the cgroup.</summary>
    public static SleepingProcess StartIn(string cgroup)
    {
        Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "echo $$ > " + cgroup + "/cgroup.procs && echo && exec sleep 1000"])
        {
            RedirectStandardOutput = true,
        })!;
        _ = shell.StandardOutput.ReadLine();
        return new SleepingProcess(shell);
    }

    public int Pid => _process.Id;

    /// <summary>Waits until something else has killed it.</summary>
    public bool DiesWithin(TimeSpan time)
    {
        return _process.WaitForExit(time);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit(TimeSpan.FromSeconds(5)); // no longer: in a frozen v1 cgroup it does not die before that is thawed
        _process.Dispose();
    }
}
