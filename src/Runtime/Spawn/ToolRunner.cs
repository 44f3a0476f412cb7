using System;
using System.Text;

using Runtime.Plan;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>Runs a program of the host to its end, by a plan like everything that is started here. Its input and outputs are memory files: nobody can block anybody.</summary>
internal static class ToolRunner
{
    private const int Milliseconds = 1000;

    /// <param name="name">What it is, for messages: <c>createRuntime hook #1</c>.</param>
    /// <param name="path">Absolute.</param>
    /// <param name="arguments">All of argv.</param>
    /// <param name="environment">All of it.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="seconds">After this time it is killed; null: never.</param>
    /// <exception cref="LaunchException">It could not be started, took too long, or failed; what it wrote is part of the message.</exception>
    public static void Run(string name, string path, string[] arguments, string[] environment, string directory, ReadOnlySpan<byte> input, int? seconds)
    {
        using Descriptor outputFile = Kernel.MemfdCreate("output", MFD_CLOEXEC);
        Run(name, path, arguments, environment, directory, input, seconds, outputFile);
    }

    /// <summary>Runs a program for what it writes to standard output.</summary>
    /// <param name="name">What it is, for messages.</param>
    /// <param name="path">Absolute.</param>
    /// <param name="arguments">All of argv.</param>
    /// <param name="environment">All of it.</param>
    /// <exception cref="LaunchException">It could not be started, or failed; what it wrote is part of the message.</exception>
    public static byte[] Capture(string name, string path, string[] arguments, string[] environment)
    {
        using Descriptor outputFile = Kernel.MemfdCreate("output", MFD_CLOEXEC);
        Run(name, path, arguments, environment, "/", [], null, outputFile);
        byte[] output = new byte[Kernel.FStat(outputFile.Number).stx_size];
        int read = Kernel.PRead(outputFile.Number, output, 0);
        return output[..read];
    }

    private static void Run(
        string name, string path, string[] arguments, string[] environment, string directory, ReadOnlySpan<byte> input, int? seconds, Descriptor outputFile)
    {
        using Descriptor inputFile = Kernel.MemfdCreate("input", MFD_CLOEXEC);
        using Descriptor errorFile = Kernel.MemfdCreate("error", MFD_CLOEXEC);
        Kernel.Write(inputFile.Number, input);
        nint position = RawCall.Invoke(SystemCall.lseek, inputFile.Number, 0, SEEK_SET);
        if (position != 0)
        {
            throw new KernelException("rewinding the input of " + name, (int)-position);
        }

        HookPlan hook = HookPlan.Compile(name, path, arguments, environment, directory, Host.IgnoredSignals());
        using LaunchPlan plan = hook.Plan;
        Inherit(plan, hook.Input, inputFile);
        Inherit(plan, hook.Output, outputFile);
        Inherit(plan, hook.Error, errorFile);
        using Child child = Cloner.Clone(plan, 0, null);
        if (!Ends(child, seconds))
        {
            child.Kill();
            throw new LaunchException(FormattableString.Invariant($"error running {name}: hook ran past specified timeout of {seconds:0.0}s"));
        }

        int status = child.Wait();
        ThrowIfNotStarted(plan);
        if (status != 0)
        {
            throw new LaunchException($"error running {name}: {HookReport.Describe(status, Text(outputFile), Text(errorFile))}");
        }
    }

    private static void Inherit(LaunchPlan plan, Slot slot, Descriptor file)
    {
        plan[slot] = file.Number;
        Kernel.Fcntl(file.Number, F_SETFD, 0);
    }

    private static bool Ends(Child child, int? seconds)
    {
        Span<pollfd> end = [new pollfd { fd = child.Pidfd.Number, events = (short)POLLIN }];
        return Kernel.Poll(end, seconds is int limit ? (int)Math.Min((long)limit * Milliseconds, int.MaxValue) : -1) > 0;
    }

    private static unsafe void ThrowIfNotStarted(LaunchPlan plan)
    {
        PlanHeader* header = plan.Memory.Header;
        if (header->FailedStep != 0)
        {
            throw LaunchException.AtStep(plan, header->FailedStep - 1, header->FailedErrno);
        }
    }

    private static string Text(Descriptor file)
    {
        Span<byte> text = stackalloc byte[HookReport.TextSize];
        int size = Kernel.PRead(file.Number, text, 0);
        return Encoding.UTF8.GetString(text[..size]);
    }
}
