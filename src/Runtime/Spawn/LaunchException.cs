using Runtime.Plan;
using Runtime.Syscalls;

namespace Runtime.Spawn;

/// <summary>A step of a launch plan failed, or init was killed at it.</summary>
internal sealed class LaunchException : RuntimeException
{
    public LaunchException(string message)
        : base(message)
    {
    }

    /// <summary>Says what a step was doing, and the kernel's reason; an errno of 0 means that the phrase says all.</summary>
    public static LaunchException AtStep(LaunchPlan plan, int step, int errno)
    {
        Phrase phrase = plan.PhraseOf(step);
        string doing = phrase.Report is HookReport report ? $"{phrase}: {report.Describe(plan)}" : phrase.ToString();
        string sentence = errno == 0 ? doing : $"{doing}: {Errno.Sentence(errno)} ({Errno.Name(errno)})";
        return new LaunchException(phrase.Remedy is null ? sentence : $"{sentence}; {phrase.Remedy}");
    }

    /// <summary>Init ended without a word: somebody, or the kernel for want of memory, killed it.</summary>
    public static LaunchException Killed(LaunchPlan plan, int step, int signal)
    {
        return new LaunchException($"{plan.PhraseOf(step)}: the init was killed by signal {signal}");
    }
}
