using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>What a device program sees of an access.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct bpf_cgroup_dev_ctx
{
    public uint access_type;
    public uint major;
    public uint minor;
}
