using System;
using System.Diagnostics;

using Runtime.Plan;
using Runtime.Syscalls;

using Xunit;

using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Init;

/// <summary>The loop of runtime-init against the real kernel: every control step, every failure rule, with plans of the tests' own.</summary>
public sealed unsafe class InitTests : IDisposable
{
    private const int StepFailed = 255;
    private const int NoPlan = 126;
    private const int NoDescriptor = -1;

    private readonly PlanBuilder _plan = new();

    public InitTests()
    {
        _plan.Doing("testing");
    }

    public void Dispose()
    {
        _plan.Dispose();
    }

    [Fact]
    public void Steps_are_walked_in_order_until_the_plan_ends_itself()
    {
        Slot first = _plan.Slot("first");
        Slot second = _plan.Slot("second");
        _plan.Call(SystemCall.umask, 0x12).Into(first);
        _plan.Call(SystemCall.umask, 0x3f).Into(second);
        Exit(7);
        using LaunchPlan plan = _plan.Seal();

        Assert.Equal(new InitEnd(7, null, 2), InitRun.Walk(plan));
        Assert.Equal(0x12, plan[second]);
    }

    [Fact]
    public void Jump_goes_on_at_its_target()
    {
        Label target = _plan.NewLabel();
        _plan.Jump(target);
        Exit(1);
        _plan.Mark(target);
        Exit(2);

        Assert.Equal(new InitEnd(2, null, 2), Walk());
    }

    [Fact]
    public void Jump_may_go_back()
    {
        Label start = _plan.NewLabel();
        Label end = _plan.NewLabel();
        Slot turns = _plan.Slot("turns");
        long counter = _plan.Reserve(8);
        _plan.Mark(start);
        _plan.Load(turns, counter);
        _plan.JumpIfEqual(turns, 1, end);
        _plan.Store(counter, 1);
        _plan.Jump(start);
        _plan.Mark(end);
        Exit(3);

        Assert.Equal(new InitEnd(3, null, 4), Walk());
    }

    [Theory]
    [InlineData(5, -1, 5, true)]
    [InlineData(5, -1, 4, false)]
    [InlineData(0x41ed, 0xf000, 0x4000, true)]
    [InlineData(0x81ed, 0xf000, 0x4000, false)]
    [InlineData(-2, -1, -2, true)]
    public void Conditional_jumps_compare_the_masked_value(long value, long mask, long wanted, bool isEqual)
    {
        Slot slot = _plan.Slot("value");
        Label equal = _plan.NewLabel();
        Label different = _plan.NewLabel();
        _plan.JumpIfEqual(slot, wanted, equal, mask);
        _plan.JumpIfNotEqual(slot, wanted, different, mask);
        Exit(1); // neither
        _plan.Mark(equal);
        Exit(2);
        _plan.Mark(different);
        Exit(3);
        using LaunchPlan plan = _plan.Seal();
        plan[slot] = value;

        Assert.Equal(isEqual ? 2 : 3, InitRun.Walk(plan).Status);
    }

    [Fact]
    public void Conditional_jumps_compare_two_slots()
    {
        Slot one = _plan.Slot("one");
        Slot other = _plan.Slot("other");
        Label different = _plan.NewLabel();
        _plan.JumpIfNotEqual(one, other, different);
        Exit(1);
        _plan.Mark(different);
        Exit(2);
        using LaunchPlan plan = _plan.Seal();
        plan[one] = 7;
        plan[other] = 8;

        Assert.Equal(2, InitRun.Walk(plan).Status);
    }

    [Fact]
    public void Store_writes_four_bytes_and_Load_reads_them_with_their_sign()
    {
        Slot value = _plan.Slot("value");
        Slot loaded = _plan.Slot("loaded");
        long place = _plan.Bytes([1, 1, 1, 1, 1, 1, 1, 1]);
        _plan.Store(place, value);
        _plan.Load(loaded, place); // negative, and yet no failure
        Exit(0);
        using LaunchPlan plan = _plan.Seal();
        plan[value] = -Errno.ENOENT;

        Assert.Equal(new InitEnd(0, null, 2), InitRun.Walk(plan));
        Assert.Equal(-Errno.ENOENT, plan[loaded]);
        Assert.Equal([0xfe, 0xff, 0xff, 0xff, 1, 1, 1, 1], new Span<byte>(plan.Memory.At(place), 8).ToArray());
    }

