using System;

using Runtime.Plan;
using Runtime.Syscalls;

using Xunit;

using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Plan;

/// <summary>Steps in words: nothing that a step has is left out, and nothing is shown that another launch would have differently.</summary>
public sealed unsafe class StepReaderTests : IDisposable
{
    private readonly PlanBuilder _plan = new();

    public StepReaderTests()
    {
        _plan.Doing("testing \"{0}\"", "words");
    }

    public void Dispose()
    {
        _plan.Dispose();
    }

    [Fact]
    public void Call_without_a_format_is_listed_with_its_numbers()
    {
        _plan.Call(SystemCall.getrandom, 1, 0, -3);

        Assert.Equal("getrandom(1, 0, -3)", Words());
    }

    [Fact]
    public void Call_that_has_no_name_is_listed_by_its_number()
    {
        _plan.Call(4000);

        Assert.Equal("syscall_4000()", Words());
    }

    [Fact]
    public void Argument_that_the_format_does_not_know_is_not_left_out()
    {
        _plan.Call(SystemCall.close, 5, 0, 7);

        Assert.Equal("close(5, 0, 7)", Words());
    }

    [Fact]
    public void Address_is_told_by_its_place_in_the_plan()
    {
        long place = _plan.Reserve(8);
        _plan.Call(SystemCall.getrandom, place, 8, 0);

        Assert.Equal("getrandom(plan+0x100000, 8)", Words());
    }

    [Theory]
    [InlineData(0UL, "0")]
    [InlineData(CLONE_NEWNS | CLONE_NEWPID, "CLONE_NEWNS|CLONE_NEWPID")]
    [InlineData(CLONE_NEWNS | (1UL << 50), "CLONE_NEWNS|0x4000000000000")]
    [InlineData(1UL << 50, "0x4000000000000")]
    public void Flags_have_names_and_what_is_left_is_a_number(ulong flags, string words)
    {
        _plan.Call(SystemCall.unshare, flags);

        Assert.Equal($"unshare({words})", Words());
    }

    [Theory]
    [InlineData(O_RDONLY, "O_RDONLY")]
    [InlineData(O_RDONLY | O_CLOEXEC, "O_RDONLY|O_CLOEXEC")]
    [InlineData(O_WRONLY | O_CREAT, "O_WRONLY|O_CREAT")]
    [InlineData(O_RDWR, "O_RDWR")]
    [InlineData(O_PATH | O_CLOEXEC, "O_PATH|O_CLOEXEC")]
    [InlineData(O_TMPFILE | O_RDWR, "O_RDWR|O_TMPFILE")]
    public void Access_mode_is_one_of_the_flags_of_open(int flags, string words)
    {
        _plan.Call(SystemCall.openat, AT_FDCWD, _plan.Text("a \"b\"\n"), flags, 0x1a4);

        Assert.Equal($"openat(AT_FDCWD, \"a \\\"b\\\"\\n\", {words}, 0644)", Words());
    }

    [Fact]
    public void Number_without_a_name_stands_for_itself()
    {
        _plan.Call(SystemCall.prctl, 9999, 1);

        Assert.Equal("prctl(9999, 1)", Words());
    }

    [Fact]
    public void Structure_is_shown_by_its_fields()
    {
        long how = _plan.Reserve(out open_how* content);
        content->flags = O_PATH;
        content->resolve = RESOLVE_IN_ROOT | 0x1000;
        _plan.Call(SystemCall.openat2, _plan.Slot("root"), _plan.Text("etc"), how, sizeof(open_how)).Into(_plan.Slot("etc"));

        Assert.Equal("%etc = openat2(%root, \"etc\", {flags=O_PATH, resolve=RESOLVE_IN_ROOT|0x1000}, 24)", Words());
    }

