using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>The configuration is at fault: the message names the file, the JSON path and what would be right.</summary>
internal sealed class ConfigException : RuntimeException
{
    public ConfigException(string message)
        : base(message)
    {
    }
}
