using Runtime.Config;

namespace Runtime.Plan;

/// <summary>
/// The first process of a container, from its birth to execve: the table of contents. <see cref="ExecPlan"/> stands beside it. A line says why it stands
/// where it does; one that does not may move within its paragraph.
/// </summary>
internal static class InitPlan
{
    /// <exception cref="ConfigException">config.json asks for what cannot be planned.</exception>
    public static ProcessPlan Compile(LaunchSettings settings)
    {
        using PlanBuilder plan = new();
        Spec spec = settings.Spec;
        ProcessSpec process = settings.Process;
        Birth birth = new(spec.Linux.Namespaces);
        Channel channel = Channel.Open(plan, settings);
        SeccompSteps? seccomp = SeccompSteps.Compile(plan, spec.Linux.Seccomp, process);

        // The process itself, still as the host's root.
        SignalSteps.Append(plan, settings.IgnoredSignals); // before it waits for anything: what is blocked could not end it
        SessionSteps.Append(plan); // before the terminal, which only the leader of a session can take, and with umask 0 before anything is made
        IdMapSteps.AwaitPlace(plan, channel, settings); // nothing may be done before the cgroup counts it
        AffinitySteps.Reset(plan); // the cgroup decides, not what the caller was pinned to
        LabelSteps? labels = LabelSteps.Open(plan, process); // before anything of the container is in view
        labels?.LabelKeys(plan, settings); // before the keyring is made
        NamespaceSteps.Append(plan, channel, birth, settings); // with the host's rights up to here: what follows is the container's own
        NamespaceSteps.EnterCgroup(plan, birth); // after the cgroup is joined: it becomes the root of what the container sees
        KeyringSteps.Append(plan, settings); // in the user namespace: the keyring belongs to its root
        LoopbackSteps.Append(plan, settings);
        NetDeviceSteps.Append(plan, channel, settings); // before the sysctls, which may be theirs
        HostnameSteps.Append(plan, spec);

        // The root file system, seen from outside and by descriptor, so that no path of the image is ever followed out of it.
        Rootfs root = RootSteps.Append(plan, settings); // the descriptor from which all of it is found
        MountSteps.Append(plan, root, channel, settings); // in the order of config.json: a later one may lie on an earlier
        DeviceSteps.Append(plan, root, settings); // on what is mounted at /dev
        ConsoleSteps.ForInit(plan, root, channel, process); // after devpts, before the root is entered: the terminal is the container's own
        NullStreamSteps.Append(plan, root, settings); // after the devices, one of which they become
        HookSteps.AwaitRuntimeHooks(plan, channel, spec.Hooks); // all is mounted, and nothing of it entered
        HookStateText? createContainer = HookSteps.CreateContainer(plan, root, settings); // the last that are found by a path of the host
        labels?.LabelExecution(plan, process); // after the hooks that are the host's programs, which would have it too
        SysctlSteps.Append(plan, spec.Linux); // before /proc/sys may become read-only
        HiddenPathSteps.Append(plan, root, settings); // before the host's /dev/null is out of reach
        WorkingDirectorySteps.Make(plan, root, process); // while the root may be written
        PivotSteps.Append(plan, root, settings); // from here the image's paths are the process's own
        RootSteps.Finish(plan, root, settings); // read-only only now: everything above may have had to make its mount point

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

        // The program: found now, so that create can say that it is missing; started when all agree.
        EnvironmentSteps environment = EnvironmentSteps.Append(plan, settings); // HOME is in the container's /etc/passwd
        Slot file = plan.Slot("program");
        ExecSteps.Find(plan, process, environment.Variables, file); // with the user's rights, from its working directory
        Slot[] limits = RlimitSteps.Append(plan, process.Rlimits); // after all that may need more than they allow
        seccomp?.LoadForAgent(plan, channel, settings); // a filter that notifies: only the runtime can tell the agent
        channel.MeetReady(plan); // all that can fail before the program has been tried
        channel.AwaitStart(plan);
        HookStateText? startContainer = HookSteps.StartContainer(plan, channel, settings, environment.Address); // as the program will be, but for its filter
        DescriptorSteps.Close(plan, channel, settings.PassedDescriptors); // the last that need one are done (CVE-2024-21626)
        seccomp?.LoadLast(plan, settings); // any other filter: it need not allow any of the above
        ExecSteps.Execute(plan, process, file, environment.Address);

        return new ProcessPlan(plan.Seal(), birth, channel, environment.Home)
        {
            Limits = limits,
            CreateContainerState = createContainer,
            StartContainerState = startContainer,
            Listener = seccomp?.Listener,
        };
    }
}
