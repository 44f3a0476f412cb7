namespace Runtime.Plan;

/// <summary>A process that can be given birth: what <see cref="InitPlan"/> and <see cref="ExecPlan"/> compile.</summary>
/// <param name="Plan">The steps.</param>
/// <param name="Birth">The namespaces, and the flags for clone3.</param>
/// <param name="Channel">Where the launcher and init meet.</param>
/// <param name="Home">What the launcher completes once the container's own passwd file can be read; null: nothing.</param>
internal sealed record ProcessPlan(LaunchPlan Plan, Birth Birth, Channel Channel, HomeDirectory? Home)
{
    /// <summary>For each limit of the process the slot that tells whether init could set it.</summary>
    public required Slot[] Limits { get; init; }

    /// <summary>The state for the createContainer hooks; null: there are none.</summary>
    public HookStateText? CreateContainerState { get; init; }

    /// <summary>The state for the startContainer hooks; null: there are none.</summary>
    public HookStateText? StartContainerState { get; init; }

    /// <summary>The slot of the descriptor that the seccomp agent gets; null: there is no agent.</summary>
    public Slot? Listener { get; init; }
}
