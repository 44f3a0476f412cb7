using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;

namespace Runtime.Tests.Init;

/// <summary>The headers of a 64-bit little-endian ELF file (elf(5)).</summary>
internal sealed class ElfFile
{
    public const ushort ET_EXEC = 2;
    public const ushort EM_X86_64 = 62;
    public const ushort EM_AARCH64 = 183;
    public const uint PT_DYNAMIC = 2;
    public const uint PT_INTERP = 3;
    public const uint PF_X = 1;
    public const uint PF_W = 2;

    private const int ProgramHeaders = 32;
    private const int ProgramHeaderSize = 54;
    private const int ProgramHeaderCount = 56;

    private ElfFile(long size, ushort type, ushort machine, Segment[] segments)
    {
        Size = size;
        Type = type;
        Machine = machine;
        Segments = segments;
    }

    public long Size { get; }

    public ushort Type { get; }

    public ushort Machine { get; }

    public Segment[] Segments { get; }

    public static ElfFile Read(string path)
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(path);
        if (!file.StartsWith("\u007fELF\u0002\u0001"u8))
        {
            throw new InvalidDataException($"{path} is no 64-bit little-endian ELF file");
        }

        List<Segment> segments = [];
        int at = (int)BinaryPrimitives.ReadInt64LittleEndian(file[ProgramHeaders..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(file[ProgramHeaderSize..]);
        for (int count = BinaryPrimitives.ReadUInt16LittleEndian(file[ProgramHeaderCount..]); count > 0; count--, at += size)
        {
            segments.Add(new Segment(BinaryPrimitives.ReadUInt32LittleEndian(file[at..]), BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..])));
        }

        return new ElfFile(file.Length, BinaryPrimitives.ReadUInt16LittleEndian(file[16..]), BinaryPrimitives.ReadUInt16LittleEndian(file[18..]), segments.ToArray());
    }

    internal sealed record Segment(uint Type, uint Flags);
}
