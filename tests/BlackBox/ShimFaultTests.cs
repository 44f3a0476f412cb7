using System;
using System.IO;

using Runtime.Shim.Wire;

using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>What goes wrong around a shim is told clearly, and neither the shim nor another container takes harm. The shim is the published one, beside the runtime.</summary>
public sealed class ShimFaultTests : ShimTest
{
    [Fact]
    public void A_runtime_that_hangs_is_killed_when_the_time_of_the_request_is_over()
    {
        Config.Args("sleep", "600");

        Assert.Equal(
            (StatusCode.DeadlineExceeded, "context deadline exceeded"),
            Status(Create(Script("exec sleep 1000"), seconds: 1)));
        WaitUntil(() => Shim.Children == "", "it was gone");
        AssertWorks();
    }

    [Fact]
    public void A_delete_that_hangs_can_be_repeated()
    {
        Config.Args("sh", "-c", "exit 3");
        string runtime = Script($"case \"$*\" in *delete*) test -e {Place}/free || exec sleep 1000 ;; esac; exec {PublishedRuntime.Path} \"$@\"");
        Assert.Equal((Ok, ""), Status(Create(runtime)));
        Assert.Equal((Ok, ""), Status(Call("Start")));
        Assert.Equal(3UL, Call("Wait").Number(1));

        Assert.Equal((StatusCode.DeadlineExceeded, "context deadline exceeded"), Status(Call("Delete", seconds: 1)));
        WaitUntil(() => Shim.Children == "", "it was gone");
        File.WriteAllText($"{Place}/free", "");

        Assert.Equal(3UL, Call("Delete").Number(2));
        AssertGone();
    }

    [Fact]
    public void A_runtime_that_is_missing_is_named()
    {
        Config.Args("sleep", "600");

        Assert.Equal(
            (StatusCode.Unknown, $"OCI runtime create failed: starting \"{Place}/none\": no such file or directory (ENOENT)"),
            Status(Create($"{Place}/none")));
        AssertWorks();
    }

    [Fact]
    public void A_runtime_that_fails_is_quoted()
    {
        Config.Args("absent");

        Assert.Equal(
            (StatusCode.Unknown, $"OCI runtime create failed: runtime: create \"{Id}\": exec: \"absent\": executable file not found in $PATH"),
            Status(Create(PublishedRuntime.Path)));
        Config.Args("sleep", "600");
        AssertWorks();
    }

    [Fact]
    public void A_runtime_that_dies_without_a_word_is_told_by_its_status()
    {
        Config.Args("sleep", "600");
        string runtime = Script("kill -9 $$");

        Assert.Equal((StatusCode.Unknown, $"OCI runtime create failed: \"{runtime}\" ended with status 137"), Status(Create(runtime)));
        AssertWorks();
    }

    [Fact]
    public void A_checkpoint_cannot_be_restored_and_that_is_said()
    {
        Config.Args("sleep", "600");
        WriteConfig();

        Assert.Equal(
            (StatusCode.FailedPrecondition, "restoring from a checkpoint is not supported by this shim: failed precondition"),
            Status(Shim.Call("Create", request => Fill(request, PublishedRuntime.Path, checkpoint: $"{Place}/image"))));
        AssertWorks();
    }

    [Fact]
    public void A_fifo_that_is_not_there_is_named()
    {
        Config.Args("sleep", "600");

        Assert.Equal(
            (StatusCode.Unknown, $"looking at \"{Place}/stdout\": no such file or directory (ENOENT)"),
            Status(Create(PublishedRuntime.Path, output: $"{Place}/stdout")));
        AssertWorks();
    }

    [Fact]
    public void A_fifo_that_vanishes_before_anybody_has_opened_it_costs_the_output_and_nothing_else()
    {
        Config.Args("sh", "-c", "seq 1 100000; exit 7");
        Runtime.Syscalls.Kernel.MkFifoAt(Runtime.Syscalls.Flags.AT_FDCWD, $"{Place}/stdout", 0x1c0);
        Assert.Equal((Ok, ""), Status(Create(PublishedRuntime.Path, output: $"{Place}/stdout")));
        File.Delete($"{Place}/stdout");

        Assert.Equal((Ok, ""), Status(Call("Start")));
        Assert.Equal(7UL, Call("Wait").Number(1));
        Assert.Equal(7UL, Call("Delete").Number(2));
        AssertGone();
    }

    [Fact]
    public void A_fifo_of_input_that_is_gone_is_an_end_of_input()
    {
        Config.Args("sh", "-c", "cat; exit 9");

        Assert.Equal((Ok, ""), Status(Create(PublishedRuntime.Path, input: $"{Place}/stdin")));
        Assert.Equal((Ok, ""), Status(Call("Start")));
        Assert.Equal(9UL, Call("Wait").Number(1));
        Assert.Equal(9UL, Call("Delete").Number(2));
        AssertGone();
    }

    /// <summary>containerd 2 asks for version 3 first, and for 2 if the answer is this one.</summary>
    [Fact]
    public void A_service_or_a_method_that_is_not_there_is_named()
    {
        Config.Args("sleep", "600");

        Assert.Equal((StatusCode.Unimplemented, "service containerd.task.v9.Task"), Status(Shim.Call("State", request => request.WriteText(1, Id), service: "containerd.task.v9.Task")));
        Assert.Equal((StatusCode.Unimplemented, "method Reincarnate"), Status(Shim.Call("Reincarnate", request => request.WriteText(1, Id))));
        Assert.Equal((Ok, ""), Status(Shim.Call("Connect", request => request.WriteText(1, Id), service: "containerd.task.v3.Task")));
        AssertWorks();
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named_and_the_container_runs_on()
    {
        Config.Args("sleep", "600");
        Assert.Equal((Ok, ""), Status(Create(PublishedRuntime.Path)));
        Assert.Equal((Ok, ""), Status(Call("Start")));
        Assert.Equal((Ok, ""), Status(Exec("one")));

        // What the description of the process would be written to.
        Directory.CreateDirectory($"{Bundle}/..one.json.new");
        ShimAnswer start = Shim.Call("Start", Named("one"));

        Assert.Equal((StatusCode.Unknown, $"OCI runtime exec failed: creating \"{Bundle}/..one.json.new\": is a directory (EISDIR)"), Status(start));
        Assert.Equal((Ok, ""), Status(Exec("two")));
        Assert.Equal((Ok, ""), Status(Shim.Call("Start", Named("two"))));
        Assert.Equal(5UL, Shim.Call("Wait", Named("two")).Number(1));
        Assert.Equal(2UL, Call("State").Number(4)); // running
    }

    /// <summary>The same id, in the same shim, with a runtime that works.</summary>
    private void AssertWorks()
    {
        Assert.Equal((Ok, ""), Status(Create(PublishedRuntime.Path)));
        Assert.Equal((Ok, ""), Status(Call("Start")));
        Assert.Equal((Ok, ""), Status(Shim.Call("Kill", request =>
        {
            request.WriteText(1, Id);
            request.WriteNumber(3, 9);
        })));
        Assert.Equal(137UL, Call("Wait").Number(1));
        Assert.Equal(137UL, Call("Delete").Number(2));
        AssertGone();
    }

    private void AssertGone()
    {
        Assert.Equal((StatusCode.NotFound, "container not created: not found"), Status(Call("State")));
        Leftovers.AssertNone("/" + Id); // of the container; the shim's own words have the id too
    }

    private string Script(string text)
    {
        string path = $"{Place}/runtime-{Guid.NewGuid():N}";
        File.WriteAllText(path, "#!/bin/sh\n" + text + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
