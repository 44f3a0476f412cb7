using Runtime.Config;

namespace Runtime.Plan;

/// <summary>The first process of a container, from its birth to execve: the table of contents. <see cref="ExecPlan"/> stands beside it.</summary>
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
        SignalSteps.Append(plan, settings.IgnoredSignals);
        SessionSteps.Append(plan);
        IdMapSteps.AwaitPlace(plan, channel, settings); // nothing may be done before the cgroup counts it
        AffinitySteps.Reset(plan); // the cgroup decides, not what the caller was pinned to
        LabelSteps? labels = LabelSteps.Open(plan, process); // before anything of the container is in view
        labels?.LabelKeys(plan, settings); // before the keyring is made
        NamespaceSteps.Append(plan, channel, birth, settings);
        NamespaceSteps.EnterCgroup(plan, birth); // after the cgroup is joined: it becomes the root of what the container sees
        KeyringSteps.Append(plan, settings);
        LoopbackSteps.Append(plan, settings);
        NetDeviceSteps.Append(plan, channel, settings); // before the sysctls, which may be theirs
        HostnameSteps.Append(plan, spec);

        // The root file system, seen from outside and by descriptor, so that no path of the image is ever followed out of it.
        Rootfs root = RootSteps.Append(plan, settings);
        MountSteps.Append(plan, root, channel, settings);
        DeviceSteps.Append(plan, root, settings);
        ConsoleSteps.ForInit(plan, root, channel, process); // after devpts, before the root is entered: the terminal is the container's own
        NullStreamSteps.Append(plan, root, settings);
        HookSteps.AwaitRuntimeHooks(plan, channel, spec.Hooks); // all is mounted, and nothing of it entered
        HookStateText? createContainer = HookSteps.CreateContainer(plan, root, settings);
        labels?.LabelExecution(plan, process); // after the hooks that are the host's programs, which would have it too
        SysctlSteps.Append(plan, spec.Linux); // before /proc/sys may become read-only
        HiddenPathSteps.Append(plan, root, settings); // before the host's /dev/null is out of reach
        WorkingDirectorySteps.Make(plan, root, process);
        PivotSteps.Append(plan, root, settings); // from here the image's paths are the process's own
        RootSteps.Finish(plan, root, settings); // read-only only now: everything above may have had to make its mount point

        // The process gives up what it has, the largest right last.
        SchedulingSteps.Append(plan, settings); // takes CAP_SYS_NICE; and a deadline forbids every clone that is not told otherwise
        MemoryPolicySteps.Append(plan, spec.Linux);
        PersonalitySteps.Append(plan, spec.Linux);
        PrivilegeSteps.NoNewPrivileges(plan, process);
        DescriptorSteps.Own(plan, settings);
        Slot entered = WorkingDirectorySteps.TryEnter(plan, process);
        CapabilitySteps.DropBounding(plan, settings); // takes CAP_SETPCAP, so before the user changes
        UserSteps.Append(plan, settings);
        CapabilitySteps.SetSets(plan, settings, seccomp?.NeededCapability ?? 0); // after the user changed, which clears them
        WorkingDirectorySteps.Enter(plan, process, entered); // the proof that it is inside

        // The program: found now, so that create can say that it is missing; started when all agree.
        EnvironmentSteps environment = EnvironmentSteps.Append(plan, settings);
        Slot file = plan.Slot("program");
        ExecSteps.Find(plan, process, environment.Variables, file);
        Slot[] limits = RlimitSteps.Append(plan, process.Rlimits);
        seccomp?.LoadForAgent(plan, channel, settings); // a filter that notifies: only the runtime can tell the agent
        channel.MeetReady(plan);
        channel.AwaitStart(plan);
        HookStateText? startContainer = HookSteps.StartContainer(plan, channel, settings, environment.Address);
        DescriptorSteps.Close(plan, channel, settings.PassedDescriptors);
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
