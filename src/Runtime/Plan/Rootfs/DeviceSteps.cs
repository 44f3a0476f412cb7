using System;
using System.Collections.Generic;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>The device nodes and links of /dev, and the nodes that config.json adds (runtime-spec 1.3, config-linux.md, Default Devices).</summary>
internal static class DeviceSteps
{
    private static readonly DeviceSpec[] s_defaults =
    [
        Character("/dev/null", 1, 3),
        Character("/dev/zero", 1, 5),
        Character("/dev/full", 1, 7),
        Character("/dev/random", 1, 8),
        Character("/dev/urandom", 1, 9),
        Character("/dev/tty", 5, 0),
    ];

    public static void Append(PlanBuilder plan, Rootfs root, LaunchSettings settings)
    {
        if (Array.Exists(settings.Spec.Mounts, IsHostDev))
        {
            return; // the host's own /dev: nothing of it is ours to change
        }

        Slot dev = plan.Slot("dev");
        root.Dev = dev;
        OpenDev(plan, root.Root, dev);
        foreach (DeviceSpec device in Devices(settings.Spec.Linux.Devices))
        {
            Slot directory = dev;
            string[] names = PathSteps.Split(device.Path);
            if (names is not ["dev", _])
            {
                plan.Doing("making the directory of the device \"{0}\"", device.Path);
                directory = plan.Scratch("parent");
                PathSteps.MakeParent(plan, root.Root, names, directory);
            }

            Node(plan, directory, names[^1], device, settings);
        }

        Links(plan, dev);
    }

    /// <summary>/dev itself, which must not be a link: an image whose /dev leads elsewhere would have its nodes made there (CVE-2026-41579).</summary>
    private static void OpenDev(PlanBuilder plan, Slot root, Slot dev)
    {
        Label missing = plan.NewLabel();
        Label refuse = plan.NewLabel();
        Label done = plan.NewLabel();
        plan.Doing("opening \"/dev\"");
        PathSteps.OpenName(plan, root, "dev", O_PATH | O_DIRECTORY | O_CLOEXEC, dev).OrJump(missing, Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP);
        plan.Jump(done);
        plan.Mark(missing);
        plan.Call(SystemCall.mkdirat, root, plan.Text("dev"), 0x1ed /* 0755 */).OrJump(refuse, Errno.EEXIST);
        PathSteps.OpenName(plan, root, "dev", O_PATH | O_DIRECTORY | O_CLOEXEC, dev);
        plan.Jump(done);
        plan.Mark(refuse);
        plan.Doing("\"/dev\" of the image is a link or a file, and devices are only made in an ordinary directory");
        plan.Fail(0);
        plan.Mark(done);
    }

    private static void Node(PlanBuilder plan, Slot directory, string name, DeviceSpec device, LaunchSettings settings)
    {
        Label other = plan.NewLabel();
        Label done = plan.NewLabel();
        plan.Doing("making the device \"{0}\"", device.Path);
        long text = plan.Text(name);
        bool hasUser = settings.Has(NamespaceType.User);
        if (hasUser && device.Type is not DeviceType.Fifo)
        {
            // mknod of a device is the host's root's alone: the host's node appears instead, with the host's owner.
            Bind(plan, directory, name, device);
            return;
        }

        uint type = device.Type switch
        {
            DeviceType.Character => S_IFCHR,
            DeviceType.Block => S_IFBLK,
            _ => S_IFIFO,
        };
        uint mode = type | (device.FileMode ?? 0x1b6 /* 0666 */);
        plan.Call(SystemCall.mknodat, directory, text, mode, Number(device.Major, device.Minor)).OrJump(other, Errno.EEXIST, Errno.EPERM);
        if (device.Uid is > 0 || device.Gid is > 0)
        {
            plan.Call(SystemCall.fchownat, directory, text, device.Uid ?? 0, device.Gid ?? 0, AT_SYMLINK_NOFOLLOW);
        }

        plan.Jump(done);
        plan.Mark(other);
        Existing(plan, directory, name, device, type, done);
        plan.Mark(done);
    }

