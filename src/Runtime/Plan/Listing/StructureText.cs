using System.Globalization;
using System.Text;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>The structures that system calls point to, field by field; a field that is zero and need not be seen is left out.</summary>
internal sealed unsafe class StructureText(PlanMemory memory)
{
    public string Of(ArgumentKind kind, long address)
    {
        return kind switch
        {
            ArgumentKind.open_how => OpenHow(*(open_how*)memory.At(address)),
            ArgumentKind.mount_attr => Attributes(*(mount_attr*)memory.At(address)),
            ArgumentKind.sigaction => Action(*(sigaction*)memory.At(address)),
            ArgumentKind.cap_header => CapabilityHeader(*(__user_cap_header_struct*)memory.At(address)),
            ArgumentKind.cap_data => CapabilityData((__user_cap_data_struct*)memory.At(address)),
            ArgumentKind.ifreq => Interface((ifreq*)memory.At(address)),
            ArgumentKind.rlimit64 => Limit(*(rlimit64*)memory.At(address)),
            ArgumentKind.sched_attr => Scheduling(*(sched_attr*)memory.At(address)),
            ArgumentKind.sock_fprog => Filter(*(ushort*)memory.At(address)),
            ArgumentKind.pollfd => Poll(*(pollfd*)memory.At(address)),
            ArgumentKind.msghdr => Message(*(msghdr*)memory.At(address)),
            ArgumentKind.winsize => Window(*(winsize*)memory.At(address)),
            ArgumentKind.Integer => "[" + FlagNames.Number(*(int*)memory.At(address)) + "]",
            ArgumentKind.timespec => Time(*(timespec*)memory.At(address)),
            _ => ArgumentText.Number(address),
        };
    }

    /// <summary>The field at an offset of a structure, with which the control steps store and load; a number where this has no name.</summary>
    public static string Field(ArgumentKind kind, long offset)
    {
        return (kind, offset) switch
        {
            (ArgumentKind.statx, FileSteps.ModeOffset) => nameof(statx.stx_mode),
            (ArgumentKind.statx, FileSteps.AttributesOffset) => nameof(statx.stx_attributes),
            (ArgumentKind.statx, FileSteps.MountOffset) => nameof(statx.stx_mnt_id),
            (ArgumentKind.statfs, 0) => nameof(statfs.f_type),
            (ArgumentKind.statx, FileSteps.RdevMajorOffset) => nameof(statx.stx_rdev_major),
            (ArgumentKind.statx, FileSteps.RdevMinorOffset) => nameof(statx.stx_rdev_minor),
            (ArgumentKind.mount_attr, 24) => nameof(mount_attr.userns_fd),
            (ArgumentKind.cmsghdr, 16) => nameof(SCM_RIGHTS),
            (ArgumentKind.pollfd, 0) => nameof(pollfd.fd),
            (ArgumentKind.siginfo, 8) => nameof(siginfo.si_code),
            (ArgumentKind.siginfo, 24) => nameof(siginfo.si_status),
            (ArgumentKind.Buffer, 0) => "buffer",
            _ => string.Create(CultureInfo.InvariantCulture, $"the bytes at {offset}"),
        };
    }

    /// <summary>The size of what an argument of this kind points to; 0: it is no structure.</summary>
    public static int SizeOf(ArgumentKind kind)
    {
        return kind switch
        {
            ArgumentKind.statx => sizeof(statx),
            ArgumentKind.statfs => sizeof(statfs),
            ArgumentKind.open_how => sizeof(open_how),
            ArgumentKind.mount_attr => sizeof(mount_attr),
            ArgumentKind.sigaction => sizeof(sigaction),
            ArgumentKind.cap_data => 2 * sizeof(__user_cap_data_struct),
            ArgumentKind.ifreq => sizeof(ifreq),
            ArgumentKind.sched_attr => sizeof(sched_attr),
            ArgumentKind.pollfd => sizeof(pollfd),
            ArgumentKind.siginfo => sizeof(siginfo),
            ArgumentKind.Buffer => sizeof(long), // only ever its first bytes are loaded
            _ => 0,
        };
    }

    private static string OpenHow(open_how how)
    {
        return new Fields()
            .Add("flags", FlagNames.Open((long)how.flags))
            .AddUnlessZero("mode", (long)how.mode, "0" + System.Convert.ToString((long)how.mode, 8))
            .Add("resolve", Names(ArgumentKind.ResolveFlags, how.resolve))
            .ToString();
    }

    private static string Attributes(mount_attr attributes)
    {
        return new Fields()
            .AddUnlessZero("attr_set", (long)attributes.attr_set, Names(ArgumentKind.MountAttributes, attributes.attr_set))
            .AddUnlessZero("attr_clr", (long)attributes.attr_clr, Names(ArgumentKind.MountAttributes, attributes.attr_clr))
            .AddUnlessZero("propagation", (long)attributes.propagation, Names(ArgumentKind.MountFlags, attributes.propagation))
            .AddUnlessZero("userns_fd", (long)attributes.userns_fd)
            .ToString();
    }

