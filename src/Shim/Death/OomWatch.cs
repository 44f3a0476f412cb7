using System;

using Runtime.Shim.Loop;

namespace Runtime.Shim.Death;

/// <summary>Tells when the kernel kills in a cgroup for want of memory.</summary>
internal abstract class OomWatch(Action happened) : IDisposable
{
    /// <summary>Whether it has happened. At the end that is known after <see cref="End"/>.</summary>
    public bool HasHappened { get; private set; }

    /// <returns>Null where the cgroup is gone already or has no memory controller.</returns>
    public static OomWatch? Start(EventLoop loop, Cgroup cgroup, Action happened)
    {
        return cgroup.Directory("memory") is not string directory ? null
            : cgroup.IsUnified ? OomWatchV2.Start(loop, directory, happened)
            : OomWatchV1.Start(loop, directory, happened);
    }

    /// <summary>Looks once more, for the loop may not have been told yet.</summary>
    /// <param name="status">With which the container has ended, as a shell has it.</param>
    public abstract void End(int status);

    public abstract void Dispose();

    protected void Tell()
    {
        HasHappened = true;
        happened();
    }
}
