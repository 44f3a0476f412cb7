using System;
using System.Text.Json;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.State;

/// <summary>
/// The directory of one container under the root, and, but for a supervisor, the only writer in it:
/// <code>
/// state.json   replaced as a whole; first an intent without a pid, so that a killed create can be undone
/// config.json  the configuration it was created from, with what update changed since; later edits of the bundle change nothing
/// exec.fifo    there as long as it waits for start
/// supervise    its supervisor's, if it has one: see <see cref="Supervision"/>
/// </code>
/// The lock is on the directory itself. A create holds it until the container is complete: an intent without a lock is a create that was killed.
/// </summary>
internal sealed class StateDirectory : IDisposable
{
    public const string FifoName = "exec.fifo";
    public const string ConfigName = "config.json";

    private const string StateName = "state.json";
    private const string NewStateName = "state.json.new";
    private const string NewConfigName = "config.json.new";
    private const uint PrivateFile = 0x180; // 0600
    private const uint Searchable = 0x1c9; // 0711: the container's root, another user outside, opens the fifo by its path

    private readonly StateRoot _root;
    private readonly Descriptor _directory;

    private StateDirectory(StateRoot root, string id, Descriptor directory)
    {
        _root = root;
        Id = id;
        _directory = directory;
    }

    public string Id { get; }

    public string Path => $"{_root.Path}/{Id}";

    public int Number => _directory.Number;

    /// <summary>The user who created the container.</summary>
    public uint Owner => Kernel.FStat(Number).stx_uid;

    /// <summary>Whether it waits for <c>start</c>.</summary>
    public bool HasFifo => Kernel.TryStatx(Number, FifoName, out _, AT_SYMLINK_NOFOLLOW) == 0;

    /// <summary>Makes the directory, and takes its lock. Of two creates with one id the kernel lets one pass.</summary>
    public static StateDirectory Create(StateRoot root, string id)
    {
        ContainerId.Check(id);
        int result = Kernel.TryMkDirAt(root.Number, id, Searchable);
        if (result == -Errno.EEXIST)
        {
            throw StateException.Exists();
        }

        if (result < 0)
        {
            throw new KernelException($"creating directory {Quoted.Text($"{root.Path}/{id}")}", -result);
        }

        StateDirectory directory = Open(root, id) ?? throw new KernelException($"opening {Quoted.Text($"{root.Path}/{id}")}", Errno.ENOENT);
        directory.Lock();
        return directory;
    }

    /// <summary>Null if there is no such container.</summary>
    public static StateDirectory? Open(StateRoot root, string id)
    {
        ContainerId.Check(id);
        int number = Kernel.TryOpenAt(root.Number, id, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        return number switch
        {
            >= 0 => new StateDirectory(root, id, new Descriptor(number)),
            -Errno.ENOENT => null,
            _ => throw new KernelException($"opening {Quoted.Text($"{root.Path}/{id}")}", -number),
        };
    }

    /// <summary>Waits until no other call of this program is changing the container. Closing the directory unlocks it.</summary>
    public void Lock() => Kernel.Flock(Number, LOCK_EX);

    /// <summary>Lets the others go on.</summary>
    public void Unlock() => Kernel.Flock(Number, LOCK_UN);

    public bool TryLock()
    {
        int result = Kernel.TryFlock(Number, LOCK_EX | LOCK_NB);
        return result switch
        {
            0 => true,
            -Errno.EAGAIN => false,
            _ => throw new KernelException($"locking {Quoted.Text(Path)}", -result),
        };
    }

    public void SaveState(ContainerState state)
    {
        WriteFile(NewStateName, StateJson.Write(state));
        Kernel.RenameAt(Number, NewStateName, Number, StateName);
    }

    /// <summary>Null where a create has not come so far.</summary>
    public ContainerState? LoadState()
    {
        int number = Kernel.TryOpenAt(Number, StateName, O_RDONLY | O_NOFOLLOW);
        if (number == -Errno.ENOENT)
        {
            return null;
        }

        if (number < 0)
        {
            throw new KernelException($"opening {Quoted.Text($"{Path}/{StateName}")} for reading", -number);
        }

        using var file = new Descriptor(number);
        try
        {
            return StateJson.Read(Kernel.ReadAll(file.Number));
        }
        catch (JsonException e)
        {
            throw new StateException("bad-state", $"reading {Quoted.Text($"{Path}/{StateName}")}: {e.Message}");
        }
    }

    /// <summary>Keeps the text of config.json as it was read.</summary>
    public void SaveConfig(ReadOnlySpan<byte> text) => WriteFile(ConfigName, text);

    /// <summary>Puts another in its place, which others see whole or not yet.</summary>
    public void ReplaceConfig(ReadOnlySpan<byte> text)
    {
        WriteFile(NewConfigName, text);
        Kernel.RenameAt(Number, NewConfigName, Number, ConfigName);
    }

    public byte[] LoadConfig() => Kernel.ReadAll(Number, ConfigName);

    /// <summary>Where the container is in its life, but for the freezer, which the cgroup knows.</summary>
    public ContainerStatus Status(ContainerState state)
    {
        if (state.Pid == 0)
        {
            return IsBeingCreated() ? ContainerStatus.Creating : ContainerStatus.Stopped;
        }

        if (!state.Process.IsAlive())
        {
            return ContainerStatus.Stopped;
        }

        return HasFifo ? ContainerStatus.Created : ContainerStatus.Running;
    }

    /// <summary>Removes the directory with everything in it. state.json goes last, so that a removal that was cut short can be repeated.</summary>
    public void Remove()
    {
        RemoveFile(FifoName);
        RemoveFile(ConfigName);
        RemoveFile(StateName);
        int result = Kernel.TryRmDirAt(_root.Number, Id);
        if (result == -Errno.ENOTEMPTY)
        {
            StateRemoval.Empty(Number);
            result = Kernel.TryRmDirAt(_root.Number, Id);
        }

        if (result is < 0 and not -Errno.ENOENT)
        {
            throw new KernelException($"removing directory {Quoted.Text(Path)}", -result);
        }
    }

    public void Dispose() => _directory.Dispose();

    // The lock is taken through a descriptor of its own: the one of this object may hold it already, and must keep it.
    private bool IsBeingCreated()
    {
        using StateDirectory? other = Open(_root, Id);
        return other is not null && !other.TryLock();
    }

    private void WriteFile(string name, ReadOnlySpan<byte> text)
    {
        using Descriptor file = Kernel.OpenAt(Number, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, PrivateFile);
        Kernel.Write(file.Number, text);
    }

    private void RemoveFile(string name)
    {
        int result = Kernel.TryUnlinkAt(Number, name);
        if (result is < 0 and not -Errno.ENOENT)
        {
            throw new KernelException($"removing {Quoted.Text($"{Path}/{name}")}", -result);
        }
    }
}
