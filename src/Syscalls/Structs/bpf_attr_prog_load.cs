using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The argument of bpf(2) for BPF_PROG_LOAD, as far as a device program needs it.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct bpf_attr_prog_load
{
    public uint prog_type;
    public uint insn_cnt;
    public ulong insns;
    public ulong license;
    public uint log_level;
    public uint log_size;
    public ulong log_buf;
    public uint kern_version;
    public uint prog_flags;
    public fixed byte prog_name[16];
    public uint prog_ifindex;
    public uint expected_attach_type;
}
