using System;

using Runtime.Plan;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>The runtime's end of the conversation with init; <see cref="Channel"/> has the other.</summary>
/// <remarks>
/// <code>
///  runtime                                             init
///     │ ──────────── clone3, execveat ──────────────────▶ │
///     │ cgroup                                            │ waits, if it has to be placed
///     │ ─────────────────── go on ──────────────────────▶ │ namespaces
///     │ ◀────────────────── 'm' maps ──────────────────── │ a user namespace made, or joined, by a step
///     │ mappings ────────── go on ──────────────────────▶ │
///     │ ◀────────────────── 'n' and a socket ──────────── │ where there are network devices to move
///     │ devices ─────────── go on ──────────────────────▶ │ mounts
///     │ ◀─── 'c' copy, two directories, for a tmpcopyup ─ │
///     │ content of the one ─── go on ───────────────────▶ │
///     │ ◀────────────────── 'h' hooks ─────────────────── │
///     │ runtime's hooks ─── go on ──────────────────────▶ │ root, rights, program found
///     │ ◀────────────────── 's' listener ──────────────── │ a seccomp filter that notifies
///     │ agent ───────────── go on ──────────────────────▶ │
///     │ ◀────────────────── 'r' ready ─────────────────── │
///     │ limits, HOME, state.json ── go on ──────────────▶ │
///     │                                                   │ waits for start, if there is one
///     │ ◀──────────────── end of file ─────────────────── │ execve, or exit after a failure that stands in the plan
/// </code>
/// One byte each. Whoever goes away closes the socket, and the other one knows.
/// </remarks>
internal sealed class Handshake : IDisposable
{
    private readonly LaunchPlan _plan;
    private readonly Descriptor _runtime;
    private Descriptor? _init;

    public Handshake(LaunchPlan plan, Channel channel)
    {
        _plan = plan;
        Kernel.Socketpair(SOCK_SEQPACKET | SOCK_CLOEXEC, out _runtime, out Descriptor init);
        _init = init;
        plan[channel.Socket] = init.Number;
    }

    /// <summary>The descriptor that tells the end.</summary>
    public Descriptor Socket => _runtime;

    /// <summary>What init inherits.</summary>
    public int InitEnd => _init?.Number ?? throw new InvalidOperationException("the init has its end already");

    /// <summary>Init has its end: with this one closed, its end is the end.</summary>
    public void CloseInitEnd()
    {
        _init?.Dispose();
        _init = null;
    }

    /// <summary>Lets init go on.</summary>
    public void GoOn()
    {
        int result = Kernel.TrySend(_runtime.Number, [(byte)'g'], MSG_NOSIGNAL);
        if (result is < 0 and not (-Errno.EPIPE or -Errno.ECONNRESET))
        {
            throw new KernelException("telling the init to go on", -result);
        }

        // EPIPE, or ECONNRESET where it had not read everything: it is gone, and the next Receive says why.
    }

    /// <summary>Waits for what init says next; null: it executes the program, or is gone.</summary>
    public Stage? Receive()
    {
        Span<byte> message = stackalloc byte[8];
        int size = Kernel.TryReceive(_runtime.Number, message);
        return size switch
        {
            1 => (Stage)message[0],
            0 or -Errno.ECONNRESET => null,
            < 0 => throw new KernelException("waiting for the init", -size),
            _ => throw new InvalidOperationException($"the init sent {size} bytes"),
        };
    }

    /// <summary>Waits for the descriptor that init said it would hand over; null: it is gone.</summary>
    public Descriptor? ReceiveDescriptor()
    {
        Span<byte> message = stackalloc byte[1];
        _ = Kernel.ReceiveDescriptor(_runtime.Number, message, out Descriptor? descriptor);
        return descriptor;
    }

    /// <summary>Throws what went wrong, once the end is reached; returns where execve did what it should.</summary>
    /// <param name="child">Not yet waited for.</param>
    public unsafe void ThrowIfFailed(Child child)
    {
        PlanHeader* header = _plan.Memory.Header;
        if (header->FailedStep != 0)
        {
            throw LaunchException.AtStep(_plan, header->FailedStep - 1, header->FailedErrno);
        }

        if (header->Position != _plan.Count - 1)
        {
            int status = child.Wait();
            throw LaunchException.Killed(_plan, header->Position, Math.Max(0, status - Child.SignalBase));
        }
    }

    public void Dispose()
    {
        CloseInitEnd();
        _runtime.Dispose();
    }
}
