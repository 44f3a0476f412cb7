using System;
using System.Globalization;
using System.Text;
using Runtime.Config;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Resources;

/// <summary>
/// A group of resctrl (Documentation/filesystems/resctrl.rst): the share that a container has of the caches and of the memory bandwidth, and
/// what is measured of it.
/// </summary>
/// <param name="path">The directory of its class of service.</param>
/// <param name="monitor">That of the container's monitoring group in the class; null: it has none.</param>
/// <param name="isOurs">The class is the container's alone: made for it, and removed with it. A class with a name is shared, whoever made it.</param>
internal sealed class ResctrlGroup(string path, string? monitor, bool isOurs)
{
    public const string MountPoint = "/sys/fs/resctrl";
    private const uint Mode = 0x1ed; // 0755

    private bool _hasMadeClass;
    private bool _hasMadeMonitor;

    public string Path => path;

    public string? Monitor => monitor;

    public bool IsOurs => isOurs;

    /// <summary>Decides where a new container's group will be; nothing is made yet.</summary>
    public static ResctrlGroup Prepare(IntelRdtSpec rdt, string containerId)
    {
        bool isNamed = rdt.ClosID is not null;
        string path = rdt.ClosID is "/" ? MountPoint : $"{MountPoint}/{(isNamed ? rdt.ClosID : containerId)}";
        string? monitor = rdt.EnableMonitoring ? $"{path}/mon_groups/{containerId}" : null;
        return new ResctrlGroup(path, monitor, isOurs: !isNamed && Kernel.TryStat(path, out _) == -Errno.ENOENT);
    }

    /// <summary>Makes what is missing, and writes its schemata; a class that is there already must have them.</summary>
    public void Create(IntelRdtSpec rdt)
    {
        string schemata = Schemata.Of(rdt);
        if (!isOurs && schemata.Length == 0)
        {
            RequireClass();
        }
        else if (!(_hasMadeClass = TryMake(path)))
        {
            Compare(schemata);
        }
        else if (schemata.Length > 0)
        {
            Write(schemata);
        }

        _hasMadeMonitor = monitor is not null && TryMake(monitor);
    }

    /// <summary>Writes the schemata that are said; the others stay.</summary>
    public void Write(string schemata)
    {
        string file = path + "/schemata";
        int result = Kernel.TryWriteAll(AT_FDCWD, file, Encoding.UTF8.GetBytes(schemata)); // in one call: the kernel takes all lines or says why not
        if (result < 0)
        {
            string text = schemata.TrimEnd('\n');
            throw new KernelException($"writing {Quoted.Text(text)} to {Quoted.Text(file)}", -result, LastStatus());
        }
    }

    /// <summary>Moves a thread; what it makes afterwards is born here.</summary>
    public void Join(int thread)
    {
        byte[] number = Encoding.ASCII.GetBytes(thread.ToString(CultureInfo.InvariantCulture));
        Kernel.WriteAll(path + "/tasks", number);
        if (monitor is not null)
        {
            Kernel.WriteAll(monitor + "/tasks", number); // after the class: a monitoring group takes only threads of its own class
        }
    }

    /// <summary>Moves all threads of processes that run already.</summary>
    public void JoinAll(int[] pids)
    {
        foreach (int pid in pids)
        {
            JoinProcess(pid);
        }
    }

    /// <summary>Removes what is the container's alone. What is gone already is removed.</summary>
    public void Remove()
    {
        if (isOurs)
        {
            Remove(path); // the kernel takes the monitoring groups with it
        }
        else if (monitor is not null)
        {
            Remove(monitor);
        }
    }

    /// <summary>Removes what <see cref="Create"/> has made. A class with a name may be in use by another container meanwhile: then it stays.</summary>
    public void Undo()
    {
        if (_hasMadeMonitor)
        {
            Remove(monitor!);
        }

        if (_hasMadeClass && (isOurs || Kernel.ReadAll(path + "/tasks").Length == 0))
        {
            Remove(path);
        }
    }

    private void RequireClass()
    {
        int result = Kernel.TryStat(path, out _);
        if (result < 0)
        {
            throw new KernelException($"finding the class of service {Quoted.Text(path)}", -result, "without a schema in config.json it must be there");
        }
    }

    private void Compare(string schemata)
    {
        if (Schemata.FirstDifference(schemata, Kernel.ReadText(path + "/schemata")) is string wanted)
        {
            throw Place.ConfigFile.Fault("linux.intelRdt", $"the class of service {Quoted.Text(path)} exists, and does not have {Quoted.Text(wanted)}");
        }
    }

    /// <summary>False if it is there already.</summary>
    private static bool TryMake(string directory)
    {
        int result = Kernel.TryMkDirAt(AT_FDCWD, directory, Mode);
        return result is 0 or -Errno.EEXIST ? result == 0
            : throw new KernelException($"creating the resctrl group {Quoted.Text(directory)}", -result, LastStatus());
    }

    private static void Remove(string directory)
    {
        int result = Kernel.TryRmDir(directory);
        if (result is not (0 or -Errno.ENOENT))
        {
            throw new KernelException($"removing the resctrl group {Quoted.Text(directory)}", -result);
        }
    }

    // The errno is EINVAL for everything; here the kernel says which mask has too few bits.
    private static string? LastStatus()
    {
        Span<byte> buffer = stackalloc byte[512]; // as long as the kernel keeps it
        int length = Kernel.TryReadFile(AT_FDCWD, MountPoint + "/info/last_cmd_status", buffer);
        string text = Encoding.UTF8.GetString(buffer[..Math.Max(0, length)]).TrimEnd();
        return text is "" or "ok" ? null : text;
    }

    private void JoinProcess(int pid)
    {
        string directory = $"/proc/{pid}/task";
        int opened = Kernel.TryOpenAt(AT_FDCWD, directory, O_RDONLY | O_DIRECTORY);
        if (opened == -Errno.ENOENT)
        {
            return; // it has ended meanwhile
        }

        using Descriptor threads = opened >= 0 ? new Descriptor(opened) : throw new KernelException($"opening {Quoted.Text(directory)}", -opened);
        foreach (DirectoryEntry thread in new DirectoryEntries(threads.Number, stackalloc byte[4096]))
        {
            try
            {
                Join(int.Parse(thread.ToString(), CultureInfo.InvariantCulture));
            }
            catch (KernelException ended) when (ended.Errno == Errno.ESRCH)
            {
                // A thread that has ended needs no group.
            }
        }
    }
}
