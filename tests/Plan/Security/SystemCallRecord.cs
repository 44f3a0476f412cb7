using System;
using System.Buffers.Binary;

namespace Runtime.Tests.Plan;

/// <summary>The seccomp_data of a call, on a machine of either byte order.</summary>
internal readonly record struct SystemCallRecord(uint Audit, uint Number, ulong A0 = 0, ulong A1 = 0, ulong A2 = 0, ulong A3 = 0, ulong A4 = 0, ulong A5 = 0)
{
    public ulong Argument(uint index) => index switch { 0 => A0, 1 => A1, 2 => A2, 3 => A3, 4 => A4, _ => A5 };

    public SystemCallRecord With(uint index, ulong value) => index switch
    {
        0 => this with { A0 = value },
        1 => this with { A1 = value },
        2 => this with { A2 = value },
        3 => this with { A3 = value },
        4 => this with { A4 = value },
        _ => this with { A5 = value },
    };

    public void WriteTo(Span<byte> data, bool isBigEndian)
    {
        WriteUInt32(data, Number, isBigEndian);
        WriteUInt32(data[4..], Audit, isBigEndian);
        WriteUInt64(data[8..], 0x7fff_0000_1234, isBigEndian);
        for (uint i = 0; i < 6; i++)
        {
            WriteUInt64(data[(16 + (8 * (int)i))..], Argument(i), isBigEndian);
        }
    }

    private static void WriteUInt32(Span<byte> data, uint value, bool isBigEndian)
    {
        if (isBigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(data, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(data, value);
        }
    }

    private static void WriteUInt64(Span<byte> data, ulong value, bool isBigEndian)
    {
        if (isBigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(data, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(data, value);
        }
    }
}
