using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>Where init and the runtime meet while a container is born; <c>Spawn/Handshake.cs</c> is the other end, and draws the conversation.</summary>
internal sealed class Channel
{
    private readonly long _message;

    private Channel(PlanBuilder plan, LaunchSettings settings)
    {
        Socket = plan.Slot("runtime");
        if (settings.WaitsForStart)
        {
            Gate = plan.Slot("start");
            Report = plan.Slot("report");
        }
        else
        {
            Report = Socket;
        }

        if (settings.Process.Terminal)
        {
            Console = plan.Slot("console");
        }

        Read = plan.Slot("read");
        _message = plan.Reserve(8);
        ProcessId = plan.Reserve(8);
    }

    /// <summary>A socket to the runtime that launches; it closes when either end is gone, and when execve succeeds.</summary>
    public Slot Socket { get; }

    /// <summary>A fifo that <c>start</c> writes to; null: nobody starts this container separately.</summary>
    public Slot? Gate { get; }

    /// <summary>What is open until execve succeeds, and is told when it does not: a fifo that <c>start</c> reads, or the socket.</summary>
    public Slot Report { get; }

    /// <summary>Where the master of the terminal is sent; null: there is no terminal.</summary>
    public Slot? Console { get; }

    /// <summary>Where the plan keeps four bytes: the id of the process that a step cloned, as the runtime's pid namespace knows it; 0: none was.</summary>
    public long ProcessId { get; }

    /// <summary>The step that <c>start</c> sets off, where there is a gate.</summary>
    public int FirstStepAfterStart { get; private set; }

    private Slot Read { get; }

    public static Channel Open(PlanBuilder plan, LaunchSettings settings)
    {
        return new Channel(plan, settings);
    }

    /// <summary>Waits for the runtime to say go on.</summary>
    public void Await(PlanBuilder plan, string doing)
    {
        plan.Doing(doing);
        AwaitByte(plan, Socket);
    }

    /// <summary>Tells the runtime what is reached, and waits for its answer.</summary>
    public void Meet(PlanBuilder plan, Stage stage, string doing)
    {
        plan.Doing(doing);
        plan.Call(SystemCall.write, Socket, plan.Bytes([(byte)stage]), 1);
        AwaitByte(plan, Socket);
    }

    /// <summary>The seccomp filter notifies: the runtime takes the descriptor through which its agent will hear of it.</summary>
    public void MeetListener(PlanBuilder plan)
    {
        Meet(plan, Stage.Listener, "waiting for the runtime to tell the seccomp agent");
    }

    /// <summary>Shows the runtime a directory and the new file system that is going to cover it, and waits until the one is copied to the other.</summary>
    public void MeetCopy(PlanBuilder plan, Slot from, Slot to, string destination)
    {
        plan.Doing("copying what is at \"{0}\" to the tmpfs there", destination);
        plan.Call(SystemCall.write, Socket, plan.Bytes([(byte)Stage.Copy]), 1);
        DescriptorMessage.Send(plan, Socket, from, "from"u8);
        DescriptorMessage.Send(plan, Socket, to, "to"u8);
        AwaitByte(plan, Socket);
    }

    /// <summary>Tells the runtime what is reached, hands it a descriptor, and waits for its answer.</summary>
    public void Hand(PlanBuilder plan, Stage stage, Slot descriptor, string doing)
    {
        plan.Doing(doing);
        plan.Call(SystemCall.write, Socket, plan.Bytes([(byte)stage]), 1);
        DescriptorMessage.Send(plan, Socket, descriptor, [(byte)stage]);
        AwaitByte(plan, Socket);
    }

    /// <summary>All is done but the last: whoever launches has the last word.</summary>
    public void MeetReady(PlanBuilder plan)
    {
        Meet(plan, Stage.Ready, "telling the runtime that the container is ready");
    }

    /// <summary>Waits for <c>start</c>.</summary>
    public void AwaitStart(PlanBuilder plan)
    {
        if (Gate is Slot gate)
        {
            plan.Doing("waiting for start");
            AwaitByte(plan, gate);
            FirstStepAfterStart = plan.Count;
        }
    }

    private void AwaitByte(PlanBuilder plan, Slot descriptor)
    {
        Label goOn = plan.NewLabel();
        plan.Call(SystemCall.read, descriptor, _message, 1).Into(Read);
        plan.JumpIfEqual(Read, 1, goOn);
        plan.Fail(Errno.EPIPE); // the runtime was killed: nobody is left to report to, and nothing of ours stays
        plan.Mark(goOn);
    }
}

/// <summary>What init tells the runtime: one byte, readable in a trace.</summary>
internal enum Stage : byte
{
    /// <summary>A user namespace was made by a step and has no mappings yet, or was joined and may have others than config.json.</summary>
    Maps = (byte)'m',

    /// <summary>Two descriptors follow: a directory, and where its content is wanted.</summary>
    Copy = (byte)'c',

    /// <summary>The network namespace is there, and the message after this one brings a socket of it.</summary>
    NetDevices = (byte)'n',

    /// <summary>Everything is mounted and nothing entered: the moment of the runtime's hooks.</summary>
    Hooks = (byte)'h',

    /// <summary>The seccomp filter is loaded, and its agent does not have the listener yet.</summary>
    Listener = (byte)'s',

    /// <summary>The program was found; only its start is left.</summary>
    Ready = (byte)'r',
}
