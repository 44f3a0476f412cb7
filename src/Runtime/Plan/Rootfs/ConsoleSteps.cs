using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// The terminal of a process: a pair of the container's own devpts, whose slave is opened through the master and never by a name that the container
/// could exchange (CVE-2025-52565). The master goes to the caller.
/// </summary>
internal static unsafe class ConsoleSteps
{
    private const int Streams = 3;
    private const uint MultiplexerMajor = 5;
    private const uint MultiplexerMinor = 2;

    /// <summary>For the first process, before its root is entered: /dev/console is its terminal too.</summary>
    public static void ForInit(PlanBuilder plan, Rootfs root, Channel channel, ProcessSpec process)
    {
        if (channel.Console is not Slot console)
        {
            return;
        }

        Slot master = plan.Slot("ptmx");
        Slot terminal = plan.Slot("tty");
        plan.Doing("opening a terminal of the container's devpts");
        if (root.Devpts is Slot devpts)
        {
            PathSteps.OpenName(plan, devpts, "ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC, master);
        }
        else
        {
            PathSteps.OpenWithoutLinks(plan, root.Root, "/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC, master);
            RequireMultiplexer(plan, master);
        }

        Pair(plan, master, terminal, process.ConsoleSize);
        if (root.Dev is Slot dev)
        {
            Console(plan, dev, terminal);
        }

        Send(plan, console, master);
        Take(plan, terminal);
    }

    /// <summary>For a further process, which is inside already.</summary>
    public static void ForExec(PlanBuilder plan, Channel channel, ProcessSpec process)
    {
        if (channel.Console is not Slot console)
        {
            return;
        }

        Slot master = plan.Slot("ptmx");
        Slot terminal = plan.Slot("tty");
        plan.Doing("opening a terminal of the container's devpts");
        plan.Call(SystemCall.openat, AT_FDCWD, plan.Text("/dev/pts/ptmx"), O_RDWR | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC, 0).Into(master);
        RequireMultiplexer(plan, master);
        Pair(plan, master, terminal, process.ConsoleSize);
        Send(plan, console, master);
        Take(plan, terminal);
    }

    /// <summary>What is not of the container's own making may be anything: before something is asked of it, it is proved to be what its name says.</summary>
    private static void RequireMultiplexer(PlanBuilder plan, Slot master)
    {
        Phrase doing = plan.Phrase;
        Label other = plan.NewLabel();
        Label done = plan.NewLabel();
        FileSteps.RequireDevice(plan, master, S_IFCHR, MultiplexerMajor, MultiplexerMinor, other);
        FileSteps.RequireFileSystem(plan, master, DEVPTS_SUPER_MAGIC, other);
        plan.Jump(done);
        plan.Mark(other);
        plan.Doing("\"/dev/pts/ptmx\" of the container is not the multiplexer of a devpts");
        plan.Fail(0);
        plan.Mark(done);
        plan.Doing(doing);
    }

    private static void Pair(PlanBuilder plan, Slot master, Slot terminal, ConsoleSizeSpec? size)
    {
        long unlocked = plan.Reserve(sizeof(int)); // zero
        plan.Call(SystemCall.ioctl, master, TIOCSPTLCK, unlocked);
        plan.Call(SystemCall.ioctl, master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC).Into(terminal);
        if (size is not null)
        {
            long window = plan.Reserve(out winsize* content);
            content->ws_row = size.Height;
            content->ws_col = size.Width;
            plan.Call(SystemCall.ioctl, master, TIOCSWINSZ, window);
        }
    }

    private static void Console(PlanBuilder plan, Slot dev, Slot terminal)
    {
        Slot target = plan.Scratch("target");
        Slot tree = plan.Scratch("mount");
        plan.Doing("mounting the terminal at \"/dev/console\"");
        plan.Call(SystemCall.mknodat, dev, plan.Text("console"), S_IFREG | 0x1b6 /* 0666 */, 0).Ignoring(Errno.EEXIST);
        PathSteps.OpenName(plan, dev, "console", O_PATH | O_CLOEXEC, target);
        plan.Call(SystemCall.open_tree, terminal, plan.Text(""), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH).Into(tree);
        MountSteps.Attach(plan, tree, target);
    }

    /// <summary>runc's console socket protocol, whoever is at the other end.</summary>
    private static void Send(PlanBuilder plan, Slot console, Slot master)
    {
        plan.Doing("sending the terminal to the caller");
        DescriptorMessage.Send(plan, console, master, "/dev/ptmx"u8);
        plan.Call(SystemCall.close, console);
        plan.Call(SystemCall.close, master);
    }

    /// <summary>Becomes the terminal's session, with the terminal as its standard streams.</summary>
    private static void Take(PlanBuilder plan, Slot terminal)
    {
        plan.Doing("taking the terminal");
        plan.Call(SystemCall.ioctl, terminal, TIOCSCTTY, 0);
        for (int stream = 0; stream < Streams; stream++)
        {
            plan.Call(SystemCall.dup3, terminal, stream, 0);
        }

        plan.Call(SystemCall.close, terminal);
    }
}