    /// <summary>What is there already may stay if it is the same device; where nothing is, mknod was refused and the host's node is bound.</summary>
    private static void Existing(PlanBuilder plan, Slot directory, string name, DeviceSpec device, uint type, Label done)
    {
        Label different = plan.NewLabel();
        Label absent = plan.NewLabel();
        Slot node = plan.Scratch("node");
        PathSteps.OpenName(plan, directory, name, O_PATH | O_CLOEXEC, node).OrJump(absent, Errno.ENOENT);
        FileSteps.RequireDevice(plan, node, type, device.Major, device.Minor, different);
        plan.Jump(done);
        plan.Mark(absent);
        Bind(plan, directory, name, device);
        plan.Jump(done);
        plan.Mark(different);
        plan.Doing("making the device \"{0}\": something else is there already", device.Path);
        plan.Fail(Errno.EEXIST);
    }

    private static void Bind(PlanBuilder plan, Slot directory, string name, DeviceSpec device)
    {
        Slot tree = plan.Scratch("mount");
        Slot target = plan.Scratch("target");
        plan.Doing("mounting the host's device \"{0}\"", device.Path);
        Label other = plan.NewLabel();
        Label done = plan.NewLabel();
        plan.Call(SystemCall.open_tree, AT_FDCWD, plan.Text(device.Path), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC).Into(tree);
        FileSteps.RequireDevice(plan, tree, device.Type is DeviceType.Block ? S_IFBLK : S_IFCHR, device.Major, device.Minor, other);
        plan.Call(SystemCall.mknodat, directory, plan.Text(name), S_IFREG, 0).Ignoring(Errno.EEXIST);
        PathSteps.OpenName(plan, directory, name, O_PATH | O_CLOEXEC, target);
        MountSteps.Attach(plan, tree, target);
        plan.Jump(done);
        plan.Mark(other);
        plan.Doing("the host's \"{0}\" is another device than config.json asks for, and this one cannot be made", device.Path);
        plan.Fail(0);
        plan.Mark(done);
    }

    private static void Links(PlanBuilder plan, Slot dev)
    {
        plan.Doing("making the links of \"/dev\"");
        Link(plan, dev, "fd", "/proc/self/fd");
        Link(plan, dev, "stdin", "/proc/self/fd/0");
        Link(plan, dev, "stdout", "/proc/self/fd/1");
        Link(plan, dev, "stderr", "/proc/self/fd/2");
        Label noCore = plan.NewLabel();
        plan.Call(SystemCall.faccessat, AT_FDCWD, plan.Text("/proc/kcore"), F_OK).OrJump(noCore, Errno.ENOENT);
        Link(plan, dev, "core", "/proc/kcore");
        plan.Mark(noCore);

        // The multiplexer of the container's own devpts, whatever the image has here.
        plan.Call(SystemCall.unlinkat, dev, plan.Text("ptmx"), 0).Ignoring(Errno.ENOENT);
        Link(plan, dev, "ptmx", "pts/ptmx");
    }

    private static void Link(PlanBuilder plan, Slot dev, string name, string target)
    {
        plan.Call(SystemCall.symlinkat, plan.Text(target), dev, plan.Text(name)).Ignoring(Errno.EEXIST);
    }

    /// <summary>The defaults, each replaced by the entry of config.json that has its path, then the other entries.</summary>
    private static List<DeviceSpec> Devices(DeviceSpec[] configured)
    {
        List<DeviceSpec> devices = new(s_defaults.Length + configured.Length);
        foreach (DeviceSpec device in s_defaults)
        {
            if (!Array.Exists(configured, c => c.Path == device.Path))
            {
                devices.Add(device);
            }
        }

        devices.AddRange(configured);
        return devices;
    }

    private static bool IsHostDev(MountSpec mount)
    {
        return PathSteps.Split(mount.Destination) is ["dev"] && Array.Exists(mount.Options, o => o is "bind" or "rbind");
    }

    /// <summary>The kernel's form of a device number for mknod(2): minor bits 0–7 and 20–31, major bits 8–19.</summary>
    private static ulong Number(uint major, uint minor)
    {
        return (minor & 0xff) | ((major & 0xfff) << 8) | ((ulong)(minor & ~0xffu) << 12);
    }

    private static DeviceSpec Character(string path, uint major, uint minor)
    {
        return new DeviceSpec { Type = DeviceType.Character, Path = path, Major = major, Minor = minor };
    }
}
