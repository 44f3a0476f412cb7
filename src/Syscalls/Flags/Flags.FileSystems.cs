namespace Runtime.Syscalls;

/// <summary>statfs(2): the kinds of file systems and their state.</summary>
public static partial class Flags
{
    public const uint TMPFS_MAGIC = 0x1021994;
    public const uint RAMFS_MAGIC = 0x858458f6;
    public const uint PROC_SUPER_MAGIC = 0x9fa0;
    public const uint SYSFS_MAGIC = 0x62656572;
    public const uint DEVPTS_SUPER_MAGIC = 0x1cd1;
    public const uint CGROUP_SUPER_MAGIC = 0x27e0eb;
    public const uint CGROUP2_SUPER_MAGIC = 0x63677270;
    public const uint OVERLAYFS_SUPER_MAGIC = 0x794c7630;
    public const uint NSFS_MAGIC = 0x6e736673;
    public const uint BPF_FS_MAGIC = 0xcafe4a11;
    public const uint SECURITYFS_MAGIC = 0x73636673;
    public const uint SELINUX_MAGIC = 0xf97cff8c;
    public const uint DEBUGFS_MAGIC = 0x64626720;
    public const uint TRACEFS_MAGIC = 0x74726163;
    public const uint BINFMTFS_MAGIC = 0x42494e4d;
    public const uint EXT4_SUPER_MAGIC = 0xef53;
    public const uint XFS_SUPER_MAGIC = 0x58465342;
    public const uint BTRFS_SUPER_MAGIC = 0x9123683e;
    public const uint NFS_SUPER_MAGIC = 0x6969;
    public const uint FUSE_SUPER_MAGIC = 0x65735546;
    public const uint RDTGROUP_SUPER_MAGIC = 0x7655821;

    public const uint MQUEUE_MAGIC = 0x19800202;

    public const ulong ST_RDONLY = 1;
    public const ulong ST_NOSUID = 2;
    public const ulong ST_NODEV = 4;
    public const ulong ST_NOEXEC = 8;
    public const ulong ST_SYNCHRONOUS = 0x10;
    public const ulong ST_MANDLOCK = 0x40;
    public const ulong ST_NOATIME = 0x400;
    public const ulong ST_NODIRATIME = 0x800;
    public const ulong ST_RELATIME = 0x1000;

    public const ulong ST_NOSYMFOLLOW = 0x2000;
}
