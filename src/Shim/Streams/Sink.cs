using System;

namespace Runtime.Shim.Streams;

/// <summary>Where bytes go. It takes all it is given or becomes full; then whoever gives waits, and so at last does the container: nothing is lost and memory stays flat.</summary>
internal abstract class Sink
{
    /// <summary>Whether it must not be given more before <see cref="Drained"/>.</summary>
    public abstract bool IsFull { get; }

    /// <summary>Called whenever it is no longer full.</summary>
    public event Action? Drained;

    /// <summary>Only while it is not full.</summary>
    public abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Nothing more will come: what it holds is still delivered, and then it closes.</summary>
    public abstract void End();

    /// <summary>At once; what it holds is lost.</summary>
    public abstract void Close();

    protected void TellDrained()
    {
        Drained?.Invoke();
    }
}
