using Runtime.Config;

namespace Runtime.Plan;

/// <summary>
/// A further process of a container, from its birth to execve: the table of contents. <see cref="InitPlan"/> stands beside it, and the reasons are written
/// alike.
/// </summary>
internal static class ExecPlan
{
    /// <param name="settings">The container's, with the process to run.</param>
    /// <param name="container">The slot for a pidfd of the container's first process.</param>
    /// <param name="root">The slot for the container's root; null: its mount namespace has it.</param>
    /// <exception cref="ConfigException">The process asks for what cannot be planned.</exception>
    public static ProcessPlan Compile(LaunchSettings settings, out Slot container, out Slot? root)
    {
        using PlanBuilder plan = new();
        Spec spec = settings.Spec;
        ProcessSpec process = settings.Process;
        ulong namespaces = Birth.FlagsOf(spec.Linux.Namespaces);
        Birth birth = Birth.Into(namespaces);
        Channel channel = Channel.Open(plan, settings);
        container = plan.Slot("container");
        root = settings.Has(NamespaceType.Mount) ? null : plan.Slot("root");
        SeccompSteps? seccomp = SeccompSteps.Compile(plan, spec.Linux.Seccomp, process);

        // The process itself, on the host.
        SignalSteps.Append(plan, settings.IgnoredSignals); // before it waits for anything: what is blocked could not end it
        SessionSteps.Append(plan); // before the terminal, which only the leader of a session can take, and with umask 0 before anything is made
        IdMapSteps.AwaitPlace(plan, channel, settings); // in the cgroup before anything of the container is seen
        AffinitySteps.SetFinal(plan, process.ExecCPUAffinity); // the cgroup decides, not what the caller was pinned to
        LabelSteps? labels = LabelSteps.Open(plan, process); // before anything of the container is in view
        labels?.LabelKeys(plan, settings); // before the keyring is found or made
        labels?.LabelExecution(plan, process); // inherited by the second clone, and nothing else is executed until the program is
        NamespaceSteps.Join(plan, channel, container, namespaces, BehaviourAnnotations.KeepsOriginalGroups(spec));
        PivotSteps.EnterExisting(plan, root); // the root is the container's from here on
        KeyringSteps.Append(plan, settings); // finds the container's by its name
        ConsoleSteps.ForExec(plan, channel, process); // the terminal is of the container's devpts

        // The process gives up what it has, the largest right last.
        SchedulingSteps.Append(plan, settings); // takes CAP_SYS_NICE; and a deadline forbids every clone that is not told otherwise
        MemoryPolicySteps.Append(plan, spec.Linux); // the cgroup's cpuset must allow the nodes; late, so that nothing of the above is made on them
        PersonalitySteps.Append(plan, spec.Linux);
        PrivilegeSteps.NoNewPrivileges(plan, process); // before any filter, which only CAP_SYS_ADMIN may load without it
        DescriptorSteps.Own(plan, settings); // takes CAP_CHOWN, so before the user changes
        Slot entered = WorkingDirectorySteps.TryEnter(plan, process); // with root's rights, where only root may enter
        CapabilitySteps.DropBounding(plan, settings); // takes CAP_SETPCAP, so before the user changes
        UserSteps.Append(plan, settings); // takes CAP_SETGID and CAP_SETUID, so before the sets change
        CapabilitySteps.SetSets(plan, settings, seccomp?.NeededCapability ?? 0); // after the user changed, which clears them
        WorkingDirectorySteps.Enter(plan, process, entered); // the proof that it is inside

        // The program.
        EnvironmentSteps environment = EnvironmentSteps.Append(plan, settings); // HOME is in the container's /etc/passwd
        Slot file = plan.Slot("program");
        ExecSteps.Find(plan, process, environment.Variables, file); // with the user's rights, from its working directory
        Slot[] limits = RlimitSteps.Append(plan, process.Rlimits); // after all that may need more than they allow
        seccomp?.LoadForAgent(plan, channel, settings); // a filter that notifies: only the runtime can tell the agent
        channel.MeetReady(plan); // all that can fail before the program has been tried
        DescriptorSteps.Close(plan, channel, settings.PassedDescriptors); // the last that need one are done (CVE-2024-21626)
        seccomp?.LoadLast(plan, settings); // any other filter: it need not allow any of the above
        ExecSteps.Execute(plan, process, file, environment.Address);

        return new ProcessPlan(plan.Seal(), birth, channel, environment.Home) { Limits = limits, Listener = seccomp?.Listener };
    }
}
