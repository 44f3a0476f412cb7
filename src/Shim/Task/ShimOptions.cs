namespace Runtime.Shim.Task;

/// <summary>containerd's command line: flags as Go reads them (<c>-x v</c>, <c>-x=v</c>, <c>--x</c>), then the action.</summary>
internal sealed class ShimOptions
{
    public string Namespace { get; private set; } = "";

    public string Id { get; private set; } = "";

    /// <summary>Of containerd's gRPC socket.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The path of containerd, which can publish events.</summary>
    public string PublishBinary { get; private set; } = "";

    public string Bundle { get; private set; } = "";

    public bool IsDebug { get; private set; }

    public bool WantsVersion { get; private set; }

    public bool WantsInfo { get; private set; }

    /// <summary>"start" or "delete"; empty: supervise.</summary>
    public string Action { get; private set; } = "";

    public static ShimOptions Read(string[] words)
    {
        ShimOptions options = new();
        int i = 0;
        for (; i < words.Length && words[i].StartsWith('-') && words[i] != "-"; i++)
        {
            if (words[i] == "--")
            {
                i++;
                break;
            }

            string flag = words[i].TrimStart('-');
            int equals = flag.IndexOf('=');
            string? value = equals < 0 ? null : flag[(equals + 1)..];
            string name = equals < 0 ? flag : flag[..equals];
            if (options.TakeSwitch(name, value))
            {
                continue;
            }

            value ??= ++i < words.Length ? words[i] : throw new UsageException($"flag needs an argument: -{name}");
            options.Take(name, value);
        }

        options.Action = i < words.Length ? words[i] : "";
        return options;
    }

    private bool TakeSwitch(string name, string? value)
    {
        bool isOn = value is null or "true" or "1";
        switch (name)
        {
            case "debug":
                IsDebug = isOn;
                return true;
            case "v" or "version":
                WantsVersion = isOn;
                return true;
            case "info":
                WantsInfo = isOn;
                return true;
            default:
                return false;
        }
    }

    private void Take(string name, string value)
    {
        switch (name)
        {
            case "namespace":
                Namespace = value;
                break;
            case "id":
                Id = value;
                break;
            case "address":
                Address = value;
                break;
            case "publish-binary":
                PublishBinary = value;
                break;
            case "bundle":
                Bundle = value;
                break;
            case "socket" or "debug-socket":
                break; // of the old protocol, and of a debugger this shim has not
            default:
                throw new UsageException($"flag provided but not defined: -{name}");
        }
    }
}
