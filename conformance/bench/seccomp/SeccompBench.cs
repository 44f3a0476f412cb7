using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Runtime.Config;
using Runtime.Plan;
using Runtime.Syscalls;

namespace Runtime.Bench;

/// <summary>Times the compiler on the profile of a config.json, once in a cold process and then warm, beside libseccomp.</summary>
internal static unsafe partial class SeccompBench
{
    private static int Main(string[] arguments)
    {
        SeccompSpec spec = SpecReader.ReadSpec(arguments[0], File.ReadAllBytes(arguments[0])).Linux.Seccomp!;
        bool isPeer = arguments is [_, "libseccomp"];
        double cold = Measure(spec, isPeer, out int length);
        double[] warm = new double[isPeer ? 9 : 500]; // a round of libseccomp takes tens of milliseconds
        for (int i = 0; i < warm.Length; i++)
        {
            warm[i] = Measure(spec, isPeer, out length);
        }

        Array.Sort(warm);
        Console.WriteLine($"{cold:f1} {warm[warm.Length / 2]:f1} {length}");
        return 0;
    }

    /// <summary>Microseconds.</summary>
    private static double Measure(SeccompSpec spec, bool isPeer, out int length)
    {
        long start = Stopwatch.GetTimestamp();
        length = isPeer ? CompileWithLibseccomp(spec) : SeccompCompiler.Compile(spec).Instructions.Length;
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    /// <summary>As runc does: rule by rule, with the binary tree, exported to a memfd.</summary>
    private static int CompileWithLibseccomp(SeccompSpec spec)
    {
        nint context = seccomp_init(Flags.SECCOMP_RET_ERRNO | 1);
        seccomp_arch_add(context, Flags.AUDIT_ARCH_I386);
        seccomp_arch_add(context, 0x4000003e);
        seccomp_attr_set(context, 8, 2);
        Comparison* comparisons = stackalloc Comparison[6];
        foreach (SeccompSyscallSpec rule in spec.Syscalls)
        {
            for (int i = 0; i < rule.Args.Length; i++)
            {
                SeccompArgSpec arg = rule.Args[i];
                comparisons[i] = new Comparison { Argument = arg.Index, Operator = 1 + (int)arg.Op, First = arg.Value, Second = arg.ValueTwo };
            }

            foreach (string name in rule.Names)
            {
                byte[] text = Encoding.UTF8.GetBytes(name + "\0");
                fixed (byte* pointer = text)
                {
                    uint action = rule.Action == SeccompAction.SCMP_ACT_ALLOW ? Flags.SECCOMP_RET_ALLOW : Flags.SECCOMP_RET_ERRNO | (rule.ErrnoRet ?? 1);
                    seccomp_rule_add_array(context, action, seccomp_syscall_resolve_name(pointer), (uint)rule.Args.Length, comparisons);
                }
            }
        }

        fixed (byte* name = "filter\0"u8)
        {
            int file = memfd_create(name, 0);
            seccomp_export_bpf(context, file);
            seccomp_release(context);
            int length = (int)(lseek(file, 0, 2) / sizeof(sock_filter));
            close(file);
            return length;
        }
    }

    private struct Comparison
    {
        public uint Argument;
        public int Operator;
        public ulong First;
        public ulong Second;
    }

    [LibraryImport("libseccomp.so.2")]
    private static partial nint seccomp_init(uint defaultAction);

    [LibraryImport("libseccomp.so.2")]
    private static partial void seccomp_release(nint context);

    [LibraryImport("libseccomp.so.2")]
    private static partial int seccomp_arch_add(nint context, uint token);

    [LibraryImport("libseccomp.so.2")]
    private static partial int seccomp_attr_set(nint context, int attribute, uint value);

    [LibraryImport("libseccomp.so.2")]
    private static partial int seccomp_syscall_resolve_name(byte* name);

    [LibraryImport("libseccomp.so.2")]
    private static partial int seccomp_rule_add_array(nint context, uint action, int number, uint count, Comparison* comparisons);

    [LibraryImport("libseccomp.so.2")]
    private static partial int seccomp_export_bpf(nint context, int file);

    [LibraryImport("libc")]
    private static partial int memfd_create(byte* name, uint flags);

    [LibraryImport("libc")]
    private static partial long lseek(int file, long offset, int origin);

    [LibraryImport("libc")]
    private static partial int close(int file);
}
