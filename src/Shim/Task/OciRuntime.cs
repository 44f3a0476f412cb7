using System;
using System.Globalization;
using System.Text;
using System.Text.Json;

using Runtime.Shim.Birth;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Task;

/// <summary>The OCI runtime of a container, as a command line: runc's, which they all speak.</summary>
/// <param name="Binary">A path, or a name in $PATH.</param>
/// <param name="Root">Where it keeps its state.</param>
/// <param name="IsSystemdCgroup">Whether systemd manages the cgroup.</param>
/// <param name="Bundle">Of the container, where its log goes.</param>
/// <param name="Id">Of the container.</param>
internal sealed record OciRuntime(string Binary, string Root, bool IsSystemdCgroup, string Bundle, string Id)
{
    private const string DefaultRoot = "/run/containerd/runtime";
    private const string DefaultName = "runtime";

    public string LogPath => Bundle + "/log.json";

    public static OciRuntime Of(RuntimeOptions options, string contextNamespace, string bundle, string id)
    {
        string root = (options.Root.Length > 0 ? options.Root : DefaultRoot) + "/" + contextNamespace;
        return new OciRuntime(options.BinaryName.Length > 0 ? options.BinaryName : Default(), root, options.SystemdCgroup, bundle, id);
    }

    /// <summary>The runtime that was installed with this shim, else the one in $PATH.</summary>
    public static string Default()
    {
        string own = Kernel.ReadLink("/proc/self/exe");
        string beside = own[..(own.LastIndexOf('/') + 1)] + DefaultName;
        return Kernel.TryStat(beside, out _) == 0 ? beside : DefaultName;
    }

    /// <param name="words">The command and its options; the id follows.</param>
    public ProgramCall Call(params string[] words)
    {
        string[] global = IsSystemdCgroup ? ["--systemd-cgroup"] : [];
        return new ProgramCall(Binary, [Binary, "--root", Root, "--log", LogPath, "--log-format", "json", .. global, .. words, Id]) { Directory = Bundle };
    }

    public ProgramCall Signal(uint signal, bool isForAll)
    {
        string number = signal.ToString(CultureInfo.InvariantCulture);
        return isForAll
            ? new ProgramCall(Binary, [.. Call("kill", "--all").Arguments, number]) { Directory = Bundle }
            : new ProgramCall(Binary, [.. Call("kill").Arguments, number]) { Directory = Bundle };
    }

    /// <summary>Before a call whose failure is to be explained: otherwise an older message could be taken for its.</summary>
    public void ClearLog()
    {
        _ = Kernel.TryUnlink(LogPath); // there is none at first
    }

    /// <summary>Why a call failed: the last error in its log, or else what it wrote.</summary>
    public string Explain(ProgramResult result)
    {
        if (result.WasAborted)
        {
            return $"{Quoted.Text(Binary)} did not end in time and was killed";
        }

        string? logged = LastError();
        string said = logged ?? result.Text;
        return said.Length > 0 ? said : string.Create(CultureInfo.InvariantCulture, $"{Quoted.Text(Binary)} ended with status {result.Status}");
    }

    private string? LastError()
    {
        byte[] bytes = new byte[16384];
        int length = Kernel.TryReadFile(AT_FDCWD, LogPath, bytes);
        string? last = null;
        foreach (string line in Encoding.UTF8.GetString(bytes, 0, Math.Max(0, length)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            last = ErrorOf(line) ?? last;
        }

        return last;
    }

    private static string? ErrorOf(string line)
    {
        string? level = null;
        string? message = null;
        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(line));
            while (reader.Read())
            {
                bool isLevel = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("level"u8);
                bool isMessage = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("msg"u8);
                if (isLevel || isMessage)
                {
                    reader.Read();
                    level = isLevel ? reader.GetString() : level;
                    message = isMessage ? reader.GetString() : message;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // a runtime that logs in another form
        }

        return level is "error" or "fatal" ? message : null;
    }
}
