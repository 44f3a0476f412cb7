using System;

namespace Runtime.Config;

/// <summary>Understands config.json and its parts; nothing else knows JSON names. What the values mean together is for <see cref="Checks"/>.</summary>
internal static class SpecReader
{
    /// <param name="fileName">As error messages shall call it.</param>
    /// <param name="text">UTF-8.</param>
    /// <exception cref="ConfigException">It is not JSON, or not of the types of the specification.</exception>
    public static Spec ReadSpec(string fileName, ReadOnlyMemory<byte> text)
    {
        using JsonFile file = JsonFile.Parse(fileName, text);
        return Read(file.Root());
    }

    /// <summary>A lone process object, for <c>exec --process</c>.</summary>
    public static ProcessSpec ReadProcess(string fileName, ReadOnlyMemory<byte> text)
    {
        using JsonFile file = JsonFile.Parse(fileName, text);
        return ProcessReader.Read(file.Root());
    }

    /// <summary>A lone resources object, for <c>update --resources</c>.</summary>
    public static ResourcesSpec ReadResources(string fileName, ReadOnlyMemory<byte> text)
    {
        using JsonFile file = JsonFile.Parse(fileName, text);
        return ResourcesReader.Read(file.Root());
    }

    /// <summary>A lone intelRdt object, for <c>update</c>.</summary>
    public static IntelRdtSpec ReadIntelRdt(string fileName, ReadOnlyMemory<byte> text)
    {
        using JsonFile file = JsonFile.Parse(fileName, text);
        return LinuxReader.ReadIntelRdt(file.Root());
    }

    private static Spec Read(JsonObject spec) => new()
    {
        OciVersion = spec.RequiredText("ociVersion"u8),
        Root = ReadRoot(spec.RequiredObject("root"u8)),
        Process = spec.TryGetObject("process"u8, out JsonObject process) ? ProcessReader.Read(process) : null,
        Hostname = spec.Text("hostname"u8),
        Domainname = spec.Text("domainname"u8),
        Mounts = spec.List("mounts"u8, ReadMount),
        Hooks = spec.TryGetObject("hooks"u8, out JsonObject hooks) ? ReadHooks(hooks) : new HooksSpec(),
        Annotations = spec.NamedTexts("annotations"u8),
        Linux = spec.TryGetObject("linux"u8, out JsonObject linux) ? LinuxReader.Read(linux) : new LinuxSpec(),
    };

    private static RootSpec ReadRoot(JsonObject root) => new()
    {
        Path = root.RequiredText("path"u8),
        Readonly = root.Boolean("readonly"u8) is true,
    };

    private static MountSpec ReadMount(JsonObject mount) => new()
    {
        Destination = mount.RequiredText("destination"u8),
        Type = mount.Text("type"u8),
        Source = mount.Text("source"u8),
        Options = mount.Texts("options"u8) ?? [],
        UidMappings = mount.List("uidMappings"u8, LinuxReader.ReadIdMapping),
        GidMappings = mount.List("gidMappings"u8, LinuxReader.ReadIdMapping),
    };

    private static HooksSpec ReadHooks(JsonObject hooks) => new()
    {
        Prestart = hooks.List("prestart"u8, ReadHook),
        CreateRuntime = hooks.List("createRuntime"u8, ReadHook),
        CreateContainer = hooks.List("createContainer"u8, ReadHook),
        StartContainer = hooks.List("startContainer"u8, ReadHook),
        Poststart = hooks.List("poststart"u8, ReadHook),
        Poststop = hooks.List("poststop"u8, ReadHook),
    };

    private static HookSpec ReadHook(JsonObject hook) => new()
    {
        Path = hook.RequiredText("path"u8),
        Args = hook.Texts("args"u8) ?? [],
        Env = hook.Texts("env"u8),
        Timeout = hook.Int32("timeout"u8),
    };
}
