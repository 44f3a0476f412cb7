using System;
using System.Globalization;
using System.Text;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>One argument of a system call as strace(1) would show it: never an address, never a descriptor's number that only this launch has.</summary>
internal sealed unsafe class ArgumentText(PlanMemory memory)
{
    private const int PermissionDigits = 3;
    private const uint SocketTypeBits = 0xf;

    private readonly StructureText _structures = new(memory);

    /// <param name="kind">What it is.</param>
    /// <param name="value">The argument.</param>
    /// <param name="before">The one before it, which counts what it points to.</param>
    /// <param name="after">The one after it, which may too.</param>
    public string Of(ArgumentKind kind, long value, long before, long after)
    {
        if (FlagTables.Of(kind) is (string, ulong)[] names)
        {
            return OfNames(kind, names, value);
        }

        return kind switch
        {
            ArgumentKind.Number => Number(value),
            ArgumentKind.Word => value == uint.MaxValue ? "UINT_MAX" : Number(value),
            ArgumentKind.Bits => FlagNames.Hexadecimal((ulong)value),
            ArgumentKind.Descriptor => value == AT_FDCWD ? "AT_FDCWD" : Number(value),
            ArgumentKind.Mode => Octal((uint)value),
            ArgumentKind.TypeAndMode => TypeAndMode((uint)value),
            ArgumentKind.Device => Device((ulong)value),
            ArgumentKind.SocketType => SocketType((uint)value),
            _ when value == 0 => "NULL",
            _ when !IsInPlan(value) => FlagNames.Hexadecimal((ulong)value), // no pointer of ours
            ArgumentKind.Text => Quoted.Text(memory.TextAt(value)),
            ArgumentKind.Texts => Texts(value),
            ArgumentKind.Bytes => Bytes(value, after),
            ArgumentKind.Buffer or ArgumentKind.statx or ArgumentKind.statfs or ArgumentKind.siginfo => "buffer",
            ArgumentKind.Ids => Ids(value, before),
            ArgumentKind.NodeMask => Nodes(value, after),
            ArgumentKind.SignalSet => Signals(*(ulong*)memory.At(value)),
            _ => _structures.Of(kind, value),
        };
    }

    /// <summary>A number that may be an address of the plan: then it is told as one, by its place among the texts and structures.</summary>
    public static string Number(long value)
    {
        return IsInPlan(value) ? "plan+" + FlagNames.Hexadecimal((ulong)(value - PlanLayout.Address)) : FlagNames.Number(value);
    }

    public static bool IsInPlan(long value) => value is >= PlanLayout.Data and < PlanLayout.End;

    /// <summary>S_IFREG|0644; with no type, only the permissions.</summary>
    public static string TypeAndMode(uint mode)
    {
        string? type = FileType(mode & S_IFMT);
        uint rest = type is null ? mode : mode & ~S_IFMT;
        return type is null ? Octal(mode) : rest == 0 ? type : type + "|" + Octal(rest);
    }

    /// <summary>The name of a file's type; null: it is none.</summary>
    public static string? FileType(uint type)
    {
        return type switch
        {
            S_IFSOCK => "S_IFSOCK",
            S_IFLNK => "S_IFLNK",
            S_IFREG => "S_IFREG",
            S_IFBLK => "S_IFBLK",
            S_IFDIR => "S_IFDIR",
            S_IFCHR => "S_IFCHR",
            S_IFIFO => "S_IFIFO",
            _ => null,
        };
    }

    private static string OfNames(ArgumentKind kind, (string Name, ulong Value)[] names, long value)
    {
        return kind switch
        {
            ArgumentKind.OpenFlags => FlagNames.Open(value),
            ArgumentKind.MemoryPolicy => MemoryPolicy(names, value),
            < ArgumentKind.AccessMode => FlagNames.One(names, value),
            _ => FlagNames.All(names, value),
        };
    }

