using System;
using System.Collections.Generic;
using System.Text;
using Runtime.Config;
using Runtime.Plan;
using Xunit;

namespace Runtime.Tests.Plan;

public sealed class SyscallTableTests
{
    [Fact]
    public void Every_name_is_found_at_its_place()
    {
        for (int i = 0; i < SyscallTable.Count; i++)
        {
            string name = Encoding.UTF8.GetString(SyscallTable.NameOf(i));

            Assert.Equal(i, SyscallTable.Find(name));
            Assert.Equal(-1, SyscallTable.Find(name + "?"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Read")]
    [InlineData("réad")]
    [InlineData("no_such_call")]
    public void A_name_no_kernel_has_is_not_found(string name)
    {
        Assert.Equal(-1, SyscallTable.Find(name));
    }

    /// <summary>Where the headers of the kernel and libseccomp 2.5 differ, the headers are right.</summary>
    private static readonly string[] s_differences =
    [
        "SCMP_ARCH_X32 map_shadow_stack: 1073742277, libseccomp -10245",
        "SCMP_ARCH_ARM sync_file_range2: 341, libseccomp -10089",
        "SCMP_ARCH_PARISC64 _llseek: -1, libseccomp 140",
    ];

    [Fact]
    public void Numbers_are_those_of_libseccomp()
    {
        List<string> differences = [];
        foreach (SeccompArch architecture in Libseccomp.Architectures)
        {
            SeccompAbi abi = SeccompAbi.Of(architecture);
            for (int i = 0; i < SyscallTable.Count; i++)
            {
                string name = Encoding.UTF8.GetString(SyscallTable.NameOf(i));
                long ours = abi.Column[i] == SyscallTable.Absent ? -1 : abi.NumberOf(abi.Column[i]);
                long theirs = Libseccomp.NumberOf(architecture, name);
                if (ours != Math.Max(-1, theirs) && Libseccomp.Knows(name) && !Libseccomp.IsMultiplexed(theirs))
                {
                    differences.Add($"{architecture} {name}: {ours}, libseccomp {theirs}");
                }
            }
        }

        Assert.Equal(s_differences, differences);
    }
}
