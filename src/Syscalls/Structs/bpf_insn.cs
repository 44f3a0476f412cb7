using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>An instruction of an eBPF program; the target register is the low half of <c>regs</c>, the source the high half.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct bpf_insn
{
    public byte code;
    public byte regs;
    public short off;
    public int imm;
}
