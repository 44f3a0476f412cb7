using System;
using System.Collections.Generic;

using Runtime.Shim.Wire;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Task;

/// <summary>The mounts that make a container's root, as a snapshotter describes them (containerd.types.Mount, with the options of fstab).</summary>
internal sealed record RootMount(string Type, string Source, string Target, string[] Options)
{
    // mount(2) takes one page of options.
    private const int LongestOptions = 4096 - 1;
    private const string ContainerdOption = "X-containerd.";

    public static RootMount Read(ReadOnlySpan<byte> message)
    {
        string type = "";
        string source = "";
        string target = "";
        List<string> options = [];
        MessageReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    type = reader.Text;
                    break;
                case 2:
                    source = reader.Text;
                    break;
                case 3:
                    target = reader.Text;
                    break;
                case 4:
                    options.Add(reader.Text);
                    break;
                default:
                    break;
            }
        }

        return new RootMount(type, source, target, [.. options]);
    }

    /// <summary>Mounts all of them in order, or none.</summary>
    public static void MountAll(IReadOnlyList<RootMount> mounts, string rootfs)
    {
        if (mounts.Count == 0)
        {
            return; // the bundle's root is there already
        }

        int result = Kernel.TryMkDirAt(AT_FDCWD, rootfs, 0x1c9); // 0711
        if (result is < 0 and not -Errno.EEXIST)
        {
            throw new KernelException("creating directory " + Quoted.Text(rootfs), -result);
        }

        try
        {
            foreach (RootMount mount in mounts)
            {
                mount.Mount(rootfs);
            }
        }
        catch (RuntimeException)
        {
            UnmountAll(rootfs);
            throw;
        }
    }

    /// <summary>Whatever is mounted there or below; that nothing is, is no error.</summary>
    public static void UnmountAll(string rootfs)
    {
        // MNT_DETACH takes what is mounted below along; one on top of the other are several.
        int result;
        do
        {
            result = Kernel.TryUmount2(rootfs, MNT_DETACH | UMOUNT_NOFOLLOW);
        }
        while (result == 0);

        if (result is not (-Errno.EINVAL or -Errno.ENOENT))
        {
            throw new KernelException("unmounting " + Quoted.Text(rootfs), -result);
        }
    }

    private void Mount(string rootfs)
    {
        using Descriptor root = Kernel.Open(rootfs, O_PATH | O_DIRECTORY);
        using Descriptor place = Target.Length == 0
            ? Kernel.Dup(root.Number)
            : Kernel.OpenAt2(root.Number, Target, O_PATH, RESOLVE_IN_ROOT);
        string path = $"/proc/self/fd/{place.Number}";
        ulong flags = 0;
        List<string> data = [];
        foreach (string option in Options)
        {
            if (FlagOf(option) is ulong flag)
            {
                flags = option is "rw" or "suid" or "dev" or "exec" or "async" or "atime" or "diratime" ? flags & ~flag : flags | flag;
            }
            else if (option is "loop" || option.StartsWith("uidmap=", StringComparison.Ordinal) || option.StartsWith("gidmap=", StringComparison.Ordinal))
            {
                throw new UsageException($"mounting {Quoted.Text(Source)}: this shim has no mount option {Quoted.Text(option)}");
            }
            else if (!option.StartsWith(ContainerdOption, StringComparison.Ordinal) && option is not ("defaults" or "auto" or "noauto" or "user" or "nouser"))
            {
                data.Add(option);
            }
        }

        // The kernel ignores read-only in the call that makes a bind mount (mount(2)).
        bool isReadOnlyBind = (flags & MS_BIND) != 0 && (flags & MS_RDONLY) != 0;
        string text = string.Join(',', data);
        if (text.Length > LongestOptions)
        {
            MountLong(path, flags, data);
            return;
        }

        Kernel.Mount(Source, path, Type is "bind" or "" ? "none" : Type, Type == "bind" ? flags | MS_BIND : flags, text.Length > 0 ? text : null);
        if (isReadOnlyBind)
        {
            string mounted = Target.Length == 0 ? rootfs : path;
            Kernel.Mount(null, mounted, null, MS_REMOUNT | MS_BIND | (flags & ~MS_REC), null);
        }
    }

    // Option by option, for an overlay with so many layers that one page does not hold their names.
    private void MountLong(string path, ulong flags, List<string> data)
    {
        using Descriptor context = Kernel.FsOpen(Type);
        foreach (string option in data)
        {
            int equals = option.IndexOf('=');
            if (equals < 0)
            {
                Kernel.FsConfigFlag(context.Number, option);
                continue;
            }

            string key = option[..equals];
            string value = option[(equals + 1)..];
            if (Type == "overlay" && key == "lowerdir")
            {
                foreach (string layer in value.Split(':'))
                {
                    Kernel.FsConfigString(context.Number, "lowerdir+", layer); // Linux 6.5; a value of its own each, so the page holds any number
                }
            }
            else
            {
                Kernel.FsConfigString(context.Number, key, value);
            }
        }

        Kernel.FsConfigCreate(context.Number);
        ulong attributes = ((flags & MS_RDONLY) != 0 ? MOUNT_ATTR_RDONLY : 0)
            | ((flags & MS_NOSUID) != 0 ? MOUNT_ATTR_NOSUID : 0)
            | ((flags & MS_NODEV) != 0 ? MOUNT_ATTR_NODEV : 0)
            | ((flags & MS_NOEXEC) != 0 ? MOUNT_ATTR_NOEXEC : 0);
        using Descriptor mount = Kernel.FsMount(context.Number, attributes);
        Kernel.MoveMount(mount.Number, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS);
    }

    private static ulong? FlagOf(string option)
    {
        return option switch
        {
            "ro" or "rw" => MS_RDONLY,
            "nosuid" or "suid" => MS_NOSUID,
            "nodev" or "dev" => MS_NODEV,
            "noexec" or "exec" => MS_NOEXEC,
            "sync" or "async" => MS_SYNCHRONOUS,
            "dirsync" => MS_DIRSYNC,
            "remount" => MS_REMOUNT,
            "mand" => MS_MANDLOCK,
            "noatime" or "atime" => MS_NOATIME,
            "nodiratime" or "diratime" => MS_NODIRATIME,
            "relatime" => MS_RELATIME,
            "strictatime" => MS_STRICTATIME,
            "bind" => MS_BIND,
            "rbind" => MS_BIND | MS_REC,
            _ => null,
        };
    }
}
