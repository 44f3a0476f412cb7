using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>What fstat(2) tells of a file, on x64.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct stat
{
    public ulong st_dev;
    public ulong st_ino;
    public ulong st_nlink;
    public uint st_mode;
    public uint st_uid;
    public uint st_gid;
    public uint __pad0;
    public ulong st_rdev;
    public long st_size;
    public long st_blksize;
    public long st_blocks;
    public ulong st_atime;
    public ulong st_atime_nsec;
    public ulong st_mtime;
    public ulong st_mtime_nsec;
    public ulong st_ctime;
    public ulong st_ctime_nsec;
    public fixed long __unused[3];
}
