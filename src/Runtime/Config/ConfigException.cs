using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>The configuration is at fault: the message names the file, the JSON path and what would be right.</summary>
internal sealed class ConfigException : RuntimeException
{
    public ConfigException(string message)
        : base(message)
    {
    }

    /// <param name="file">As the user knows it.</param>
    /// <param name="path">Of the value at fault: <c>mounts[3].options</c>; empty for the whole file.</param>
    /// <param name="fault">What is wrong, or what was expected.</param>
    public ConfigException(string file, string path, string fault)
        : base(path.Length == 0 ? $"{file}: {fault}" : $"{file}: {path}: {fault}")
    {
    }
}
