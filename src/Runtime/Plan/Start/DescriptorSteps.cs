using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>What the program gets open: standard input, output and error, and what the caller passes. Nothing else, not even for the moment before execve.</summary>
internal static unsafe class DescriptorSteps
{
    private const int FirstPassed = 3;

    /// <summary>The user owns its standard streams, so that it can open /dev/stdout again. The group stays: tty's, if it is a terminal.</summary>
    public static void Own(PlanBuilder plan, LaunchSettings settings)
    {
        ProcessSpec process = settings.Process;
        if (process.User.Uid == 0 && !settings.Has(NamespaceType.User))
        {
            return;
        }

        for (int stream = 0; stream < FirstPassed; stream++)
        {
            if (process.Terminal || (settings.OwnedStreams & (1 << stream)) != 0)
            {
                plan.Doing("giving the standard streams to user {0}", process.User.Uid.ToString(System.Globalization.CultureInfo.InvariantCulture));

                // A file of another file system, or of a user that is not mapped, stays as it is.
                plan.Call(SystemCall.fchown, stream, process.User.Uid, -1).Ignoring(Errno.EPERM, Errno.EROFS, Errno.EINVAL, Errno.EBADF);
            }
        }
    }

    /// <summary>
    /// Closes every descriptor but those the program gets and one that tells a failing execve, which closes by succeeding.
    /// CVE-2024-21626 was one that stayed open.
    /// </summary>
    public static void Close(PlanBuilder plan, Channel channel, int passed)
    {
        int report = FirstPassed + passed;
        plan.Doing("closing descriptors");

        // EINVAL: it has this number already.
        plan.Call(SystemCall.dup3, channel.Report, report, O_CLOEXEC).Ignoring(Errno.EINVAL);
        if (channel.Gate is not null)
        {
            plan.Store(PlanLayout.Address + ReportOffset, report);
        }

        plan.Call(SystemCall.close_range, report + 1, uint.MaxValue, 0);
    }

    /// <summary>Of <see cref="PlanHeader.ReportDescriptor"/>.</summary>
    public const int ReportOffset = 12;
}
