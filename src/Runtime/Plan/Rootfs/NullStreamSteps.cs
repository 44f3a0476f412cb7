using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// Standard streams that are the host's /dev/null become the container's: what the program opens again by /proc/self/fd then has a path inside. What is
/// opened is proved to be that device before anything is done with it; a link in its place is never followed (CVE-2026-88264, CVE-2026-88265).
/// </summary>
internal static class NullStreamSteps
{
    private const int Streams = 3;

    public static void Append(PlanBuilder plan, Rootfs root, LaunchSettings settings)
    {
        if (settings.NullStreams == 0 || settings.Process.Terminal || root.Dev is not Slot dev)
        {
            return; // or what the container has at /dev is the host's already
        }

        Label refuse = plan.NewLabel();
        Label keep = plan.NewLabel();
        Slot file = plan.Scratch("file");
        plan.Doing("opening \"/dev/null\" of the container for the standard streams");

        // EPERM: the devices of the container's cgroup do not include it.
        PathSteps.OpenName(plan, dev, "null", O_RDWR | O_CLOEXEC, file).OrJump(keep, Errno.EPERM);
        FileSteps.RequireDevice(plan, file, S_IFCHR, HiddenPathSteps.NullMajor, HiddenPathSteps.NullMinor, refuse);
        for (int stream = 0; stream < Streams; stream++)
        {
            if ((settings.NullStreams & (1 << stream)) != 0)
            {
                plan.Call(SystemCall.dup3, file, stream, 0);
            }
        }

        plan.Call(SystemCall.close, file);
        plan.Jump(keep);
        plan.Mark(refuse);
        plan.Doing("\"/dev/null\" of the container is another file");
        plan.Fail(0);
        plan.Mark(keep);
    }
}
