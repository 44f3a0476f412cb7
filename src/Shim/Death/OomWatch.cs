using System;

using Runtime.Shim.Loop;

namespace Runtime.Shim.Death;

/// <summary>Tells when the kernel kills in a cgroup for want of memory.</summary>
internal abstract class OomWatch(Action happened) : IDisposable
{
    /// <summary>Whether it has happened: <see cref="Look"/> once more at the end, when the loop may not have been told yet.</summary>
    public bool HasHappened { get; private set; }

    /// <returns>Null where the cgroup is gone already or has no memory controller.</returns>
    public static OomWatch? Start(EventLoop loop, Cgroup cgroup, Action happened)
    {
        return cgroup.Directory("memory") is not string directory ? null
            : cgroup.IsUnified ? OomWatchV2.Start(loop, directory, happened)
            : OomWatchV1.Start(loop, directory, happened);
    }

    /// <summary>Tells if it has happened since the last time.</summary>
    public abstract void Look();

    public abstract void Dispose();

    protected void Tell()
    {
        HasHappened = true;
        happened();
    }
}
