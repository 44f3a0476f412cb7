using System;
using System.Globalization;
using System.Text;

using Runtime.Shim.Birth;
using Runtime.Shim.Loop;
using Runtime.Shim.Wire;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Task;

/// <summary>
/// The action <c>start</c>: makes sure that a shim listens for this container, and tells where. containerd reads standard output and error to their end, so the shim must have
/// neither, and nothing but the address may be written.
/// </summary>
internal static class StartAction
{
    private const int PR_SCHED_CORE = 62;
    private const int PR_SCHED_CORE_CREATE = 1;
    private const int PR_SCHED_CORE_SCOPE_PROCESS_GROUP = 2;
    private const int HighestOomScore = 1000;

    public static string Run(ShimOptions options, byte[] input)
    {
        BundleFiles bundle = new(Kernel.GetCwd());
        string address = ShimSocket.AddressOf(options.Address, options.Namespace, bundle.ReadGroup() ?? options.Id);
        using Descriptor? socket = ShimSocket.Listen(address);
        if (socket is not null)
        {
            int pid = 0;
            try
            {
                pid = StartDaemon(options, socket);
                Place(pid, ReadOptions(options, input));
            }
            catch (RuntimeException)
            {
                _ = Kernel.TryUnlink(ShimSocket.PathOf(address)); // the error that is told is the first
                if (pid != 0)
                {
                    _ = Kernel.TryKill(pid, SIGKILL);
                }

                throw;
            }
        }

        bundle.WriteAddress(address);
        return address;
    }

    private static int StartDaemon(ShimOptions options, Descriptor socket)
    {
        if (OwnEnvironment.Value("SCHED_CORE") is { Length: > 0 })
        {
            Kernel.Prctl("creating a core scheduling domain", PR_SCHED_CORE, PR_SCHED_CORE_CREATE, 0, PR_SCHED_CORE_SCOPE_PROCESS_GROUP);
        }

        using Descriptor nothing = Kernel.Open("/dev/null", O_RDWR);
        string self = Kernel.ReadLink("/proc/self/exe");
        string name = Encoding.UTF8.GetString(Kernel.ReadAll("/proc/self/cmdline")).Split('\0')[0];
        string[] debug = options.IsDebug ? ["-debug"] : [];
        return Kernel.PosixSpawn(
            self,
            [name, "-namespace", options.Namespace, "-id", options.Id, "-address", options.Address, "-publish-binary", options.PublishBinary, .. debug],
            [.. OwnEnvironment.Read(), .. Supervisor.Environment],
            [nothing.Number, nothing.Number, nothing.Number, socket.Number],
            directory: null,
            SignalReader.Blocked,
            SpawnGroup.NewGroup);
    }

    private static RuntimeOptions ReadOptions(ShimOptions options, byte[] input)
    {
        // From containerd 2.3 on a BootstrapParams, before an Any with the options: field 1 is text in both.
        Any? any = null;
        bool isBootstrap = false;
        MessageReader reader = new(input);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    isBootstrap = reader.Text == options.Id;
                    break;
                case 8 when isBootstrap:
                    any = OptionsIn(reader.Bytes) ?? any;
                    break;
                default:
                    break;
            }
        }

        return RuntimeOptions.Read(isBootstrap ? any : Any.Read(input));
    }

    private static Any? OptionsIn(ReadOnlySpan<byte> extension)
    {
        MessageReader reader = new(extension);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                var any = Any.Read(reader.Bytes);
                return any.Is(RuntimeOptions.RuncType) || any.Is(RuntimeOptions.GenericType) ? any : null;
            }
        }

        return null;
    }

    private static void Place(int pid, RuntimeOptions options)
    {
        if (options.ShimCgroup.Length > 0)
        {
            Join(pid, options.ShimCgroup);
        }

        // A shim is to be killed just before containerd, for it can be replaced by none.
        int parent = int.Parse(Kernel.ReadText($"/proc/{ParentPid()}/oom_score_adj"), NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        string score = Math.Min(parent + 1, HighestOomScore).ToString(CultureInfo.InvariantCulture);
        int result = Kernel.TryWriteAll(AT_FDCWD, string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/oom_score_adj"), Encoding.ASCII.GetBytes(score));
        if (result is < 0 and not (-Errno.EACCES or -Errno.EPERM))
        {
            throw new KernelException($"setting oom_score_adj to {score}", -result);
        }
    }

    private static string ParentPid()
    {
        // Field 4, behind a name in parentheses that may hold anything.
        string stat = Kernel.ReadText("/proc/self/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
    }

    private static void Join(int pid, string cgroup)
    {
        byte[] number = Encoding.ASCII.GetBytes(pid.ToString(CultureInfo.InvariantCulture));
        foreach (string directory in CgroupRoots())
        {
            string path = directory + "/" + cgroup.TrimStart('/');
            int result = Kernel.TryMkDirAt(AT_FDCWD, path, 0x1ed); // 0755
            if (result is < 0 and not -Errno.EEXIST)
            {
                throw new KernelException("creating cgroup " + Quoted.Text(path), -result);
            }

            Kernel.WriteAll(path + "/cgroup.procs", number);
        }
    }

    private static string[] CgroupRoots()
    {
        const string Root = "/sys/fs/cgroup";
        if (Kernel.TryStat(Root + "/cgroup.procs", out _) == 0)
        {
            return [Root];
        }

        using Descriptor directory = Kernel.Open(Root, O_RDONLY | O_DIRECTORY);
        System.Collections.Generic.List<string> roots = [];
        foreach (DirectoryEntry entry in new DirectoryEntries(directory.Number, stackalloc byte[4096]))
        {
            string path = Root + "/" + entry.ToString();
            if (entry.Type == DT_DIR && entry.ToString() != "unified" && Kernel.TryStat(path + "/cgroup.procs", out _) == 0)
            {
                roots.Add(path);
            }
        }

        return [.. roots];
    }
}
