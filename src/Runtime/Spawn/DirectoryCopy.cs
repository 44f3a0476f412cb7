using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>
/// Copies the content of a directory of an image to a new tmpfs, for <c>tmpcopyup</c>. The runtime stays on the host for that: it sees both through
/// descriptors, opens name by name, and follows no link, so that nothing the image or a racing container does leads it elsewhere.
/// </summary>
/// <remarks>
/// With the runtime's rights only what belongs to the container is read, and only to the container's ids anything is given: the rest is
/// opened, and made, as the container's root (user_namespaces(7), "Capabilities and inodes").
/// </remarks>
internal sealed class DirectoryCopy
{
    private const int ChunkSize = 65_536;
    private const uint Permissions = 0xfff;
    private const uint OwnerOnly = 0x1c0; // 0700

    private readonly IdRanges _users;
    private readonly IdRanges _groups;
    private readonly statx _root;
    private readonly byte[] _chunk = new byte[ChunkSize];

    /// <param name="pid">A process of the container.</param>
    /// <param name="tmpfs">Its new file system, which belongs to the container's root.</param>
    public DirectoryCopy(int pid, Descriptor tmpfs)
    {
        _users = new IdRanges(pid, "uid_map");
        _groups = new IdRanges(pid, "gid_map");
        _root = Kernel.FStat(tmpfs.Number);
    }

    /// <summary>Copies everything that is in one directory to the other; what is mounted below is seen as it is there.</summary>
    /// <param name="from">The one.</param>
    /// <param name="to">The other.</param>
    /// <param name="path">How messages call it, with a slash at its end; empty for the uppermost.</param>
    public void Copy(Descriptor from, Descriptor to, string path = "")
    {
        using Descriptor source = Open(from, ".", O_RDONLY | O_DIRECTORY, Kernel.FStat(from.Number));
        foreach (DirectoryEntry entry in new DirectoryEntries(source.Number, new byte[ChunkSize]))
        {
            string name = entry.ToString();
            using Descriptor file = Kernel.OpenAt(source.Number, name, O_PATH | O_NOFOLLOW);
            statx status = Kernel.FStat(file.Number);
            if ((status.stx_mode & S_IFMT) == S_IFDIR)
            {
                AsRoot(() => Kernel.MkDirAt(to.Number, name, OwnerOnly));
                using Descriptor made = Kernel.OpenAt(to.Number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
                Copy(file, made, path + name + "/");
                Give(made, status);
                Kernel.FChMod(made.Number, status.stx_mode & Permissions);
            }
            else
            {
                try
                {
                    CopyOther(file, status, to, name);
                }
                catch (KernelException failure)
                {
                    throw new KernelException("copying " + Quoted.Text(path + name), failure.Errno);
                }
            }
        }
    }

    private void CopyOther(Descriptor file, statx status, Descriptor to, string name)
    {
        switch (status.stx_mode & S_IFMT)
        {
            case S_IFREG:
                CopyFile(file, status, to, name);
                break;
            case S_IFLNK:
                CopyLink(file, status, to, name);
                break;
            case S_IFSOCK:
                break; // whoever listened is not in the copy
            default:
                CopyNode(status, to, name);
                break;
        }
    }

    private void CopyFile(Descriptor file, statx status, Descriptor to, string name)
    {
        using Descriptor source = Open(null, $"/proc/self/fd/{file.Number}", O_RDONLY, status); // this very file: a name could be another by now
        using Descriptor made = AsRoot(() => Kernel.OpenAt(to.Number, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, OwnerOnly));
        for (int read; (read = Kernel.Read(source.Number, _chunk)) > 0;)
        {
            Kernel.Write(made.Number, _chunk.AsSpan(0, read));
        }

        Give(made, status);
        Kernel.FChMod(made.Number, status.stx_mode & Permissions);
    }

    private void CopyLink(Descriptor file, statx status, Descriptor to, string name)
    {
        string target = Kernel.ReadLinkAt(file.Number, "");
        AsRoot(() => Kernel.SymlinkAt(target, to.Number, name));
        using Descriptor made = Kernel.OpenAt(to.Number, name, O_PATH | O_NOFOLLOW);
        Give(made, status);
    }

    private void CopyNode(statx status, Descriptor to, string name)
    {
        nint mask = RawCall.Invoke(SystemCall.umask, 0);
        AsRoot(() => Kernel.MkNodAt(to.Number, name, status.stx_mode, DeviceNumber.Make(status.stx_rdev_major, status.stx_rdev_minor)));
        RawCall.Invoke(SystemCall.umask, mask);
        using Descriptor made = Kernel.OpenAt(to.Number, name, O_PATH | O_NOFOLLOW);
        Give(made, status);
    }

    private bool IsContainers(statx status) => _users.Contains(status.stx_uid) && _groups.Contains(status.stx_gid);

    private void Give(Descriptor made, statx status)
    {
        uint user = _users.Contains(status.stx_uid) ? status.stx_uid : _root.stx_uid;
        uint group = _groups.Contains(status.stx_gid) ? status.stx_gid : _root.stx_gid;
        if (user != _root.stx_uid || group != _root.stx_gid)
        {
            Kernel.FChOwn(made.Number, user, group);
        }
    }

    private Descriptor Open(Descriptor? directory, string path, int flags, statx status)
    {
        Descriptor Opened() => Kernel.OpenAt(directory?.Number ?? AT_FDCWD, path, flags);
        return IsContainers(status) ? Opened() : AsRoot(Opened);
    }

    private void AsRoot(Action act)
    {
        AsRoot(() =>
        {
            act();
            return 0;
        });
    }

    /// <summary>With the ids of the container's root, and with no right over files beyond: the kernel keeps both for each thread.</summary>
    private T AsRoot<T>(Func<T> act)
    {
        nint group = RawCall.Invoke(SystemCall.setfsgid, (nint)_root.stx_gid);
        nint user = RawCall.Invoke(SystemCall.setfsuid, (nint)_root.stx_uid);
        try
        {
            return act();
        }
        finally
        {
            RawCall.Invoke(SystemCall.setfsuid, user);
            RawCall.Invoke(SystemCall.setfsgid, group);
        }
    }
}
