using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>What a container gets from its caller and from the runtime: standard streams, and nothing else.</summary>
public sealed class InheritanceTests : ContainerTest
{
    [Fact]
    public void No_signal_is_ignored_or_blocked_even_if_the_caller_ignores_some()
    {
        Config.Args("grep", "^Sig[BI]", "/proc/self/status");
        WriteConfig();

        Assert.Equal(
            new Outcome(0, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n", ""),
            CallFromShell("trap '' HUP PIPE USR1 TERM; exec \"$@\"", "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void Nor_in_a_further_process()
    {
        StartSleeping();

        Assert.Equal(
            new Outcome(0, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n", ""),
            CallFromShell("trap '' HUP PIPE USR1; exec \"$@\"", "exec", Id, "grep", "^Sig[BI]", "/proc/self/status"));
    }

    [Fact]
    public void The_caller_that_is_pinned_to_one_cpu_does_not_pin_the_container()
    {
        Config.Args("grep", "^Cpus_allowed_list", "/proc/self/status");
        WriteConfig();
        Outcome unpinned = Call("run", "--bundle", Bundle, Id);
        Assert.Equal(0, unpinned.ExitCode);

        Assert.Equal(unpinned, CallFromShell("exec taskset -c 0 \"$@\"", "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void Nor_does_one_of_exec_pin_the_further_process()
    {
        StartSleeping();
        Outcome unpinned = Call("exec", Id, "grep", "^Cpus_allowed_list", "/proc/self/status");
        Assert.Equal(0, unpinned.ExitCode);

        Assert.Equal(unpinned, CallFromShell("exec taskset -c 0 \"$@\"", "exec", Id, "grep", "^Cpus_allowed_list", "/proc/self/status"));
    }

    [Fact]
    public void Only_the_standard_streams_are_open()
    {
        Config.Args("sh", "-c", "ls /proc/1/fd; true");
        WriteConfig();

        Assert.Equal(
            new Outcome(0, "0\n1\n2\n", ""),
            CallFromShell("exec 3</dev/null 4</ 9</etc; exec \"$@\"", "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void Nor_are_others_open_in_a_created_container()
    {
        Config.Args("sh", "-c", "ls /proc/1/fd; true");
        WriteConfig();
        HostProgram create = StartHost("/bin/sh", "-c", "exec 3</dev/null 9</etc; exec \"$@\"", "sh", PublishedRuntime.Path, "--root", StateRoot, "create", "--bundle", Bundle, Id);
        Assert.Equal(new Outcome(0, "", ""), create.Wait());

        Assert.Equal(new Outcome(0, "", ""), Call("start", Id));
        WaitUntil(() => Status() == "stopped", "the container had stopped");
        Assert.Equal("0\n1\n2\n", create.Output);
    }

    [Fact]
    public void Nor_in_a_further_process_of_a_container()
    {
        StartSleeping();

        Assert.Equal(
            new Outcome(0, "0\n1\n2\n", ""),
            CallFromShell("exec 3</dev/null 9</etc; exec \"$@\"", "exec", Id, "sh", "-c", "ls /proc/$$/fd; true"));
    }

    [Fact]
    public void Descriptors_are_passed_on_request()
    {
        File.WriteAllText($"{Place}/passed", "three\nfour\n");
        Config.Args("sh", "-c", "ls /proc/1/fd; read line <&3; echo $line; read line <&4; echo $line");
        WriteConfig();

        Assert.Equal(
            new Outcome(0, "0\n1\n2\n3\n4\nthree\nfour\n", ""),
            CallFromShell($"exec 3<{Place}/passed 5</etc; exec 4<&3; exec \"$@\"", "run", "--preserve-fds", "2", "--bundle", Bundle, Id));
    }

    [Fact]
    public void A_descriptor_that_is_to_be_passed_must_be_open()
    {
        Config.Args("true");
        WriteConfig();

        Outcome run = CallFromShell("exec 3</dev/null 4<&- 5<&-; exec \"$@\"", "run", "--preserve-fds", "2", "--bundle", Bundle, Id);

        Assert.Equal(Failure("run", "unable to stat preserved-fd 4 (of 2): bad file descriptor (EBADF)"), run);
        AssertNothingLeft();
    }

    [Fact]
    public void Nothing_of_the_callers_environment_arrives()
    {
        Config.Args("env");
        WriteConfig();

        Assert.Equal(
            new Outcome(0, "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nTERM=xterm\nHOME=/\n", ""),
            CallFromShell("DOTNET_GCHeapCount=1 SECRET=1 LD_PRELOAD= exec \"$@\"", "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void A_container_that_is_created_knows_nothing_of_the_runtime_either()
    {
        StartSleeping();
        string process = $"/proc/{Pid()}";

        Assert.Equal("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\0TERM=xterm\0HOME=/\0", File.ReadAllText($"{process}/environ"));
        Assert.Equal("sleep\0600\0", File.ReadAllText($"{process}/cmdline"));
        Assert.Equal("sleep\n", File.ReadAllText($"{process}/comm"));
    }

    [Fact]
    public void The_standard_streams_belong_to_the_user_who_may_open_them_again()
    {
        Config.Set("process.user.uid", 1000);

        Outcome run = RunShell("echo again >>/proc/self/fd/1; stat -L -c %u /proc/self/fd/1; stat -L -c %u /proc/self/fd/0");

        Assert.Equal(new Outcome(0, "again\n1000\n0\n", ""), run); // the third is /dev/null, which stays the host's
    }

    [Fact]
    public void The_hosts_null_device_keeps_its_owner()
    {
        Config.Set("process.user.uid", 1000);
        Config.Args("true");
        WriteConfig();

        Assert.Equal(new Outcome(0, "", ""), CallFromShell("exec \"$@\" </dev/null >/dev/null 2>/dev/null", "run", "--bundle", Bundle, Id));
        Assert.Equal(new Outcome(0, "0 0 1 3\n", ""), HostProgram.Run(Place, "stat", "-c", "%u %g %Hr %Lr", "/dev/null"));
    }

    [Fact]
    public void The_process_leads_a_session_of_its_own()
    {
        Assert.Equal(new Outcome(0, "1 1\n", ""), RunShell("awk '{print $5, $6}' /proc/1/stat"));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("exec")]
    public void A_standard_stream_that_the_caller_has_closed_is_nothing_of_the_runtimes(string command)
    {
        string[] words = ["run", "--detach", "--pid-file", $"{Place}/pid", "--bundle", Bundle, Id];
        if (command == "exec")
        {
            StartSleeping();
            words = ["exec", "--detach", "--pid-file", $"{Place}/pid", Id, "sleep", "600"];
        }

        Config.Args("sleep", "600");
        WriteConfig();

        Assert.Equal(new Outcome(0, "", ""), CallFromShell("exec \"$@\" <&- >&- 2>&-", words));

        string descriptors = $"/proc/{File.ReadAllText($"{Place}/pid")}/fd";
        Assert.All(Directory.GetFiles(descriptors), path => Assert.Equal("/dev/null", new FileInfo(path).LinkTarget));
    }
}
