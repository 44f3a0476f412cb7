using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The argument of bpf(2) for BPF_PROG_QUERY.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct bpf_attr_prog_query
{
    public uint target_fd;
    public uint attach_type;
    public uint query_flags;
    public uint attach_flags;
    public ulong prog_ids;
    public uint prog_cnt;
}
