using System.Collections.Generic;
using System.Text;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>A whole launch: what the runtime does before there is an init, what it does while init waits, init's steps, and what comes after them.</summary>
internal static class LaunchListing
{
    public static string Of(ProcessPlan init, LaunchSettings settings)
    {
        StringBuilder text = new();
        HooksSpec hooks = settings.Spec.Hooks;
        string bundle = settings.Bundle.Path;
        Section(text, "the runtime, before init lives", Before(init, settings));
        Section(text, "the runtime, while init waits to be placed", Placing(settings));
        Section(text, "the runtime, when the user namespace is made", Mapping(init, settings));
        Section(text, "the runtime, when the network namespace is there", NetDeviceListing.Of(settings.Spec.Linux.NetDevices));
        Section(text, "the runtime, when everything is mounted", [.. HookListing.Of("prestart", hooks.Prestart, bundle), .. HookListing.Of("createRuntime", hooks.CreateRuntime, bundle)]);
        Section(text, "the runtime, when the seccomp filter is loaded", Telling(init, settings));
        Section(text, "the runtime, when the container is ready", Ready(init));
        text.Append("init:\n").Append(StepListing.Of(init.Plan));
        Section(text, "the runtime, when the program runs", HookListing.Of("poststart", hooks.Poststart, bundle));
        Section(text, "the runtime, when the container is deleted", HookListing.Of("poststop", hooks.Poststop, "/"));
        return text.ToString();
    }

    private static List<ListedLine> Before(ProcessPlan init, LaunchSettings settings)
    {
        List<ListedLine> lines = [];
        StepReader reader = new(init.Plan);
        foreach (CgroupMount cgroup in settings.Cgroup)
        {
            lines.Add(new ListedLine($"mkdir({Quoted.Text(cgroup.Path)})", "making the cgroup and setting its limits"));
        }

        if (settings.ResctrlPath is string resctrl)
        {
            lines.Add(new ListedLine($"mkdir({Quoted.Text(resctrl)})", "making the resctrl group and writing its schemata"));
        }

        foreach (Opening opening in init.Plan.Openings)
        {
            string path = Quoted.Text(opening.Path);
            string call = opening.IsTree
                ? $"open_tree(AT_FDCWD, {path}, {Names(ArgumentKind.OpenTreeFlags, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (uint)opening.Flags)})"
                : $"openat(AT_FDCWD, {path}, {FlagNames.Open(opening.Flags)})";
            string slot = reader.SlotName(opening.Slot.Number);
            lines.Add(new ListedLine($"{slot} = {call}", opening.Doing));
            if (opening.Map is IdMap map)
            {
                string flags = Names(ArgumentKind.AtFlags, (ulong)(AT_EMPTY_PATH | (map.IsRecursive ? AT_RECURSIVE : 0)));
                lines.Add(new ListedLine($"mount_setattr({slot}, \"\", {flags}, {{attr_set=MOUNT_ATTR_IDMAP, {FlagNames.Break}userns_fd={Namespace(map)}}}, 32)", "changing its owners"));
            }
        }

        if (settings.Process.OomScoreAdj is int score)
        {
            lines.Add(new ListedLine($"write(\"/proc/self/oom_score_adj\", \"{score}\")", "lending the init its score"));
        }

        ulong cloneFlags = init.Birth.CloneFlags | CLONE_VM | CLONE_VFORK | CLONE_PIDFD;
        string cloned = settings.WaitsForCgroup || settings.Cgroup.Length == 0
            ? $"clone3({{flags={Names(ArgumentKind.CloneFlags, cloneFlags)}, {FlagNames.Break}exit_signal=SIGCHLD}})"
            : $"clone3({{flags={Names(ArgumentKind.CloneFlags, cloneFlags | CLONE_INTO_CGROUP)}, {FlagNames.Break}exit_signal=SIGCHLD, cgroup={Quoted.Text(settings.Cgroup[0].Path)}}})";
        lines.Add(new ListedLine(cloned, "cloning the init"));
        lines.Add(new ListedLine("execveat(%init, \"\", [\"runtime-init\", %plan], [], AT_EMPTY_PATH)", "in the child"));
        return lines;
    }

    private static List<ListedLine> Placing(LaunchSettings settings)
    {
        List<ListedLine> lines = [];
        if (settings.WaitsForCgroup)
        {
            foreach (CgroupMount cgroup in settings.Cgroup)
            {
                lines.Add(new ListedLine($"write({Quoted.Text(cgroup.Path + "/cgroup.procs")}, %init)", "moving the init into the cgroup"));
            }
        }

        if (settings.ResctrlPath is string resctrl)
        {
            lines.Add(new ListedLine($"write({Quoted.Text(resctrl + "/tasks")}, %init)", "moving the init into the resctrl group"));
        }

        return lines;
    }

    private static List<ListedLine> Mapping(ProcessPlan init, LaunchSettings settings)
    {
        return init.Birth.HasNewUser ? Maps(settings.Spec.Linux) : [];
    }

    private static List<ListedLine> Telling(ProcessPlan init, LaunchSettings settings)
    {
        return init.Listener is null ? [] :
        [
            new ListedLine("%own = pidfd_getfd(%init, %listener, 0)", "telling the seccomp agent"),
            new ListedLine($"%agent = connect({Quoted.Text(settings.Spec.Linux.Seccomp?.ListenerPath ?? "")})", "telling the seccomp agent"),
            new ListedLine("sendmsg(%agent, the state of the process, SCM_RIGHTS=[%own])", "telling the seccomp agent"),
        ];
    }

    private static List<ListedLine> Ready(ProcessPlan init)
    {
        List<ListedLine> lines = [];
        if (init.Home is not null)
        {
            lines.Add(new ListedLine("HOME = the home of the user in what init read of \"/etc/passwd\"", "completing the environment"));
        }

        return lines;
    }

    private static List<ListedLine> Maps(LinuxSpec linux)
    {
        return [new ListedLine(Map("uid_map", linux.UidMappings), "mapping the ids"), new ListedLine(Map("gid_map", linux.GidMappings), "mapping the ids")];
    }

    private static string Namespace(IdMap map)
    {
        return map.NamespacePath is string path ? Quoted.Text(path) : $"a namespace with uid_map {Ranges(map.Users)}, {FlagNames.Break}gid_map {Ranges(map.Groups)}";
    }

    private static string Map(string file, IdMappingSpec[] mappings) => $"write(\"/proc/PID/{file}\", {Ranges(mappings)})";

    private static string Ranges(IdMappingSpec[] mappings)
    {
        StringBuilder text = new();
        foreach (IdMappingSpec mapping in mappings)
        {
            text.Append(FlagNames.Number(mapping.ContainerID)).Append(' ').Append(FlagNames.Number(mapping.HostID)).Append(' ').Append(FlagNames.Number(mapping.Size)).Append('\n');
        }

        return Quoted.Text(text.ToString());
    }

    private static string Names(ArgumentKind kind, ulong value) => FlagNames.All(FlagTables.Of(kind)!, (long)value);

    private static void Section(StringBuilder text, string title, List<ListedLine> lines)
    {
        string doing = "";
        for (int i = 0; i < lines.Count; i++)
        {
            text.Append(i == 0 ? title + ":\n" : "");
            StepListing.AppendLine(text, "", lines[i].Call, lines[i].Doing == doing ? "" : lines[i].Doing);
            doing = lines[i].Doing;
        }
    }
}
