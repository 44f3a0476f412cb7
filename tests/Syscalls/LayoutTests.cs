using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using Xunit;

namespace Runtime.Tests.Syscalls;

/// <summary>Every number, constant and struct of Syscalls, for both architectures, against the kernel's headers.</summary>
public sealed class LayoutTests(CompiledSyscalls compiled) : IClassFixture<CompiledSyscalls>
{
    /// <summary>Younger than the headers of Debian 12 (6.1): checked wherever the headers are new enough.</summary>
    private static readonly Dictionary<string, (int Major, int Minor)> s_newer = new()
    {
        ["F_SEAL_EXEC"] = (6, 3),
        ["MFD_NOEXEC_SEAL"] = (6, 3),
        ["MFD_EXEC"] = (6, 3),
        ["PR_SET_MDWE"] = (6, 3),
        ["MOVE_MOUNT_BENEATH"] = (6, 5),
        ["FSCONFIG_CMD_CREATE_EXCL"] = (6, 6),
        ["STATX_MNT_ID_UNIQUE"] = (6, 8),
        ["MPOL_WEIGHTED_INTERLEAVE"] = (6, 9),
        ["SCHED_EXT"] = (6, 12),
        ["__NR_fchmodat2"] = (6, 6),
        ["__NR_statmount"] = (6, 8),
        ["__NR_listmount"] = (6, 8),
        ["__NR_mseal"] = (6, 10),
        ["__NR_open_tree_attr"] = (6, 15),
    };

    /// <summary>In no header a program can include, as far as x64 goes: where the kernel has them.</summary>
    private static readonly Dictionary<string, string> s_unpublished = new()
    {
        ["MQUEUE_MAGIC"] = "ipc/mqueue.c",
        ["ST_NOSYMFOLLOW"] = "include/linux/statfs.h",
        ["SIGRTMAX"] = "_NSIG in arch/x86/include/asm/signal.h",
        ["SIG_DFL"] = "a pointer in the headers, which no constant expression may look at",
        ["SIG_IGN"] = "see SIG_DFL",
    };

    private static readonly string[] s_libraryFamilies =
    [
        "AF_", "SOCK_", "MSG_", "SOL_", "SCM_", "SHUT_", "SOMAXCONN", "ST_", "DT_", "UTIME_", "MNT_", "UMOUNT_", "IFF_", "IF_NAMESIZE", "EFD_",
        "F_OK", "R_OK", "W_OK", "X_OK",
    ];

    /// <summary>The structs that are not <c>struct name</c>, or that are in the C library's headers only.</summary>
    private static readonly Dictionary<string, CStruct> s_structs = new()
    {
        ["siginfo"] = new("siginfo_t"),
        ["bpf_attr_prog_load"] = new("union bpf_attr") { IsPart = true },
        ["bpf_attr_prog_attach"] = new("union bpf_attr") { IsPart = true },
        ["bpf_attr_prog_query"] = new("union bpf_attr") { IsPart = true, Prefix = "query." },
        ["bpf_attr_get_id"] = new("union bpf_attr") { IsPart = true },
        ["clone_args"] = new("struct clone_args") { IsPart = true },
        ["open_how"] = new("struct open_how") { IsPart = true },
        ["mount_attr"] = new("struct mount_attr") { IsPart = true },
        ["sched_attr"] = new("struct sched_attr") { IsPart = true },
        ["linux_dirent64"] = new("struct dirent64") { IsPart = true, IsOfLibrary = true },
        ["msghdr"] = new("struct msghdr") { IsOfLibrary = true },
        ["cmsghdr"] = new("struct cmsghdr") { IsOfLibrary = true },
        ["ifreq"] = new("struct ifreq") { IsOfLibrary = true },
        ["ucred"] = new("struct ucred") { IsOfLibrary = true },
    };

