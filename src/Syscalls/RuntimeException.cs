using System;

namespace Runtime.Syscalls;

/// <summary>
/// An error a user can act on: its message is one line that says what was being done and what is wrong.
/// Anything else that is thrown is a defect of this program.
/// </summary>
public abstract class RuntimeException : Exception
{
    protected RuntimeException(string message)
        : base(message)
    {
    }

    protected RuntimeException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
