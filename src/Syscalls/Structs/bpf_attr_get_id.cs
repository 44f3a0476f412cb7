using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The argument of bpf(2) for BPF_PROG_GET_FD_BY_ID.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct bpf_attr_get_id
{
    public uint prog_id;
    public uint next_id;
    public uint open_flags;
}
