namespace Runtime.Syscalls;

/// <summary>bpf(2): the instructions of both machines, and the programs of cgroups.</summary>
public static partial class Flags
{
    public const int BPF_LD = 0;
    public const int BPF_LDX = 1;
    public const int BPF_ST = 2;
    public const int BPF_STX = 3;
    public const int BPF_ALU = 4;
    public const int BPF_JMP = 5;
    public const int BPF_RET = 6;
    public const int BPF_MISC = 7;
    public const int BPF_ALU64 = 7;
    public const int BPF_JMP32 = 6;

    public const int BPF_W = 0;
    public const int BPF_H = 8;
    public const int BPF_B = 0x10;
    public const int BPF_DW = 0x18;
    public const int BPF_IMM = 0;
    public const int BPF_ABS = 0x20;
    public const int BPF_IND = 0x40;
    public const int BPF_MEM = 0x60;
    public const int BPF_LEN = 0x80;

    public const int BPF_ADD = 0;
    public const int BPF_SUB = 0x10;
    public const int BPF_OR = 0x40;
    public const int BPF_AND = 0x50;
    public const int BPF_LSH = 0x60;
    public const int BPF_RSH = 0x70;
    public const int BPF_XOR = 0xa0;
    public const int BPF_MOV = 0xb0;

    public const int BPF_JA = 0;
    public const int BPF_JEQ = 0x10;
    public const int BPF_JGT = 0x20;
    public const int BPF_JGE = 0x30;
    public const int BPF_JSET = 0x40;
    public const int BPF_JNE = 0x50;
    public const int BPF_JLT = 0xa0;
    public const int BPF_JLE = 0xb0;
    public const int BPF_EXIT = 0x90;

    public const int BPF_K = 0;
    public const int BPF_X = 8;
    public const int BPF_A = 0x10;
    public const int BPF_TAX = 0;
    public const int BPF_TXA = 0x80;
    public const int BPF_MAXINSNS = 0x1000;

    public const int BPF_REG_0 = 0;
    public const int BPF_REG_1 = 1;
    public const int BPF_REG_2 = 2;
    public const int BPF_REG_3 = 3;
    public const int BPF_REG_4 = 4;
    public const int BPF_REG_5 = 5;
    public const int BPF_REG_6 = 6;
    public const int BPF_REG_7 = 7;
    public const int BPF_REG_8 = 8;
    public const int BPF_REG_9 = 9;
    public const int BPF_REG_10 = 10;

    public const int BPF_PROG_LOAD = 5;
    public const int BPF_PROG_ATTACH = 8;
    public const int BPF_PROG_DETACH = 9;
    public const int BPF_PROG_GET_FD_BY_ID = 13;
    public const int BPF_OBJ_GET_INFO_BY_FD = 15;
    public const int BPF_PROG_QUERY = 16;
    public const int BPF_LINK_CREATE = 28;
    public const int BPF_LINK_UPDATE = 29;

    public const uint BPF_PROG_TYPE_CGROUP_DEVICE = 15;
    public const uint BPF_CGROUP_DEVICE = 6;

    public const uint BPF_F_ALLOW_OVERRIDE = 1;
    public const uint BPF_F_ALLOW_MULTI = 2;
    public const uint BPF_F_REPLACE = 4;
    public const uint BPF_F_QUERY_EFFECTIVE = 1;

    public const uint BPF_DEVCG_ACC_MKNOD = 1;
    public const uint BPF_DEVCG_ACC_READ = 2;
    public const uint BPF_DEVCG_ACC_WRITE = 4;
    public const uint BPF_DEVCG_DEV_BLOCK = 1;
    public const uint BPF_DEVCG_DEV_CHAR = 2;
}
