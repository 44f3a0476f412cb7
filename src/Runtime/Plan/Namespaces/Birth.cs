using System;
using System.Collections.Generic;

using Runtime.Config;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// How a process comes into its namespaces. New ones are made by clone3 where that is possible; the rest is entered by steps:
/// existing ones by setns, the cgroup namespace after the cgroup is joined, and pid and time namespaces by one more clone,
/// since they are only ever a child's.
/// </summary>
internal sealed class Birth
{
    private readonly ulong _new;

    public Birth(NamespaceSpec[] namespaces)
    {
        List<NamespaceSpec> joined = [];
        ulong joinedFlags = 0;
        foreach (NamespaceSpec item in namespaces)
        {
            ulong flag = FlagOf(item.Type);
            if (item.Path is null)
            {
                _new |= flag;
            }
            else
            {
                joined.Add(item);
                joinedFlags |= flag;
            }
        }

        Joined = joined.ToArray();
        HasUser = ((_new | joinedFlags) & CLONE_NEWUSER) != 0;
        JoinsUser = (joinedFlags & CLONE_NEWUSER) != 0;

        // What is new must belong to the user namespace. A new one cannot be made by the clone: no id is mapped in it yet, and to somebody who is
        // nobody execve leaves no capability (capabilities(7)). Init, which executes nothing more, makes it and has them all.
        EntersBySteps = HasUser;
        ClonesAgain = ((joinedFlags | _new) & CLONE_NEWTIME) != 0
            || (joinedFlags & CLONE_NEWPID) != 0
            || (EntersBySteps && (_new & CLONE_NEWPID) != 0);
    }

    private Birth(ulong joinedFlags)
    {
        Joined = [];
        HasUser = JoinsUser = (joinedFlags & CLONE_NEWUSER) != 0;
        EntersBySteps = true;
        ClonesAgain = (joinedFlags & (CLONE_NEWPID | CLONE_NEWTIME)) != 0;
    }

    /// <summary>Into the namespaces of a process, all by steps.</summary>
    /// <param name="flags">Which of its namespaces are the container's.</param>
    public static Birth Into(ulong flags)
    {
        return new Birth(flags);
    }

    /// <summary>Existing namespaces, in the order of config.json.</summary>
    public NamespaceSpec[] Joined { get; }

    public bool HasUser { get; }

    public bool JoinsUser { get; }

    public bool EntersBySteps { get; }

    /// <summary>The process that was cloned first only enters namespaces and clones the one that lives in them.</summary>
    public bool ClonesAgain { get; }

    public bool HasNewUser => (_new & CLONE_NEWUSER) != 0;

    public bool HasNewTime => (_new & CLONE_NEWTIME) != 0;

    public bool HasNewCgroup => (_new & CLONE_NEWCGROUP) != 0;

    /// <summary>For clone3.</summary>
    public ulong CloneFlags => EntersBySteps ? 0 : _new & ~(CLONE_NEWCGROUP | CLONE_NEWTIME | (ClonesAgain ? CLONE_NEWPID : 0));

    /// <summary>For unshare, once the user namespace is entered.</summary>
    public ulong UnshareFlags => EntersBySteps ? _new & ~(CLONE_NEWCGROUP | CLONE_NEWUSER | CLONE_NEWPID) : _new & CLONE_NEWTIME;

    /// <summary>For the second clone.</summary>
    public ulong SecondCloneFlags => ClonesAgain ? _new & CLONE_NEWPID : 0;

    /// <summary>The flags of all that are listed, new or joined.</summary>
    public static ulong FlagsOf(NamespaceSpec[] namespaces)
    {
        ulong flags = 0;
        foreach (NamespaceSpec item in namespaces)
        {
            flags |= FlagOf(item.Type);
        }

        return flags;
    }

    public static ulong FlagOf(NamespaceType type)
    {
        return type switch
        {
            NamespaceType.Cgroup => CLONE_NEWCGROUP,
            NamespaceType.Ipc => CLONE_NEWIPC,
            NamespaceType.Mount => CLONE_NEWNS,
            NamespaceType.Network => CLONE_NEWNET,
            NamespaceType.Pid => CLONE_NEWPID,
            NamespaceType.Time => CLONE_NEWTIME,
            NamespaceType.User => CLONE_NEWUSER,
            NamespaceType.Uts => CLONE_NEWUTS,
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
    }

    /// <summary>The word of config.json.</summary>
    public static string NameOf(NamespaceType type)
    {
        return type switch
        {
            NamespaceType.Cgroup => "cgroup",
            NamespaceType.Ipc => "ipc",
            NamespaceType.Mount => "mount",
            NamespaceType.Network => "network",
            NamespaceType.Pid => "pid",
            NamespaceType.Time => "time",
            NamespaceType.User => "user",
            NamespaceType.Uts => "uts",
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
    }
}
