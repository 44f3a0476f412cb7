using System;
using System.Text;

using Runtime.Shim.Death;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Supervise;

/// <summary>
/// What is kept of a supervised container, in the directory that its runtime has of it; <c>delete</c> takes both away:
/// <code>
/// exit       how and when it ended
/// log log.1  what it wrote, in the format of CRI
/// attach     a socket for clients, as conmon's
/// ctl        a fifo for the size of the terminal, as conmon's
/// messages   what the supervisor itself could not do
/// </code>
/// The supervisor holds a lock on it until it ends: who waits for the lock waits for the container, and does not wait for a supervisor that was killed.
/// </summary>
internal sealed class SuperviseFolder : IDisposable
{
    private readonly Descriptor _lock;

    /// <param name="container">The directory of the container.</param>
    public SuperviseFolder(string container)
    {
        Path = container + "/supervise";
        Kernel.MkDir(Path, 0x1c0); // 0700
        _lock = Kernel.Open(Path, O_RDONLY | O_DIRECTORY);
        Kernel.Flock(_lock.Number, LOCK_EX);
    }

    public string Path { get; }

    /// <summary>Before anybody is told of the end.</summary>
    public void Record(ExitRecord record)
    {
        record.Write(Path + "/exit");
    }

    public void Note(string message)
    {
        int opened = Kernel.TryOpenAt(AT_FDCWD, Path + "/messages", O_WRONLY | O_APPEND | O_CREAT, 0x180); // 0600
        if (opened >= 0) // the container may be deleted: then nobody wants to know
        {
            using Descriptor file = new(opened);
            _ = Kernel.TryWrite(opened, Encoding.UTF8.GetBytes(message + "\n"));
        }
    }

    public void Dispose()
    {
        _lock.Dispose();
    }
}
