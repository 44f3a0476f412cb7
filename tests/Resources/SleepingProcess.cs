using System;
using System.Diagnostics;

namespace Runtime.Tests.Resources;

/// <summary>A process that does nothing, to be put into cgroups; killed and reaped at the end.</summary>
internal sealed class SleepingProcess : IDisposable
{
    private readonly Process _process = Process.Start("/bin/sleep", "1000");

    public int Pid => _process.Id;

    /// <summary>Waits until something else has killed it.</summary>
    public bool DiesWithin(TimeSpan time)
    {
        return _process.WaitForExit(time);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
