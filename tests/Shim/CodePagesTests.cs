using System;
using System.Collections.Generic;
using System.IO;

using Runtime.Shim;
using Runtime.Syscalls;
using Runtime.Tests.State;

using Xunit;

using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Shim;

public sealed class CodePagesTests
{
    [Fact]
    public void Only_what_no_one_has_written_is_let_go()
    {
        ReadOnlySpan<byte> smaps =
            """
            00401000-005e5000 r-xp 00001000 fe:00 53                                 /usr/sbin/runtime-shim
            Size:               1936 kB
            Anonymous:             0 kB
            AnonHugePages:         0 kB
            VmFlags: rd ex mr mw me sd
            00627000-006ac000 r--p 00227000 fe:00 53                                 /usr/sbin/runtime-shim
            Anonymous:             0 kB
            006ac000-006b1000 r--p 002ab000 fe:00 53                                 /usr/sbin/runtime-shim
            Anonymous:            20 kB
            006b1000-006f8000 rw-p 002b0000 fe:00 53                                 /usr/sbin/runtime-shim
            Anonymous:             0 kB
            7fe106c14000-7fe106c15000 r--p 00000000 00:00 0
            Anonymous:             0 kB
            7fe106c1b000-7fe106c1d000 r-xp 00000000 00:00 0                          [vdso]
            Anonymous:             0 kB
            """u8;

        Assert.Equal([new CodeRange(0x401000, 0x1e4000), new CodeRange(0x627000, 0x85000)], CodePages.In(smaps));
    }

    [Fact]
    public unsafe void What_was_let_go_comes_back_with_its_first_use()
    {
        const int Size = 64 << 10;
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "code");
        byte[] bytes = new byte[Size];
        Array.Fill(bytes, (byte)7);
        File.WriteAllBytes(path, bytes);
        using Descriptor file = Kernel.Open(path, O_RDONLY);
        byte* memory = (byte*)Kernel.MMap(0, Size, PROT_READ, MAP_PRIVATE, file.Number, 0);
        try
        {
            Assert.Equal(7, memory[0]);
            List<CodeRange> own = CodePages.In(File.ReadAllBytes("/proc/self/smaps")).FindAll(range => range.Start == (nint)memory);
            Assert.Equal([new CodeRange((nint)memory, Size)], own);
            Assert.NotEqual(0, Resident(path));

            CodePages.Release(own);

            Assert.Equal(0, Resident(path));
            Assert.Equal(7, memory[Size - 1]);
        }
        finally
        {
            Kernel.MUnmap(memory, Size);
        }
    }

    private static int Resident(string path)
    {
        string smaps = File.ReadAllText("/proc/self/smaps");
        string own = smaps[smaps.IndexOf(path, StringComparison.Ordinal)..];
        string rss = own[(own.IndexOf("\nRss:", StringComparison.Ordinal) + 5)..];
        return int.Parse(rss[..rss.IndexOf("kB", StringComparison.Ordinal)], null);
    }
}
