using System;
using System.Globalization;
using System.Text;

using Runtime.Plan;
using Runtime.State;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>
/// What a created container waits at, and how <c>start</c> learns whether its program runs: two fifos in the state directory.
/// </summary>
/// <remarks>
/// Init holds both open from its birth and waits for one byte in the first. The second closes when execve succeeds; before that,
/// init writes eight bytes there if a step fails. What the steps after the gate are doing is kept beside them, since the plan is gone by then.
/// </remarks>
internal sealed class StartGate : IDisposable
{
    private const string ReportName = "exec.report";
    private const string PhrasesName = "exec.steps";
    private const uint PrivateFile = 0x180; // 0600
    private const int ReportSize = 8;

    private StartGate(Descriptor gate, Descriptor report)
    {
        Gate = gate;
        Report = report;
    }

    public Descriptor Gate { get; }

    public Descriptor Report { get; }

    /// <summary>For create: makes the fifos, and keeps the phrases of the steps behind the gate.</summary>
    public static unsafe StartGate Create(StateDirectory directory, LaunchPlan plan, Channel channel)
    {
        Kernel.MkFifoAt(directory.Number, StateDirectory.FifoName, PrivateFile);
        Kernel.MkFifoAt(directory.Number, ReportName, PrivateFile);
        StringBuilder phrases = new();
        for (int step = channel.FirstStepAfterStart; step < plan.Count; step++)
        {
            phrases.Append(CultureInfo.InvariantCulture, $"{step}\t{plan.PhraseOf(step)}\n");
        }

        using (Descriptor file = Kernel.OpenAt(directory.Number, PhrasesName, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, PrivateFile))
        {
            Kernel.Write(file.Number, Encoding.UTF8.GetBytes(phrases.ToString()));
        }

        // Both ends at once (fifo(7)): neither open waits for the other side, and a start that comes late finds init's end open.
        Descriptor gate = Kernel.OpenAt(directory.Number, StateDirectory.FifoName, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
        Descriptor report = Kernel.OpenAt(directory.Number, ReportName, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
        plan.Memory.Header->ReportDescriptor = report.Number;
        return new StartGate(gate, report);
    }

    /// <summary>For start: lets the program run, and waits until it does.</summary>
    /// <exception cref="StateException">Nobody waits.</exception>
    /// <exception cref="LaunchException">The program cannot be executed.</exception>
    public static void Open(StateDirectory directory)
    {
        int gate = Kernel.TryOpenAt(directory.Number, StateDirectory.FifoName, O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
        if (gate == -Errno.ENXIO)
        {
            throw new StateException("stopped", "cannot start a container that has stopped");
        }

        if (gate < 0)
        {
            throw new KernelException("opening the start gate", -gate);
        }

        using Descriptor descriptor = new(gate);
        using Descriptor report = Kernel.OpenAt(directory.Number, ReportName, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
        Kernel.Fcntl(report.Number, F_SETFL, O_RDONLY); // opened without waiting, read with
        Kernel.Write(descriptor.Number, "g"u8);
        Kernel.UnlinkAt(directory.Number, StateDirectory.FifoName); // from here on it is running, or has stopped
        byte[] said = Kernel.ReadAll(report.Number); // to the end: either execve has closed the other side, or init's end did
        Kernel.UnlinkAt(directory.Number, ReportName);
        if (said.Length >= ReportSize)
        {
            throw Failure(directory, said);
        }
    }

    public void Dispose()
    {
        Gate.Dispose();
        Report.Dispose();
    }

    /// <summary>The last eight bytes are the step and its errno; ahead of them a hook's exit status and what it complained of.</summary>
    private static LaunchException Failure(StateDirectory directory, ReadOnlySpan<byte> said)
    {
        int step = BitConverter.ToInt32(said[^ReportSize..]) - 1;
        int errno = BitConverter.ToInt32(said[^sizeof(int)..]);
        ReadOnlySpan<byte> hook = said[..^ReportSize];
        string phrase = PhraseOf(directory, step);
        if (hook.Length >= sizeof(int))
        {
            phrase += ": " + HookReport.Describe(BitConverter.ToInt32(hook), "", Encoding.UTF8.GetString(hook[sizeof(int)..]));
        }

        return new LaunchException(errno == 0 ? phrase : $"{phrase}: {Errno.Sentence(errno)} ({Errno.Name(errno)})");
    }

    private static string PhraseOf(StateDirectory directory, int step)
    {
        string start = step.ToString(CultureInfo.InvariantCulture) + "\t";
        foreach (string line in Kernel.ReadText(directory.Number, PhrasesName).Split('\n'))
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line[start.Length..];
            }
        }

        return $"step {step}";
    }
}
