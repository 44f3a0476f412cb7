using System;
using System.Globalization;
using System.Text;
using System.Text.Json;

using Runtime.Shim.Death;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Task;

/// <summary>What a container leaves in its bundle for whoever comes after its shim: <c>delete</c>, containerd, a person.</summary>
internal sealed class BundleFiles(string bundle)
{
    private const uint OwnersOnly = 0x180; // 0600
    private const uint Readable = 0x1a4; // 0644

    public string ExitPath => bundle + "/exit.json";

    public string InitPidPath => bundle + "/init.pid";

    public string RootfsPath => bundle + "/rootfs";

    public string ConfigPath => bundle + "/config.json";

    public void WriteAddress(string address)
    {
        AtomicFile.Write(bundle + "/address", Encoding.UTF8.GetBytes(address), Readable);
    }

    /// <summary>Which runtime has the container, and where: two lines.</summary>
    public void WriteRuntime(OciRuntime runtime)
    {
        AtomicFile.Write(bundle + "/runtime", Encoding.UTF8.GetBytes(runtime.Binary + "\n" + runtime.Root + "\n"), OwnersOnly);
    }

    /// <summary>Null if no container was created here.</summary>
    public OciRuntime? ReadRuntime(string id)
    {
        string[]? lines = ReadText(bundle + "/runtime")?.Split('\n');
        return lines is [string binary, string root, ..] ? new OciRuntime(binary, root, false, bundle, id) : null;
    }

    public int? ReadInitPid()
    {
        return int.TryParse(ReadText(InitPidPath), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : null;
    }

    /// <summary>The pod that the container belongs to (or another name that groups it), else null.</summary>
    public string? ReadGroup()
    {
        string? group = null;
        string? sandbox = null;
        Utf8JsonReader reader = new(Kernel.ReadAll(ConfigPath));
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && !reader.ValueTextEquals("annotations"u8))
                {
                    reader.Read();
                    reader.Skip();
                }
                else if (reader.CurrentDepth == 2 && reader.TokenType == JsonTokenType.PropertyName)
                {
                    bool isGroup = reader.ValueTextEquals("io.containerd.runc.v2.group"u8);
                    bool isSandbox = reader.ValueTextEquals("io.kubernetes.cri.sandbox-id"u8);
                    reader.Read();
                    group = isGroup ? reader.GetString() : group;
                    sandbox = isSandbox ? reader.GetString() : sandbox;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UsageException($"reading {Quoted.Text(ConfigPath)}: it is no JSON");
        }

        return group ?? sandbox;
    }

    /// <summary>Whether the container's processes end with its init: the kernel sees to it in a pid namespace of its own.</summary>
    public bool HasOwnPidNamespace()
    {
        try
        {
            using var config = JsonDocument.Parse(Kernel.ReadAll(ConfigPath));
            if (!config.RootElement.TryGetProperty("linux", out JsonElement linux) || !linux.TryGetProperty("namespaces", out JsonElement namespaces))
            {
                return false;
            }

            foreach (JsonElement item in namespaces.EnumerateArray())
            {
                if (item.TryGetProperty("type", out JsonElement type) && type.ValueEquals("pid"u8))
                {
                    return !item.TryGetProperty("path", out JsonElement path) || path.ValueEquals(""u8);
                }
            }

            return false;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UsageException($"reading {Quoted.Text(ConfigPath)}: it is no JSON");
        }
    }

    private static string? ReadText(string path)
    {
        Span<byte> bytes = stackalloc byte[8192];
        int length = Kernel.TryReadFile(AT_FDCWD, path, bytes);
        return length < 0 ? null : Encoding.UTF8.GetString(bytes[..length]);
    }
}
