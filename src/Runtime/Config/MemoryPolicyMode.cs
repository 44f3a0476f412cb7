using System;

namespace Runtime.Config;

/// <summary>The modes of set_mempolicy(2); the values are the kernel's.</summary>
internal enum MemoryPolicyMode
{
    MPOL_DEFAULT,
    MPOL_PREFERRED,
    MPOL_BIND,
    MPOL_INTERLEAVE,
    MPOL_LOCAL,
    MPOL_PREFERRED_MANY,
    MPOL_WEIGHTED_INTERLEAVE,
}

/// <summary>The mode flags of set_mempolicy(2), or-ed to the mode; the values are the kernel's.</summary>
[Flags]
internal enum MemoryPolicyFlags
{
    None = 0,
    MPOL_F_NUMA_BALANCING = 1 << 13,
    MPOL_F_RELATIVE_NODES = 1 << 14,
    MPOL_F_STATIC_NODES = 1 << 15,
}
