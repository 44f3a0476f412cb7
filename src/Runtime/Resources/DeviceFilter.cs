using System;
using Runtime.Config;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Resources;

/// <summary>Attaches a device program to a cgroup v2 directory, in place of the one that was there.</summary>
internal static unsafe class DeviceFilter
{
    private const int MostPrograms = 64; // BPF_CGROUP_MAX_PROGS

    /// <summary>Filters for a cgroup that was just made.</summary>
    /// <param name="directory">The cgroup.</param>
    /// <param name="configured"><c>linux.resources.devices</c>.</param>
    /// <param name="permission">Whether a user without the right to load programs may go without.</param>
    public static void Attach(Descriptor directory, DeviceRuleSpec[] configured, CgroupPermission permission)
    {
        ReadOnlySpan<DeviceRuleSpec> rules = DeviceRules.InForce(configured);
        using Descriptor? program = DeviceRules.AllowEverything(rules) ? null : Load(rules, permission);
        if (program is not null)
        {
            Attach(directory, program, 0, 0);
        }
    }

    /// <summary>Changes what is filtered; the processes inside are never without a filter.</summary>
    /// <param name="directory">The cgroup.</param>
    /// <param name="configured"><c>linux.resources.devices</c>.</param>
    /// <param name="permission">Whether a user without the right to load programs may go without.</param>
    public static void Replace(Descriptor directory, DeviceRuleSpec[] configured, CgroupPermission permission)
    {
        ReadOnlySpan<DeviceRuleSpec> rules = DeviceRules.InForce(configured);
        using Descriptor? program = DeviceRules.AllowEverything(rules) ? null : Load(rules, permission);
        Span<uint> ids = stackalloc uint[MostPrograms];
        ids = ids[..Query(directory, ids)];
        if (program is not null && ids.Length == 1)
        {
            using Descriptor old = Open(ids[0]);
            Attach(directory, program, BPF_F_REPLACE, (uint)old.Number);
            return;
        }
        // All programs of a cgroup must agree to an access, so the new one is added before the old ones go.
        if (program is not null)
        {
            Attach(directory, program, 0, 0);
        }
        foreach (uint id in ids)
        {
            using Descriptor old = Open(id);
            bpf_attr_prog_attach detach = new()
            {
                target_fd = (uint)directory.Number,
                attach_bpf_fd = (uint)old.Number,
                attach_type = BPF_CGROUP_DEVICE,
            };
            Kernel.Bpf(BPF_PROG_DETACH, &detach, sizeof(bpf_attr_prog_attach), "detaching the program that filtered devices");
        }
    }

    /// <summary>How many device programs a cgroup has itself.</summary>
    public static int Count(Descriptor directory)
    {
        return Query(directory, stackalloc uint[MostPrograms]);
    }

    /// <summary>
    /// bpf(2) and the v1 list are not for unprivileged users, nor inside a user namespace. There the kernel does not let a
    /// container make device nodes either.
    /// </summary>
    public static bool MayDoWithout(CgroupPermission permission)
    {
        return permission != CgroupPermission.Required || IsInUserNamespace();
    }

    private static Descriptor? Load(ReadOnlySpan<DeviceRuleSpec> rules, CgroupPermission permission)
    {
        bpf_insn[] code = DeviceProgram.Compile(rules);
        int loaded = TryLoad(code);
        if (loaded == -Errno.EPERM)
        {
            loaded = TryLoadWithoutMemoryLimit(code);
        }
        if (loaded is -Errno.EPERM or -Errno.EACCES && MayDoWithout(permission))
        {
            return null;
        }
        return loaded >= 0 ? new Descriptor(loaded) : throw new KernelException("loading the program that filters devices", -loaded);
    }

    private static int TryLoad(bpf_insn[] code)
    {
        fixed (bpf_insn* instructions = code)
        fixed (byte* license = "Apache-2.0\0"u8)
        {
            bpf_attr_prog_load load = new()
            {
                prog_type = BPF_PROG_TYPE_CGROUP_DEVICE,
                insn_cnt = (uint)code.Length,
                insns = (ulong)instructions,
                license = (ulong)license,
            };
            int loaded;
            do
            {
                loaded = Kernel.TryBpf(BPF_PROG_LOAD, &load, sizeof(bpf_attr_prog_load));
            }
            while (loaded == -Errno.EAGAIN); // a signal came while the verifier was at work
            return loaded;
        }
    }

    // Before Linux 5.11 programs counted as locked memory of the user. The limit is put back, since the container inherits it.
    private static int TryLoadWithoutMemoryLimit(bpf_insn[] code)
    {
        rlimit64 before = Kernel.GetRlimit(0, RLIMIT_MEMLOCK);
        if (Kernel.TrySetRlimit(0, RLIMIT_MEMLOCK, new rlimit64 { rlim_cur = RLIM64_INFINITY, rlim_max = RLIM64_INFINITY }) < 0)
        {
            return -Errno.EPERM;
        }
        int loaded = TryLoad(code);
        Kernel.SetRlimit(0, RLIMIT_MEMLOCK, before);
        return loaded;
    }

    private static void Attach(Descriptor directory, Descriptor program, uint flags, uint replaced)
    {
        bpf_attr_prog_attach attach = new()
        {
            target_fd = (uint)directory.Number,
            attach_bpf_fd = (uint)program.Number,
            attach_type = BPF_CGROUP_DEVICE,
            attach_flags = BPF_F_ALLOW_MULTI | flags, // MULTI: systemd and cgroups below add programs of their own
            replace_bpf_fd = replaced,
        };
        Kernel.Bpf(BPF_PROG_ATTACH, &attach, sizeof(bpf_attr_prog_attach), "attaching the program that filters devices");
    }

    private static int Query(Descriptor directory, Span<uint> ids)
    {
        fixed (uint* first = ids)
        {
            bpf_attr_prog_query query = new()
            {
                target_fd = (uint)directory.Number,
                attach_type = BPF_CGROUP_DEVICE,
                prog_ids = (ulong)first,
                prog_cnt = (uint)ids.Length,
            };
            int error = Kernel.TryBpf(BPF_PROG_QUERY, &query, sizeof(bpf_attr_prog_query));
            if (error == -Errno.EPERM)
            {
                return 0; // whoever may not ask has not attached one
            }
            return error >= 0 ? (int)query.prog_cnt : throw new KernelException("listing the programs that filter devices", -error);
        }
    }

    private static Descriptor Open(uint id)
    {
        bpf_attr_get_id get = new() { prog_id = id };
        return new Descriptor(Kernel.Bpf(BPF_PROG_GET_FD_BY_ID, &get, sizeof(bpf_attr_get_id), "opening the program that filters devices"));
    }

    public static bool IsInUserNamespace()
    {
        string[] map = Kernel.ReadText("/proc/self/uid_map").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return map is not ["0", "0", "4294967295"];
    }
}
