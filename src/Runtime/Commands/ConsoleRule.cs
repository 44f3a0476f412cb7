using Runtime.Spawn;

namespace Runtime.Commands;

/// <summary>Who gets the terminal: whoever stays. runc's texts, which its users and tests know.</summary>
internal static class ConsoleRule
{
    /// <param name="hasTerminal">The process gets one.</param>
    /// <param name="isDetached">This process will not stay.</param>
    /// <param name="socket">Of the caller.</param>
    /// <returns>Null: there is no terminal.</returns>
    /// <exception cref="UsageException">Nobody would have it, or there is nothing to have.</exception>
    public static ConsoleSocket? Open(bool hasTerminal, bool isDetached, string? socket)
    {
        if (hasTerminal && isDetached && socket is null)
        {
            throw new UsageException("cannot allocate tty if runc will detach without setting console socket");
        }

        if ((!hasTerminal || !isDetached) && socket is not null)
        {
            throw new UsageException("cannot use console socket if runc will not detach or allocate tty");
        }

        return hasTerminal ? ConsoleSocket.Open(socket) : null;
    }
}