    [Theory]
    [InlineData(Errno.EISDIR)]
    [InlineData(0)]
    public void Fail_ends_the_plan_with_its_errno(int errno)
    {
        _plan.Call(SystemCall.getpid);
        _plan.Fail(errno);
        Exit(0);

        Assert.Equal(new InitEnd(StepFailed, new InitFailure(1, errno), 1), Walk());
    }

    [Fact]
    public void Fail_takes_its_errno_from_a_slot()
    {
        Slot errno = _plan.Slot("errno");
        _plan.Fail(errno);
        using LaunchPlan plan = _plan.Seal();
        plan[errno] = Errno.EROFS;

        Assert.Equal(new InitEnd(StepFailed, new InitFailure(0, Errno.EROFS), 0), InitRun.Walk(plan));
    }

    [Fact]
    public void Failing_call_ends_the_plan()
    {
        _plan.Call(SystemCall.getpid);
        Refused();
        Exit(0);

        Assert.Equal(new InitEnd(StepFailed, new InitFailure(1, Errno.EBADF), 1), Walk());
    }

    [Fact]
    public void Ignored_failure_leaves_its_errno_in_the_slot()
    {
        Slot result = _plan.Slot("result");
        Refused().Into(result).Ignoring();
        Exit(4);
        using LaunchPlan plan = _plan.Seal();

        Assert.Equal(new InitEnd(4, null, 1), InitRun.Walk(plan));
        Assert.Equal(-Errno.EBADF, plan[result]);
    }

    [Theory]
    [InlineData(new[] { Errno.EBADF })]
    [InlineData(new[] { Errno.EPERM, Errno.EBADF })]
    [InlineData(new[] { Errno.EPERM, Errno.ENOENT, Errno.EBADF })]
    [InlineData(new[] { Errno.EPERM, Errno.ENOENT, Errno.EIO, Errno.EBADF })]
    public void Listed_errno_is_ignored_wherever_it_stands(int[] errnos)
    {
        Refused().Ignoring(errnos);
        Exit(4);

        Assert.Equal(new InitEnd(4, null, 1), Walk());
    }

