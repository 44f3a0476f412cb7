using System;
using System.IO;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using Runtime.Resources;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Resources;

/// <summary>
/// Runs a test as on a host with only cgroup2: in a mount namespace of its own, with cgroup2 on /sys/fs/cgroup.
/// The machine's mounts are not touched, and nothing but this thread sees the new one.
/// </summary>
internal static class UnifiedView
{
    public static void Run(Action<string> test)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                Kernel.Unshare(CLONE_NEWNS);
                Kernel.Mount(null, "/", null, MS_REC | MS_PRIVATE, null);
                if (!CgroupLayout.Detect().IsUnified)
                {
                    Kernel.Mount("cgroup2", "/sys/fs/cgroup", "cgroup2", 0, null);
                }
                using RootControllers controllers = new();
                using TemporaryCgroup cgroup = new();
                test(cgroup.Path);
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}

/// <summary>A path for one test's cgroup; whatever is there afterwards is killed and removed, in every hierarchy.</summary>
internal sealed class TemporaryCgroup : IDisposable
{
    public TemporaryCgroup()
    {
        Path = "/runtime-tests-" + Guid.NewGuid().ToString("N")[..12];
    }

    public string Path { get; }

    public void Dispose()
    {
        CgroupLayout layout = CgroupLayout.Detect();
        foreach (CgroupHierarchy hierarchy in layout.Unified is null ? layout.Hierarchies : [.. layout.Hierarchies, layout.Unified])
        {
            using CgroupDirectory directory = new(hierarchy.MountPoint, Path[1..]);
            if (hierarchy.Controllers.Contains("freezer") && directory.TryOpen() == 0)
            {
                directory.TryWrite("freezer.state", "THAWED");
            }
            foreach (int pid in directory.ReadPids())
            {
                Kernel.TryKill(pid, SIGKILL);
            }
            CgroupRemoval.RemoveWhenEmpty(directory);
        }
    }
}

/// <summary>Takes back from the root's children what a test has handed to them.</summary>
internal sealed class RootControllers : IDisposable
{
    private const string Control = "/sys/fs/cgroup/cgroup.subtree_control";
    private readonly string[] _before = File.ReadAllText(Control).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        foreach (string controller in File.ReadAllText(Control).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Except(_before))
        {
            File.WriteAllText(Control, "-" + controller);
        }
    }
}
