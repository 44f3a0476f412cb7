using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>The execution domain: what uname(2) says of the machine.</summary>
internal static class PersonalitySteps
{
    public static void Append(PlanBuilder plan, LinuxSpec linux)
    {
        if (linux.Personality is PersonalitySpec personality)
        {
            plan.Doing("setting the personality {0}", personality.Domain is PersonalityDomain.LINUX32 ? "LINUX32" : "LINUX");
            plan.Call(SystemCall.personality, personality.Domain is PersonalityDomain.LINUX32 ? PER_LINUX32 : PER_LINUX);
        }
    }
}
