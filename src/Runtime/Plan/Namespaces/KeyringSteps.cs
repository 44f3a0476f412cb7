using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>A session keyring of the container's own: with the caller's, it could read the caller's keys (keyrings(7)).</summary>
internal static class KeyringSteps
{
    /// <summary>What a possessor may do with a key stays; everybody with the same uid may find the keyring, so that exec can use it.</summary>
    private const long PossessorAll = 0x3f00_0000;

    private const long UserSearch = 0x0008_0000;
    private const long OtherSearch = 0x0000_0008;

    public static void Append(PlanBuilder plan, LaunchSettings settings)
    {
        if (settings.KeepsKeyring)
        {
            return;
        }

        string name = "_ses." + settings.Id;
        Label done = plan.NewLabel();
        Slot keyring = plan.Slot("keyring");
        plan.Doing("joining the session keyring \"{0}\"", name);
        plan.Call(SystemCall.keyctl, KEYCTL_JOIN_SESSION_KEYRING, plan.Text(name)).Into(keyring).OrJump(done, Errno.ENOSYS); // a kernel without keyrings
        bool hasUser = settings.Has(Config.NamespaceType.User);
        plan.Call(SystemCall.keyctl, KEYCTL_SETPERM, keyring, PossessorAll | (hasUser ? OtherSearch : UserSearch));
        plan.Mark(done);
    }
}
