using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.State;

/// <summary>
/// What the supervisor of a container (runtime-shim) keeps in the container's directory. It holds a lock on it until it ends, however that happens: who waits for
/// the lock does not wait for one that was killed.
/// </summary>
internal sealed class Supervision : IDisposable
{
    public const string AttachName = "attach";
    public const string ControlName = "ctl";
    public const string LogName = "log";
    public const string OldLogName = "log.1";

    private const string FolderName = "supervise";
    private const string ExitName = "exit";
    private const int PauseMilliseconds = 5;

    private readonly Descriptor _folder;

    private Supervision(Descriptor folder)
    {
        _folder = folder;
    }

    /// <summary>The folder.</summary>
    public int Number => _folder.Number;

    /// <summary>Null if the container has no supervisor.</summary>
    public static Supervision? Open(StateDirectory directory)
    {
        int number = Kernel.TryOpenAt(directory.Number, FolderName, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        return number switch
        {
            >= 0 => new Supervision(new Descriptor(number)),
            -Errno.ENOENT => null,
            _ => throw new KernelException($"opening {Quoted.Text($"{directory.Path}/{FolderName}")}", -number),
        };
    }

    /// <summary>For a command that is nothing without it.</summary>
    /// <exception cref="StateException">The container has no supervisor.</exception>
    public static Supervision Require(StateDirectory directory) =>
        Open(directory) ?? throw new StateException("not-supervised", "it has no supervisor; \"run --detach BUNDLE\" and \"create --supervise\" give it one");

    /// <summary>How a container ended; null if it has not, or nobody has seen it.</summary>
    public static ExitRecord? ExitOf(StateDirectory directory) => ExitRecord.Read(directory.Number, $"{FolderName}/{ExitName}");

    /// <summary>Waits until the container has ended and its log is complete.</summary>
    /// <exception cref="StateException">Nobody has seen the end.</exception>
    public ExitRecord AwaitExit()
    {
        AwaitSupervisor();
        return ExitRecord.Read(Number, ExitName)
            ?? throw new StateException("no-exit-status", "its supervisor was killed: nobody knows its exit status");
    }

    /// <summary>Waits until the supervisor writes nothing more.</summary>
    public void AwaitSupervisor() => Kernel.Flock(Number, LOCK_SH);

    /// <summary>The same, for so long, and until those who waited have seen what there is.</summary>
    public void AwaitEverybody(int milliseconds)
    {
        long end = Environment.TickCount64 + milliseconds;
        while (Kernel.TryFlock(Number, LOCK_EX | LOCK_NB) != 0 && Environment.TickCount64 < end)
        {
            _ = Kernel.Poll([], PauseMilliseconds);
        }
    }

    public void Dispose() => _folder.Dispose();
}
