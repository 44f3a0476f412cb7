using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>What fstat(2) tells of a file, on arm64.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct stat
{
    public ulong st_dev;
    public ulong st_ino;
    public uint st_mode;
    public uint st_nlink;
    public uint st_uid;
    public uint st_gid;
    public ulong st_rdev;
    public ulong __pad1;
    public long st_size;
    public int st_blksize;
    public int __pad2;
    public long st_blocks;
    public long st_atime;
    public ulong st_atime_nsec;
    public long st_mtime;
    public ulong st_mtime_nsec;
    public long st_ctime;
    public ulong st_ctime_nsec;
    public uint __unused4;
    public uint __unused5;
}
