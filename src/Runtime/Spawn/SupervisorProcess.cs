using System;
using System.Globalization;
using System.Text;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>Starts runtime-shim by hand: it creates a container with this program, and stays beside it.</summary>
internal static class SupervisorProcess
{
    private const string ArgumentZero = "runtime-supervise"; // by which the shim knows what it is to be
    private const string ProgramName = "runtime-shim";
    private const uint FirstOfCaller = 3;

    // Its garbage collector reads them before any of its own code: a first generation of 256 kB, for a process that allocates little.
    private static string[] Settings => ["DOTNET_GCgen0size=40000", "DOTNET_GCGen0MaxBudget=40000"];

    // It reads them from a signalfd, which wants them blocked in every thread it will ever have.
    private static ulong Blocked => Kernel.SignalMask(SIGCHLD) | Kernel.SignalMask(SIGTERM) | Kernel.SignalMask(SIGINT) | Kernel.SignalMask(SIGQUIT) | Kernel.SignalMask(SIGHUP);

    /// <summary>Waits until the container is there. Why it is not, it has then said on standard error itself.</summary>
    /// <param name="shim">The program; null: that beside this one.</param>
    /// <param name="options">Of the supervisor.</param>
    /// <param name="operands">What it is to supervise, but for this program's path, which follows them.</param>
    /// <param name="creation">The arguments with which this program creates the container.</param>
    /// <returns>Whether there is a container now.</returns>
    /// <exception cref="KernelException">The supervisor could not be started.</exception>
    /// <exception cref="LaunchException">It was killed.</exception>
    public static bool Start(string? shim, string[] options, string[] operands, string[] creation)
    {
        string self = Kernel.ReadLink("/proc/self/exe");
        string path = shim ?? self[..(self.LastIndexOf('/') + 1)] + ProgramName;
        using Descriptor nothing = Kernel.Open("/dev/null", O_RDWR);
        Kernel.Pipe2(out Descriptor answer, out Descriptor answering);
        using Descriptor read = answer;
        int pid;
        using (answering)
        {
            // A caller may wait until nobody has its descriptors any more: the supervisor gets none of them.
            Kernel.CloseRange(FirstOfCaller, uint.MaxValue, CLOSE_RANGE_CLOEXEC);
            pid = Kernel.TryPosixSpawn(
                path, [ArgumentZero, .. options, .. operands, self, .. creation], [.. Environment(), .. Settings], [nothing.Number, answering.Number, 2], "/", Blocked, SpawnGroup.NewSession);
        }

        if (pid < 0)
        {
            throw new KernelException($"starting the supervisor {Quoted.Text(path)}", -pid, pid == -Errno.ENOENT ? "--shim FILE names another" : null);
        }

        // The end comes when it has the container, or has ended itself.
        if (int.TryParse(Encoding.ASCII.GetString(Kernel.ReadAll(read.Number)), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return true;
        }

        siginfo end = Kernel.WaitId(P_PID, pid, WEXITED);
        return end.si_code == CLD_EXITED ? false : throw new LaunchException(FormattableString.Invariant($"its supervisor was killed by signal {end.si_status}"));
    }

    private static string[] Environment() =>
        Encoding.UTF8.GetString(Kernel.ReadAll("/proc/self/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
}