    private static string Action(sigaction action)
    {
        string handler = action.sa_handler switch
        {
            SIG_DFL => "SIG_DFL",
            SIG_IGN => "SIG_IGN",
            nint address => ArgumentText.Number(address),
        };
        return new Fields()
            .Add("sa_handler", handler)
            .AddUnlessZero("sa_flags", (long)action.sa_flags, Names(ArgumentKind.SignalFlags, action.sa_flags))
            .AddUnlessZero("sa_restorer", action.sa_restorer)
            .AddUnlessZero("sa_mask", (long)action.sa_mask, FlagNames.Hexadecimal(action.sa_mask))
            .ToString();
    }

    private static string CapabilityHeader(__user_cap_header_struct header)
    {
        string version = header.version == _LINUX_CAPABILITY_VERSION_3 ? nameof(_LINUX_CAPABILITY_VERSION_3) : FlagNames.Hexadecimal(header.version);
        return new Fields().Add("version", version).AddUnlessZero("pid", header.pid).ToString();
    }

    private static string CapabilityData(__user_cap_data_struct* halves)
    {
        return new Fields()
            .Add("effective", Capabilities(halves[0].effective, halves[1].effective))
            .Add("permitted", Capabilities(halves[0].permitted, halves[1].permitted))
            .Add("inheritable", Capabilities(halves[0].inheritable, halves[1].inheritable))
            .ToString();
    }

    private static string Capabilities(uint low, uint high)
    {
        (string Name, ulong Value)[] bits = new (string, ulong)[CapabilityNames.All.Length];
        for (int number = 0; number < bits.Length; number++)
        {
            bits[number] = (CapabilityNames.All[number], 1UL << number);
        }

        return FlagNames.All(bits, (long)(low | ((ulong)high << 32)));
    }

    private static string Interface(ifreq* request)
    {
        string name = System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)request->ifr_name) ?? "";
        return new Fields()
            .Add("ifr_name", Quoted.Text(name))
            .Add("ifr_flags", Names(ArgumentKind.InterfaceFlags, (ushort)request->ifr_flags))
            .ToString();
    }

    private static string Limit(rlimit64 limit)
    {
        return new Fields().Add("rlim_cur", OrInfinity(limit.rlim_cur)).Add("rlim_max", OrInfinity(limit.rlim_max)).ToString();
    }

    private static string OrInfinity(ulong limit)
    {
        return limit == RLIM64_INFINITY ? "RLIM64_INFINITY" : limit.ToString(CultureInfo.InvariantCulture);
    }

    private static string Scheduling(sched_attr attributes)
    {
        return new Fields()
            .Add("sched_policy", FlagNames.Number(attributes.sched_policy))
            .AddUnlessZero("sched_flags", (long)attributes.sched_flags, FlagNames.Hexadecimal(attributes.sched_flags))
            .AddUnlessZero("sched_nice", attributes.sched_nice)
            .AddUnlessZero("sched_priority", attributes.sched_priority)
            .AddUnlessZero("sched_runtime", (long)attributes.sched_runtime)
            .AddUnlessZero("sched_deadline", (long)attributes.sched_deadline)
            .AddUnlessZero("sched_period", (long)attributes.sched_period)
            .AddUnlessZero("sched_util_min", attributes.sched_util_min)
            .AddUnlessZero("sched_util_max", attributes.sched_util_max)
            .ToString();
    }

    /// <summary>The descriptor that it carries is put there by a store.</summary>
    private string Message(msghdr message)
    {
        Fields fields = new();
        for (nuint i = 0; i < message.msg_iovlen; i++)
        {
            iovec* part = (iovec*)memory.At((long)message.msg_iov) + i;
            fields.Add("iov_base", Quoted.Text(Encoding.UTF8.GetString(memory.At((long)part->iov_base), (int)part->iov_len)));
        }

        if (message.msg_control is not null)
        {
            cmsghdr* control = (cmsghdr*)memory.At((long)message.msg_control);
            bool isRights = control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_RIGHTS;
            fields.Add("cmsg_type", isRights ? nameof(SCM_RIGHTS) : FlagNames.Number(control->cmsg_type));
        }

        return fields.ToString();
    }

    private static string Window(winsize size)
    {
        return new Fields().Add("ws_row", FlagNames.Number(size.ws_row)).Add("ws_col", FlagNames.Number(size.ws_col)).ToString();
    }

    /// <summary>The instructions are listed by the command that compiles a profile; here their number is enough to see a change.</summary>
    private static string Filter(ushort length)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{{{length} instructions}}");
    }

    private static string Poll(pollfd file)
    {
        return new Fields().AddUnlessZero("fd", file.fd).Add("events", Names(ArgumentKind.PollEvents, (ushort)file.events)).ToString();
    }

    private static string Time(timespec time)
    {
        return new Fields().Add("tv_sec", FlagNames.Number(time.tv_sec)).Add("tv_nsec", FlagNames.Number(time.tv_nsec)).ToString();
    }

    private static string Names(ArgumentKind kind, ulong value) => FlagNames.All(FlagTables.Of(kind)!, (long)value);

    private sealed class Fields
    {
        private readonly StringBuilder _text = new("{");

        public Fields Add(string name, string value)
        {
            _text.Append(_text.Length > 1 ? ", " + FlagNames.Break : "").Append(name).Append('=').Append(value);
            return this;
        }

        public Fields AddUnlessZero(string name, long value, string? text = null)
        {
            return value == 0 ? this : Add(name, text ?? ArgumentText.Number(value));
        }

        public override string ToString() => _text.ToString() + "}";
    }
}