    [Theory]
    [InlineData("x64", 360)]
    [InlineData("arm64", 300)]
    public void Call_numbers_are_those_of_the_headers(string architecture, int atLeast)
    {
        string[] statements = [.. Constants(architecture, "SystemCall").Select(field => Equal("__NR_" + field.Name, Value(field)))];

        Assert.True(statements.Length >= atLeast, $"only {statements.Length} calls");
        AssertTrue(KernelHeaders.CheckKernel(architecture, statements));
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void Flags_are_those_of_the_headers(string architecture)
    {
        FieldInfo[] published = [.. Constants(architecture, "Flags").Where(field => !s_unpublished.ContainsKey(field.Name))];
        ILookup<bool, string> statements = published.ToLookup(field => IsOfLibrary(field.Name), field => Equal(field.Name, Value(field)));

        Assert.True(statements[false].Count() > 500, $"only {statements[false].Count()} flags");
        Assert.True(statements[true].Count() > 50, $"only {statements[true].Count()} flags of the C library");
        AssertTrue(KernelHeaders.CheckKernel(architecture, statements[false]));
        AssertTrue(KernelHeaders.CheckLibrary(statements[true]));
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void Error_numbers_are_those_of_the_headers(string architecture)
    {
        string[] statements = [.. Constants(architecture, "Errno").Select(field => Equal(field.Name, Value(field)))];

        Assert.Equal(131, statements.Length);
        AssertTrue(KernelHeaders.CheckKernel(architecture, statements));
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void Structs_are_laid_out_as_in_the_headers(string architecture)
    {
        Type[] structs = [.. compiled.For(architecture).GetExportedTypes().Where(IsKernelStruct)];
        ILookup<bool, string> statements = structs
            .SelectMany(type => Layout(type).Select(statement => (Counterpart(type).IsOfLibrary, statement)))
            .ToLookup(pair => pair.IsOfLibrary, pair => pair.statement);

        Assert.True(structs.Length > 40, $"only {structs.Length} structs");
        AssertTrue(KernelHeaders.CheckKernel(architecture, statements[false]));
        AssertTrue(KernelHeaders.CheckLibrary(statements[true]));
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void A_false_statement_is_noticed(string architecture)
    {
        Command check = KernelHeaders.CheckKernel(architecture, [Equal("__NR_openat2", 438)]);

        Assert.NotEqual(0, check.ExitCode);
        Assert.Contains("static assertion failed: \"__NR_openat2 is 438\"", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_architectures_have_the_same_constants_and_structs()
    {
        Assert.Equal(Names("x64", "Flags"), Names("arm64", "Flags"));
        Assert.Equal(Types("x64"), Types("arm64"));

        IEnumerable<string> Types(string architecture)
        {
            return compiled.For(architecture).GetExportedTypes()
                .Where(type => !type.IsNested)
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal);
        }

        IEnumerable<string> Names(string architecture, string type)
        {
            return Constants(architecture, type).Select(field => field.Name).Order(StringComparer.Ordinal);
        }
    }

    private IEnumerable<FieldInfo> Constants(string architecture, string type)
    {
        return compiled.For(architecture).GetType("Runtime.Syscalls." + type, throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral);
    }

    private static bool IsKernelStruct(Type type)
    {
        return type.IsValueType && !type.IsNested && !type.IsByRefLike && char.IsLower(type.Name.TrimStart('_')[0]);
    }

    private static bool IsOfLibrary(string constant)
    {
        return Array.Exists(s_libraryFamilies, family => constant.StartsWith(family, StringComparison.Ordinal));
    }

    private static CStruct Counterpart(Type type)
    {
        return s_structs.GetValueOrDefault(type.Name) ?? new CStruct("struct " + type.Name);
    }

    private static IEnumerable<string> Layout(Type type)
    {
        CStruct counterpart = Counterpart(type);
        int size = Marshal.SizeOf(type);
        yield return $"_Static_assert(sizeof({counterpart.Name}) {(counterpart.IsPart ? ">=" : "==")} {size}, \"size of {type.Name} is {size}\");";
        foreach (FieldInfo field in type.GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            // Padding has no name in C, and the two registers of an instruction are bit fields, which have no offset.
            if (field.Name.StartsWith("__", StringComparison.Ordinal) || (type.Name, field.Name) == ("bpf_insn", "regs"))
            {
                continue;
            }
            string name = counterpart.Prefix + field.Name;
            int offset = (int)Marshal.OffsetOf(type, field.Name);
            int width = Marshal.SizeOf(field.FieldType.IsPointer ? typeof(nint) : field.FieldType);
            yield return $"_Static_assert(__builtin_offsetof({counterpart.Name}, {name}) == {offset}, \"{type.Name}.{field.Name} is at {offset}\");";
            yield return $"_Static_assert(sizeof((({counterpart.Name} *)0)->{name}) == {width}, \"{type.Name}.{field.Name} has {width} bytes\");";
        }
    }

    private static string Equal(string name, long value)
    {
        string statement = string.Create(CultureInfo.InvariantCulture, $"_Static_assert((long long)({name}) == {value}, \"{name} is {value}\");");
        return s_newer.TryGetValue(name, out (int Major, int Minor) since)
            ? $"#if LINUX_VERSION_CODE >= KERNEL_VERSION({since.Major}, {since.Minor}, 0)\n{statement}\n#endif"
            : statement;
    }

    private static long Value(FieldInfo field)
    {
        object value = field.GetRawConstantValue()!;
        return value is ulong unsigned ? unchecked((long)unsigned) : Convert.ToInt64(value, CultureInfo.InvariantCulture);
    }

    private static void AssertTrue(Command check)
    {
        Assert.True(check.ExitCode == 0, check.Output);
    }

    /// <param name="Name">What C calls it.</param>
    private sealed record CStruct(string Name)
    {
        /// <summary>Where the fields are inside it.</summary>
        public string Prefix { get; init; } = "";

        /// <summary>The kernel's is longer, or may become so: its size is passed with it.</summary>
        public bool IsPart { get; init; }

        public bool IsOfLibrary { get; init; }
    }
}
