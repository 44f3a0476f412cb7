using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// The five sets of capabilities(7). Without a <c>capabilities</c> object none is kept: runc would leave root with all of them, crun with none,
/// and a forgotten object should not mean everything.
/// </summary>
internal static unsafe class CapabilitySteps
{
    private const uint Version3 = 0x20080522;

    public static void DropBounding(PlanBuilder plan, LaunchSettings settings)
    {
        ulong kept = CapabilityNames.BitsOf(settings.Process.Capabilities?.Bounding ?? []);
        plan.Doing("dropping capabilities from the bounding set");
        for (int number = 0; number < CapabilityNames.All.Length; number++)
        {
            if ((kept & (1UL << number)) == 0)
            {
                plan.Call(SystemCall.prctl, PR_CAPBSET_DROP, number, 0, 0, 0).Ignoring(Errno.EINVAL); // a kernel that does not have it yet
            }
        }
    }

    public static void SetSets(PlanBuilder plan, LaunchSettings settings)
    {
        CapabilitiesSpec sets = settings.Process.Capabilities ?? new CapabilitiesSpec();

        // What the runtime does not have it cannot give; the specification wants a warning for that and not an error.
        ulong available = settings.GrantableCapabilities;
        ulong permitted = CapabilityNames.BitsOf(sets.Permitted) & available;
        ulong inheritable = CapabilityNames.BitsOf(sets.Inheritable) & available;
        ulong ambient = CapabilityNames.BitsOf(sets.Ambient) & permitted & inheritable;
        plan.Doing("setting the capabilities");
        long header = plan.Reserve(out __user_cap_header_struct* version);
        version->version = Version3;
        long data = plan.Reserve(2 * sizeof(__user_cap_data_struct));
        __user_cap_data_struct* halves = (__user_cap_data_struct*)plan.At(data);
        Split(CapabilityNames.BitsOf(sets.Effective) & permitted, out halves[0].effective, out halves[1].effective);
        Split(permitted, out halves[0].permitted, out halves[1].permitted);
        Split(inheritable, out halves[0].inheritable, out halves[1].inheritable);
        plan.Call(SystemCall.capset, header, data);
        plan.Call(SystemCall.prctl, PR_SET_KEEPCAPS, 0, 0, 0, 0);
        for (int number = 0; number < CapabilityNames.All.Length; number++)
        {
            if ((ambient & (1UL << number)) != 0)
            {
                plan.Doing("raising the ambient capability {0}", CapabilityNames.All[number]);
                plan.Call(SystemCall.prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0).Ignoring(Errno.EPERM);
            }
        }
    }

    private static void Split(ulong bits, out uint low, out uint high)
    {
        low = (uint)bits;
        high = (uint)(bits >> 32);
    }
}