    [Fact]
    public void Errno_that_is_not_listed_is_not_ignored()
    {
        Refused().Ignoring(Errno.EPERM, Errno.ENOENT, Errno.EIO, Errno.EROFS);
        Exit(4);

        Assert.Equal(new InitEnd(StepFailed, new InitFailure(0, Errno.EBADF), 0), Walk());
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { Errno.EBADF })]
    [InlineData(new[] { Errno.ENOENT, Errno.EBADF })]
    public void Failure_jumps_to_the_target_of_its_rule(int[] errnos)
    {
        Label target = _plan.NewLabel();
        Refused().OrJump(target, errnos);
        Exit(1);
        _plan.Mark(target);
        Exit(5);

        Assert.Equal(new InitEnd(5, null, 2), Walk());
    }

    [Fact]
    public void Success_does_not_jump_to_the_target_of_its_rule()
    {
        Label target = _plan.NewLabel();
        _plan.Call(SystemCall.umask, 0).OrJump(target);
        Exit(1);
        _plan.Mark(target);
        Exit(5);

        Assert.Equal(new InitEnd(1, null, 1), Walk());
    }

    [Fact]
    public void Errno_that_is_not_listed_does_not_jump()
    {
        Label target = _plan.NewLabel();
        Refused().OrJump(target, Errno.ENOENT);
        Exit(1);
        _plan.Mark(target);
        Exit(5);

        Assert.Equal(new InitEnd(StepFailed, new InitFailure(0, Errno.EBADF), 0), Walk());
    }

    [Fact]
    public void Child_goes_on_at_the_target_and_its_parent_at_the_next_step()
    {
        Slot pid = _plan.Slot("pid");
        Slot mark = _plan.Slot("mark");
        long place = _plan.Reserve(8);
        Label inside = _plan.NewLabel();
        Clone(inside).Into(pid);
        AwaitChild();
        _plan.Load(mark, place);
        Exit(6);
        _plan.Mark(inside);
        _plan.Store(place, 0x77);
        Exit(0);
        using LaunchPlan plan = _plan.Seal();

        Assert.Equal(6, InitRun.Walk(plan).Status);
        Assert.Equal(0x77, plan[mark]);
    }

    [Fact]
    public void Path_that_goes_up_is_opened_also_while_others_rename()
    {
        using Runtime.Tests.Syscalls.TemporaryDirectory directory = new();
        System.IO.Directory.CreateDirectory(directory["inner"]);
        Slot root = _plan.Slot("root");
        Slot file = _plan.Slot("file");
        _plan.Call(SystemCall.openat, AT_FDCWD, _plan.Text(directory.Path), O_PATH | O_DIRECTORY, 0).Into(root);
        long path = _plan.Text("inner/../inner/../inner/..");
        long how = _plan.Reserve(out open_how* content);
        content->flags = O_PATH;
        content->resolve = RESOLVE_IN_ROOT;
        for (int i = 0; i < 5_000; i++)
        {
            _plan.Call(SystemCall.openat2, root, path, how, sizeof(open_how)).Into(file);
            _plan.Call(SystemCall.close, file);
        }

        Exit(8);
        using System.Threading.CancellationTokenSource end = new();
        System.Threading.Thread others = new(() =>
        {
            string one = directory["one"];
            string other = directory["other"];
            System.IO.Directory.CreateDirectory(one);
            while (!end.IsCancellationRequested)
            {
                System.IO.Directory.Move(one, other);
                System.IO.Directory.Move(other, one);
            }
        });
        others.Start();
        InitEnd walked = Walk();
        end.Cancel();
        others.Join();

        Assert.Equal(8, walked.Status);
    }

    [Fact]
    public void Failing_clone_ends_the_plan()
    {
        Label inside = _plan.NewLabel();
        _plan.Call(SystemCall.clone3, _plan.Reserve(sizeof(clone_args)), 0).ChildJumps(inside);
        Exit(1);
        _plan.Mark(inside);
        Exit(2);

        Assert.Equal(new InitEnd(StepFailed, new InitFailure(0, Errno.EINVAL), 0), Walk());
    }

    [Fact]
    public void First_failure_is_the_one_that_is_told()
    {
        Label inside = _plan.NewLabel();
        Clone(inside);
        AwaitChild();
        _plan.Fail(Errno.EIO); // as the step that waits for a hook does
        _plan.Mark(inside);
        _plan.Call(SystemCall.chdir, _plan.Text("/does/not/exist"));

        Assert.Equal(new InitFailure(3, Errno.ENOENT), Walk().Failure);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Slot_can_be_any_argument(int argument)
    {
        // mmap(2) fails, or what it maps differs, if any of its six arguments is another one.
        const long Address = 0x7000_0000;
        const int Page = 0x1000;
        const int Content = 0x1234;
        using Descriptor file = Kernel.MemfdCreate("test", 0);
        Kernel.Fcntl(file.Number, F_SETFD, 0); // init inherits it
        Kernel.Write(file.Number, new byte[(2 * Page) + Page - sizeof(int)]);
        Kernel.Write(file.Number, BitConverter.GetBytes(Content));
        for (int i = 0; i < 40; i++)
        {
            _plan.Slot("unused"); // so that the number of the slot would do for none of them
        }

        Slot slot = _plan.Slot("argument");
        Slot mapped = _plan.Slot("mapped");
        Slot loaded = _plan.Slot("loaded");
        long[] values = [Address, 2 * Page, PROT_READ, MAP_SHARED | MAP_FIXED_NOREPLACE, file.Number, Page];
        Operand[] operands = Array.ConvertAll(values, value => (Operand)value);
        operands[argument] = slot;
        _plan.Call(SystemCall.mmap, operands[0], operands[1], operands[2], operands[3], operands[4], operands[5]).Into(mapped);
        _plan.Load(loaded, Address + (2 * Page) - sizeof(int));
        Exit(0);
        using LaunchPlan plan = _plan.Seal();
        plan[slot] = values[argument];

        Assert.Equal(new InitEnd(0, null, 2), InitRun.Walk(plan));
        Assert.Equal(Address, plan[mapped]);
        Assert.Equal(Content, plan[loaded]);
    }

    [Fact]
    public void Failure_is_told_to_the_report_descriptor()
    {
        using Report report = new();
        _plan.Call(SystemCall.getpid);
        Refused();
        using LaunchPlan plan = _plan.Seal();
        plan.Memory.Header->ReportDescriptor = report.Write.Number;

        Assert.Equal(StepFailed, InitRun.Walk(plan).Status);
        Assert.Equal((2, Errno.EBADF), report.Read()); // counted from 1
    }

    [Fact]
    public void Store_can_change_the_report_descriptor()
    {
        using Report report = new();
        Slot descriptor = _plan.Slot("report");
        _plan.Store(PlanLayout.Address + DescriptorSteps.ReportOffset, descriptor);
        _plan.Fail(Errno.EISDIR);
        using LaunchPlan plan = _plan.Seal();
        plan[descriptor] = report.Write.Number;

        Assert.Equal(StepFailed, InitRun.Walk(plan).Status);
        Assert.Equal((2, Errno.EISDIR), report.Read());
    }

    [Fact]
    public void Position_tells_where_init_was_killed()
    {
        long set = _plan.Reserve(8);
        _plan.Call(SystemCall.getpid);
        _plan.Call(SystemCall.rt_sigsuspend, set, 8); // for ever
        Exit(0);
        using LaunchPlan plan = _plan.Seal();
        using InitRun run = InitRun.Start(plan);
        run.AwaitPosition(1);
        run.Kill();

        Assert.Equal(new InitEnd(128 + SIGKILL, null, 1), run.End());
    }

    [Fact]
    public void Plan_is_not_open_while_it_is_walked()
    {
        Slot descriptor = _plan.Slot("plan");
        _plan.Call(SystemCall.fcntl, descriptor, F_GETFD, 0);
        using LaunchPlan plan = _plan.Seal();
        plan[descriptor] = plan.Memory.Memfd.Number;

        Assert.Equal(new InitFailure(0, Errno.EBADF), InitRun.Walk(plan).Failure);
    }

    [Fact]
    public void Init_is_not_dumpable_when_the_first_step_begins()
    {
        Slot dumpable = _plan.Slot("dumpable");
        _plan.Call(SystemCall.prctl, PR_GET_DUMPABLE, 0, 0, 0, 0).Into(dumpable);
        Exit(0);
        using LaunchPlan plan = _plan.Seal();
        plan[dumpable] = -1;

        Assert.Equal(0, InitRun.Walk(plan).Status);
        Assert.Equal(0, plan[dumpable]);
    }

    [Theory]
    [InlineData("999")] // not open
    [InlineData("0")] // a pipe, which cannot be mapped
    public void Init_without_a_plan_ends_at_once(string descriptor)
    {
        using Process process = Process.Start(new ProcessStartInfo(InitRun.Image, descriptor) { RedirectStandardInput = true })!;
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));

        Assert.Equal(NoPlan, process.ExitCode);
    }

    private InitEnd Walk()
    {
        using LaunchPlan plan = _plan.Seal();
        return InitRun.Walk(plan);
    }

    private void Exit(int status)
    {
        _plan.Call(SystemCall.exit_group, status);
    }

    /// <summary>A call that fails with EBADF.</summary>
    private StepHandle Refused()
    {
        return _plan.Call(SystemCall.close, NoDescriptor);
    }

    private StepHandle Clone(Label inside)
    {
        long arguments = _plan.Reserve(out clone_args* clone);
        clone->exit_signal = SIGCHLD;
        return _plan.Call(SystemCall.clone3, arguments, sizeof(clone_args)).ChildJumps(inside);
    }

    private void AwaitChild()
    {
        _plan.Call(SystemCall.waitid, P_ALL, 0, 0, WEXITED, 0);
    }

    /// <summary>A pipe that init writes its failure to.</summary>
    private sealed class Report : IDisposable
    {
        private readonly Descriptor _read;

        public Report()
        {
            Kernel.Pipe2(out _read, out Descriptor write, O_NONBLOCK);
            Kernel.Fcntl(write.Number, F_SETFD, 0); // init inherits it
            Write = write;
        }

        public Descriptor Write { get; }

        public (int Step, int Errno) Read()
        {
            Span<byte> message = stackalloc byte[64];
            Assert.Equal(2 * sizeof(int), Kernel.Read(_read.Number, message));
            return (BitConverter.ToInt32(message), BitConverter.ToInt32(message[sizeof(int)..]));
        }

        public void Dispose()
        {
            _read.Dispose();
            Write.Dispose();
        }
    }
}
