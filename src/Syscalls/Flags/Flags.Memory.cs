namespace Runtime.Syscalls;

/// <summary>mmap(2), madvise(2), set_mempolicy(2).</summary>
public static partial class Flags
{
    public const int PROT_NONE = 0;
    public const int PROT_READ = 1;
    public const int PROT_WRITE = 2;
    public const int PROT_EXEC = 4;
    public const int MAP_SHARED = 1;
    public const int MAP_PRIVATE = 2;
    public const int MAP_FIXED = 0x10;
    public const int MAP_ANONYMOUS = 0x20;
    public const int MAP_POPULATE = 0x8000;
    public const int MAP_FIXED_NOREPLACE = 0x100000;

    public const int MADV_DONTNEED = 4;
    public const int MADV_POPULATE_WRITE = 23;

    public const int MPOL_DEFAULT = 0;
    public const int MPOL_PREFERRED = 1;
    public const int MPOL_BIND = 2;
    public const int MPOL_INTERLEAVE = 3;
    public const int MPOL_LOCAL = 4;
    public const int MPOL_PREFERRED_MANY = 5;
    public const int MPOL_WEIGHTED_INTERLEAVE = 6;

    public const int MPOL_F_STATIC_NODES = 0x8000;
    public const int MPOL_F_RELATIVE_NODES = 0x4000;
    public const int MPOL_F_NUMA_BALANCING = 0x2000;
}
