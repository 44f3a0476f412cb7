using System;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Resources;

/// <summary>Empties and removes cgroups where the kernel does not do it at one word.</summary>
internal static class CgroupRemoval
{
    private const long Patience = 10_000; // milliseconds
    private const int LongestPause = 50;

    /// <summary>Kills process by process. They are frozen meanwhile, so that none is born behind our back.</summary>
    public static void KillEach(Cgroup cgroup)
    {
        long end = Freezer.Now() + Patience;
        for (int pause = 1; ; pause = Math.Min(pause * 2, LongestPause))
        {
            int[] pids = cgroup.GetPids();
            if (pids.Length == 0)
            {
                return;
            }
            cgroup.Freeze();
            foreach (int pid in cgroup.GetPids())
            {
                int error = Kernel.TryKill(pid, SIGKILL);
                if (error is not (0 or -Errno.ESRCH))
                {
                    cgroup.Thaw();
                    throw new KernelException("killing process " + LimitValue.Text(pid), -error);
                }
            }
            cgroup.Thaw(); // only now v1 delivers the signal
            if (Freezer.Now() > end)
            {
                return; // Remove says what is still there
            }
            Freezer.Sleep(pause);
        }
    }

    /// <summary>Removes a cgroup as soon as its processes, which have been killed, are gone.</summary>
    public static void RemoveWhenEmpty(CgroupDirectory directory)
    {
        long end = Freezer.Now() + Patience;
        for (int pause = 1; ; pause = Math.Min(pause * 2, LongestPause))
        {
            int error = directory.TryRemove();
            if (error == 0)
            {
                return;
            }
            if (error != -Errno.EBUSY || Freezer.Now() > end)
            {
                throw new KernelException("removing the cgroup " + Quoted.Text(directory.FullPath), -error);
            }
            Freezer.Sleep(pause);
        }
    }

    /// <summary>Removes a directory after those below it: 0 or −errno.</summary>
    public static int RemoveTree(int parent, string path)
    {
        int error = Kernel.TryRmDirAt(parent, path);
        if (error != -Errno.EBUSY)
        {
            return error;
        }
        int opened = CgroupFile.Open(parent, path, O_RDONLY | O_DIRECTORY);
        if (opened < 0)
        {
            return opened;
        }
        using Descriptor directory = new(opened);
        foreach (string child in CgroupDirectory.ChildrenOf(directory.Number))
        {
            int childError = RemoveTree(directory.Number, child);
            if (childError is not (0 or -Errno.ENOENT))
            {
                return childError;
            }
        }
        return Kernel.TryRmDirAt(parent, path);
    }
}