    [Fact]
    public void Slots_with_one_name_are_told_apart()
    {
        _plan.Call(SystemCall.dup3, _plan.Slot("source"), _plan.Slot("source"), O_CLOEXEC).Into(_plan.Slot("source"));

        Assert.Equal("%source3 = dup3(%source, %source2, O_CLOEXEC)", Words());
    }

    [Fact]
    public void Rules_say_what_a_failure_means()
    {
        Label end = _plan.NewLabel();
        _plan.Call(SystemCall.setsid).Ignoring(Errno.EPERM, Errno.EACCES);
        _plan.Call(SystemCall.setsid).Ignoring();
        _plan.Call(SystemCall.setsid).OrJump(end, Errno.ENOENT);
        _plan.Call(SystemCall.setsid).OrJump(end);
        _plan.Call(SystemCall.setsid).ChildJumps(end);
        _plan.Mark(end);
        _plan.Fail(Errno.EISDIR);
        _plan.Fail(0);

        Assert.Equal(
            [
                "setsid() ignoring EPERM, EACCES",
                "setsid() ignoring every errno",
                "setsid() or goto 5 on ENOENT",
                "setsid() or goto 5",
                "setsid() and in the child goto 5",
                "fail EISDIR",
                "fail",
            ],
            All());
    }

    [Fact]
    public void Control_steps_name_what_they_load_store_and_compare()
    {
        Slot file = _plan.Slot("file");
        Slot mode = _plan.Slot("mode");
        Label end = _plan.NewLabel();
        long status = FileSteps.Status(_plan, file);
        _plan.Load(mode, status + FileSteps.ModeOffset);
        _plan.JumpIfEqual(mode, S_IFDIR, end, S_IFMT);
        _plan.JumpIfNotEqual(mode, file, end);
        long attributes = _plan.Reserve(out mount_attr* content);
        content->attr_set = MOUNT_ATTR_IDMAP;
        _plan.Store(attributes + 24, file);
        _plan.Call(SystemCall.mount_setattr, file, _plan.Text(""), AT_EMPTY_PATH, attributes, sizeof(mount_attr));
        _plan.Jump(end);
        _plan.Mark(end);
        long path = _plan.Reserve(out int* address);
        *address = (int)_plan.Text("/bin/sh");
        _plan.Load(file, path);
        _plan.Call(SystemCall.execve, file, _plan.Texts(["sh"]), _plan.Texts([]));

        Assert.Equal(
            [
                "statx(%file, \"\", AT_EMPTY_PATH|AT_STATX_DONT_SYNC, STATX_TYPE|STATX_MODE, buffer)",
                "%mode = load stx_mode of step 0",
                "if %mode & S_IFMT == S_IFDIR goto 7",
                "if %mode != %file goto 7",
                "store %file in userns_fd of step 5",
                "mount_setattr(%file, \"\", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_IDMAP}, 32)",
                "goto 7",
                "%file = load \"/bin/sh\"",
                "execve(%file, [\"sh\"], [])",
            ],
            All());
    }

    [Fact]
    public void Long_line_is_broken_at_an_argument_and_says_once_what_it_does()
    {
        string[] texts = ["one argument of a program that has many of them", "and another one, which does not fit any more", "three"];
        _plan.Call(SystemCall.execve, _plan.Text("/bin/program"), _plan.Texts(texts), 0);
        using LaunchPlan plan = _plan.Seal();

        Assert.Equal(
            "    0  execve(\"/bin/program\", [\"one argument of a program that has many of them\",                  testing \"words\"\n"
            + "           \"and another one, which does not fit any more\", \"three\"], NULL)\n",
            StepListing.Of(plan));
    }

    private string Words() => Assert.Single(All());

    private string[] All()
    {
        using LaunchPlan plan = _plan.Seal();
        StepReader reader = new(plan);
        string[] words = new string[plan.Count];
        for (int index = 0; index < words.Length; index++)
        {
            words[index] = FlagNames.WithoutBreaks(reader.Read(index).ToString());
        }

        return words;
    }
}