    private static string Octal(uint mode)
    {
        string digits = Convert.ToString(mode, 8);
        return mode == 0 ? "0" : "0" + digits.PadLeft(PermissionDigits, '0');
    }

    /// <summary>The major number is in bits 8–19, the minor in the others (makedev(3), as mknod(2) takes it).</summary>
    private static string Device(ulong device)
    {
        if (device == 0)
        {
            return "0";
        }

        ulong major = (device >> 8) & 0xfff;
        ulong minor = (device & 0xff) | ((device >> 12) & 0xfff00);
        return string.Create(CultureInfo.InvariantCulture, $"makedev({major}, {minor})");
    }

    private static string SocketType(uint value)
    {
        string type = (value & SocketTypeBits) switch
        {
            SOCK_STREAM => "SOCK_STREAM",
            SOCK_DGRAM => "SOCK_DGRAM",
            SOCK_RAW => "SOCK_RAW",
            SOCK_SEQPACKET => "SOCK_SEQPACKET",
            uint other => FlagNames.Number(other),
        };
        uint rest = value & ~SocketTypeBits;
        return rest == 0 ? type : type + "|" + FlagNames.All([(nameof(SOCK_CLOEXEC), SOCK_CLOEXEC), (nameof(SOCK_NONBLOCK), SOCK_NONBLOCK)], rest);
    }

    private string Texts(long address)
    {
        StringBuilder list = new("[");
        for (long* text = (long*)memory.At(address); *text != 0; text++)
        {
            list.Append(list.Length > 1 ? ", " + FlagNames.Break : "").Append(Quoted.Text(memory.TextAt(*text)));
        }

        return list.Append(']').ToString();
    }

    private string Bytes(long address, long count)
    {
        return count >= 0 && count <= PlanLayout.End - address
            ? Quoted.Text(Encoding.UTF8.GetString(new ReadOnlySpan<byte>(memory.At(address), (int)count)))
            : Number(address);
    }

    private string Ids(long address, long count)
    {
        StringBuilder list = new("[");
        for (long i = 0; i < count; i++)
        {
            list.Append(i > 0 ? ", " + FlagNames.Break : "").Append(((uint*)memory.At(address))[i]);
        }

        return list.Append(']').ToString();
    }

    private string Nodes(long address, long size)
    {
        StringBuilder list = new("[");
        for (int node = 0; node < size - 1; node++)
        {
            if ((memory.At(address)[node / 8] & (1 << (node % 8))) != 0)
            {
                list.Append(list.Length > 1 ? ", " + FlagNames.Break : "").Append(node);
            }
        }

        return list.Append(']').ToString();
    }

    /// <summary>The mode is a number, the flags are the bits above it.</summary>
    private static string MemoryPolicy((string Name, ulong Value)[] names, long value)
    {
        (string, ulong)[] flags = [
            (nameof(MPOL_F_STATIC_NODES), MPOL_F_STATIC_NODES), (nameof(MPOL_F_RELATIVE_NODES), MPOL_F_RELATIVE_NODES),
            (nameof(MPOL_F_NUMA_BALANCING), MPOL_F_NUMA_BALANCING),
        ];
        const long All = MPOL_F_STATIC_NODES | MPOL_F_RELATIVE_NODES | MPOL_F_NUMA_BALANCING;
        string mode = FlagNames.One(names, value & ~All);
        return (value & All) == 0 ? mode : mode + "|" + FlagNames.All(flags, value & All);
    }

    private static string Signals(ulong set)
    {
        StringBuilder list = new("[");
        for (int signal = 1; signal <= SIGRTMAX; signal++)
        {
            if ((set & (1UL << (signal - 1))) != 0)
            {
                list.Append(list.Length > 1 ? " " : "").Append(FlagNames.One(FlagTables.Of(ArgumentKind.Signal)!, signal));
            }
        }

        return list.Append(']').ToString();
    }
}
