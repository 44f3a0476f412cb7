using System.Globalization;
using System.Text;

using Runtime.Shim.Birth;
using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Conmon;

/// <summary>
/// conmon, as podman and CRI-O start it: the first process waits until its caller has moved it to its cgroup, starts the one that stays, and ends.
/// </summary>
internal sealed class ConmonFace : Face
{
    private const string Version = "2.1.13"; // whose options these are: callers choose theirs by it

    public override int Run(string[] words)
    {
        var reader = OptionReader.Read(words);
        if (reader.Has("version"))
        {
            Print($"conmon version {Version}\ncommit: runtime-shim {Build.Version} {Build.Commit}\n");
            return 0;
        }

        if (reader.Has("help"))
        {
            Print(Help());
            return 0;
        }

        var options = ConmonOptions.Of(reader);
        if (options.IsSupervising)
        {
            return Monitor.Run(options);
        }

        CallerPipes.AwaitStart();
        Stay(options, words);
        return 0;
    }

    // Not by fork(2), after which a managed program is not whole; and with signals blocked before it has a second thread.
    private static void Stay(ConmonOptions options, string[] words)
    {
        string self = Kernel.ReadLink("/proc/self/exe");
        string name = Encoding.UTF8.GetString(Kernel.ReadAll("/proc/self/cmdline")).Split('\0')[0];
        string[] arguments = [name, "--" + OptionReader.Supervising, .. words];
        string[] environment = [.. CallerEnvironment.Read(), .. Supervisor.Environment];
        if (options.IsSync)
        {
            _ = Kernel.RtSigProcMask(SIG_BLOCK, SignalReader.Blocked);
            WritePid(options, Kernel.GetPid());
            Kernel.Execve(self, arguments, environment);
        }

        WritePid(options, Kernel.PosixSpawn(self, arguments, environment, [0, 1, 2], directory: null, SignalReader.Blocked, SpawnGroup.NewSession));
    }

    private static void WritePid(ConmonOptions options, int pid)
    {
        if (options.OwnPidFile is string path)
        {
            Death.AtomicFile.Write(path, Encoding.ASCII.GetBytes(pid.ToString(CultureInfo.InvariantCulture)), 0x1a4); // 0644
        }
    }

    private static string Help()
    {
        StringBuilder help = new("Usage:\n  conmon [OPTION…]\n\nOptions:\n");
        foreach (OptionRow row in OptionTable.Rows)
        {
            if (row.Long != OptionReader.Supervising)
            {
                string words = (row.Short == '\0' ? "    --" : $"-{row.Short}, --") + row.Long + (row.Kind == OptionKind.Flag ? "" : " VALUE");
                help.Append("  ").Append(words.PadRight(36)).Append(row.Help).Append('\n');
            }
        }

        return help.ToString();
    }

    private static void Print(string text)
    {
        Kernel.Write(1, Encoding.UTF8.GetBytes(text));
    }
}
