using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>What statfs(2) tells of a file system.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct statfs
{
    public long f_type;
    public long f_bsize;
    public long f_blocks;
    public long f_bfree;
    public long f_bavail;
    public long f_files;
    public long f_ffree;
    public fixed int f_fsid[2];
    public long f_namelen;
    public long f_frsize;
    public long f_flags;
    public fixed long f_spare[4];
}
