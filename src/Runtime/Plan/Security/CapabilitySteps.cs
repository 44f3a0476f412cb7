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

    /// <param name="plan">The plan.</param>
    /// <param name="settings">What to launch.</param>
    /// <param name="kept">Stays permitted, though not effective, until <see cref="SetFor"/> is called without it.</param>
    public static void SetSets(PlanBuilder plan, LaunchSettings settings, ulong kept)
    {
        SetFor(plan, settings, kept, 0);
        plan.Call(SystemCall.prctl, PR_SET_KEEPCAPS, 0, 0, 0, 0);
        CapabilitiesSpec sets = SetsOf(settings);
        ulong ambient = Granted(settings, sets.Ambient) & Granted(settings, sets.Permitted) & Granted(settings, sets.Inheritable);
        for (int number = 0; number < CapabilityNames.All.Length; number++)
        {
            if ((ambient & (1UL << number)) != 0)
            {
                plan.Doing("raising the ambient capability {0}", CapabilityNames.All[number]);
                plan.Call(SystemCall.prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0).Ignoring(Errno.EPERM);
            }
        }
    }

    /// <summary>The permitted, effective and inheritable sets of the process.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="settings">What to launch.</param>
    /// <param name="kept">Permitted too.</param>
    /// <param name="used">Effective too.</param>
    public static void SetFor(PlanBuilder plan, LaunchSettings settings, ulong kept, ulong used)
    {
        plan.Doing("setting the capabilities");
        CapabilitiesSpec sets = SetsOf(settings);
        ulong permitted = Granted(settings, sets.Permitted);
        ulong effective = Granted(settings, sets.Effective) & permitted;
        long header = plan.Reserve(out __user_cap_header_struct* version);
        version->version = Version3;
        long data = plan.Reserve(2 * sizeof(__user_cap_data_struct));
        __user_cap_data_struct* halves = (__user_cap_data_struct*)plan.At(data);
        Split(effective | used, out halves[0].effective, out halves[1].effective);
        Split(permitted | kept, out halves[0].permitted, out halves[1].permitted);
        Split(Granted(settings, sets.Inheritable), out halves[0].inheritable, out halves[1].inheritable);
        plan.Call(SystemCall.capset, header, data);
    }

    private static CapabilitiesSpec SetsOf(LaunchSettings settings)
    {
        return settings.Process.Capabilities ?? new CapabilitiesSpec();
    }

    /// <summary>What the runtime does not have it cannot give; the specification wants a warning for that and not an error.</summary>
    private static ulong Granted(LaunchSettings settings, string[] names)
    {
        return CapabilityNames.BitsOf(names) & settings.GrantableCapabilities;
    }

    private static void Split(ulong bits, out uint low, out uint high)
    {
        low = (uint)bits;
        high = (uint)(bits >> 32);
    }
}
