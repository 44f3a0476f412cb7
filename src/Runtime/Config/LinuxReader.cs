using System;
using System.Text;

namespace Runtime.Config;

/// <summary><c>linux</c> of config.json.</summary>
internal static class LinuxReader
{
    public static LinuxSpec Read(JsonObject linux) => new()
    {
        Namespaces = linux.List("namespaces"u8, ReadNamespace),
        UidMappings = linux.List("uidMappings"u8, ReadIdMapping),
        GidMappings = linux.List("gidMappings"u8, ReadIdMapping),
        TimeOffsets = ReadTimeOffsets(linux),
        Devices = linux.List("devices"u8, ReadDevice),
        NetDevices = ReadNetDevices(linux),
        CgroupsPath = linux.Text("cgroupsPath"u8),
        Resources = linux.TryGetObject("resources"u8, out JsonObject resources) ? ResourcesReader.Read(resources) : null,
        IntelRdt = linux.TryGetObject("intelRdt"u8, out JsonObject rdt) ? ReadIntelRdt(rdt) : null,
        MemoryPolicy = linux.TryGetObject("memoryPolicy"u8, out JsonObject policy) ? ReadMemoryPolicy(policy) : null,
        Sysctl = linux.NamedTexts("sysctl"u8),
        Seccomp = linux.TryGetObject("seccomp"u8, out JsonObject seccomp) ? SeccompReader.Read(seccomp) : null,
        RootfsPropagation = (RootfsPropagation?)linux.Word("rootfsPropagation"u8, Words.RootfsPropagations),
        MaskedPaths = linux.Texts("maskedPaths"u8) ?? [],
        ReadonlyPaths = linux.Texts("readonlyPaths"u8) ?? [],
        MountLabel = linux.Text("mountLabel"u8),
        Personality = linux.TryGetObject("personality"u8, out JsonObject personality) ? ReadPersonality(personality) : null,
    };

    public static IdMappingSpec ReadIdMapping(JsonObject mapping) => new()
    {
        ContainerID = mapping.RequiredUInt32("containerID"u8),
        HostID = mapping.RequiredUInt32("hostID"u8),
        Size = mapping.RequiredUInt32("size"u8),
    };

    private static NamespaceSpec ReadNamespace(JsonObject item) => new()
    {
        Type = (NamespaceType)item.RequiredWord("type"u8, Words.NamespaceTypes),
        Path = item.Text("path"u8),
    };

    private static TimeOffsetSpec[] ReadTimeOffsets(JsonObject linux)
    {
        (string Name, JsonValue Value)[] members = linux.Members("timeOffsets"u8);
        TimeOffsetSpec[] offsets = members.Length == 0 ? [] : new TimeOffsetSpec[members.Length];
        for (int i = 0; i < offsets.Length; i++)
        {
            JsonObject offset = members[i].Value.AsObject();
            int clock = Words.Clocks.IndexOf(members[i].Name);
            offsets[i] = new TimeOffsetSpec
            {
                // A clock we do not know is an offset we would not set, so it is refused unlike other unknown members.
                Clock = clock >= 0 ? (TimeClock)clock : throw members[i].Value.Fault(Words.Clocks.Complaint(members[i].Name)),
                Secs = offset.Int64("secs"u8) ?? 0,
                Nanosecs = offset.UInt32("nanosecs"u8, max: 999_999_999) ?? 0,
            };
        }

        return offsets;
    }

    private static DeviceSpec ReadDevice(JsonObject device)
    {
        int type = device.RequiredWord("type"u8, Words.DeviceTypes);
        return new DeviceSpec
        {
            Type = type == 3 ? DeviceType.Character : (DeviceType)type,
            Path = device.RequiredText("path"u8),
            Major = ReadNumber(device, type, "major"u8, 0xfff),
            Minor = ReadNumber(device, type, "minor"u8, 0xfffff),

            // Some engines leave the bits of the file type in.
            FileMode = device.UInt32("fileMode"u8) & 0xfff,
            Uid = device.UInt32("uid"u8),
            Gid = device.UInt32("gid"u8),
        };
    }

    // Only a fifo has no numbers. The limits are those of dev_t in the kernel: mknod(2) would silently make another device.
    private static uint ReadNumber(JsonObject device, int type, ReadOnlySpan<byte> name, uint max)
    {
        return type == 2 ? 0 : device.UInt32(name, max) ?? throw device.Fault(Encoding.UTF8.GetString(name), "required, but missing");
    }

    private static NetDeviceSpec[] ReadNetDevices(JsonObject linux)
    {
        (string Name, JsonValue Value)[] members = linux.Members("netDevices"u8);
        NetDeviceSpec[] devices = members.Length == 0 ? [] : new NetDeviceSpec[members.Length];
        for (int i = 0; i < devices.Length; i++)
        {
            devices[i] = new NetDeviceSpec { HostName = members[i].Name, Name = members[i].Value.AsObject().Text("name"u8) };
        }

        return devices;
    }

    public static IntelRdtSpec ReadIntelRdt(JsonObject rdt) => new()
    {
        ClosID = rdt.Text("closID"u8),
        Schemata = rdt.Texts("schemata"u8) ?? [],
        L3CacheSchema = rdt.Text("l3CacheSchema"u8),
        MemBwSchema = rdt.Text("memBwSchema"u8),
        EnableMonitoring = rdt.Boolean("enableMonitoring"u8) is true,
    };

    private static MemoryPolicySpec ReadMemoryPolicy(JsonObject policy) => new()
    {
        Mode = (MemoryPolicyMode)policy.RequiredWord("mode"u8, Words.MemoryPolicyModes),
        Nodes = policy.Text("nodes"u8) ?? "",
        Flags = (MemoryPolicyFlags)(policy.WordSet("flags"u8, Words.MemoryPolicyFlags) << 13),
    };

    private static PersonalitySpec ReadPersonality(JsonObject personality) => new()
    {
        Domain = (PersonalityDomain)personality.RequiredWord("domain"u8, Words.PersonalityDomains),
        Flags = personality.Texts("flags"u8) ?? [],
    };
}
