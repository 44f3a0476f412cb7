using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>systemd, or the bus that leads to it, refused or did not answer.</summary>
internal sealed class BusException : RuntimeException
{
    public BusException(string message, string? errorName = null)
        : base(message)
    {
        ErrorName = errorName;
    }

    /// <summary>The D-Bus name of the error; null if it did not come over the bus.</summary>
    public string? ErrorName { get; }
}
