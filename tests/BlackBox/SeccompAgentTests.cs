using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>Rules that notify, and an agent that answers (runtime-spec 1.3, config-linux.md, Seccomp).</summary>
public sealed class SeccompAgentTests : ContainerTest
{
    private string AgentPath => $"{Place}/agent";

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void The_agent_answers_for_a_container_and_is_told_of_it_while_it_is_created(bool noNewPrivileges, bool hasUserNamespace)
    {
        Profile("""{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_NOTIFY"}""");
        Config.Set("process.noNewPrivileges", noNewPrivileges);
        Config.Json("annotations", """{"org.example.kind":"told"}""");
        Config.Args("sh", "-c", "mkdir /x; awk '/^Seccomp:/ {print $2}' /proc/self/status");
        if (hasUserNamespace)
        {
            Config.Namespaces("mount", "pid", "uts", "ipc", "network", "user");
            Config.Remove("linux.seccomp.listenerMetadata");
            Config.Map(0, 65536);
        }

        using AnsweringAgent agent = new(AgentPath, Refuse);
        HostProgram create = Create();
        int pid = Pid();
        WaitUntil(() => agent.Messages.Length > 0, "the agent was told");
        JsonNode expected = JsonNode.Parse(
            $$"""
            {"ociVersion":"1.3.0","fds":["seccompFd"],"pid":{{pid}},"metadata":"of the test","state":
             {"ociVersion":"1.3.0","id":"{{Id}}","status":"creating","pid":{{pid}},"bundle":"{{Bundle}}","annotations":{"org.example.kind":"told"} } }
            """)!;
        if (hasUserNamespace)
        {
            expected.AsObject().Remove("metadata");
        }

        Assert.Equal(expected.ToJsonString(), Assert.Single(agent.Messages).ToJsonString());

        Assert.Equal(new Outcome(0, "", ""), Call("start", Id));
        WaitUntil(() => Status() == "stopped", "the container stopped");
        Assert.Equal(
            new Outcome(0, "2\n", "mkdir: can't create directory '/x': No space left on device\n"),
            create.Wait());
        Assert.Single(agent.End());
    }

    [Fact]
    public void The_agent_is_told_of_a_further_process()
    {
        Profile("""{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_NOTIFY"}""");
        using AnsweringAgent agent = new(AgentPath, Refuse);
        StartSleeping();

        Assert.Equal(new Outcome(1, "", "mkdir: can't create directory '/x': No space left on device\n"), Call("exec", "--pid-file", $"{Place}/pid", Id, "mkdir", "/x"));

        JsonObject[] messages = agent.Messages;
        Assert.Equal(2, messages.Length);
        Assert.Equal(
            JsonNode.Parse(
                $$"""
                {"ociVersion":"1.3.0","fds":["seccompFd"],"pid":{{File.ReadAllText($"{Place}/pid")}},"metadata":"of the test","state":
                 {"ociVersion":"1.3.0","id":"{{Id}}","status":"running","pid":{{Pid()}},"bundle":"{{Bundle}}","annotations":{} } }
                """)!.ToJsonString(),
            messages[1].ToJsonString());
        Assert.Equal("creating", (string)messages[0]["state"]!["status"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_agent_is_asked_about_what_init_still_does(bool noNewPrivileges)
    {
        Profile("""{"names":["read","close","close_range","capset","dup3","clone","execve","exit_group"],"action":"SCMP_ACT_NOTIFY"}""");
        Config.Set("process.noNewPrivileges", noNewPrivileges);
        using AnsweringAgent agent = new(AgentPath, _ => 0);

        Assert.Equal(new Outcome(0, "ok\n", ""), RunShell("echo ok"));
        HashSet<int> asked = agent.End();
        Assert.Superset(new HashSet<int> { SystemCall.read, SystemCall.close, SystemCall.close_range, SystemCall.dup3, SystemCall.execve, SystemCall.exit_group }, asked);
        Assert.Equal(!noNewPrivileges, asked.Contains(SystemCall.capset));
    }

    [Fact]
    public void A_container_in_another_ones_pid_namespace_is_the_process_that_the_agent_is_told_of()
    {
        Config.Args("sleep", "600");
        Create();
        int first = Pid();
        string other = Id + "b";
        Profile("""{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_NOTIFY"}""");
        Config.Namespaces("mount", "uts", "ipc", $"pid=/proc/{first}/ns/pid");
        Config.Args("mkdir", "/x");
        WriteConfig();
        using AnsweringAgent agent = new(AgentPath, Refuse);
        HostProgram create = StartCall("create", "--bundle", Bundle, other);
        Assert.Equal(new Outcome(0, "", ""), create.Wait());

        WaitUntil(() => agent.Messages.Length > 0, "the agent was told");
        int pid = (int)State(other)["pid"]!;
        Assert.Equal((pid, pid), ((int)agent.Messages[0]["pid"]!, (int)agent.Messages[0]["state"]!["pid"]!));
        Assert.Equal(new Outcome(0, "", ""), Call("start", other));
        WaitUntil(() => (string)State(other)["status"]! == "stopped", "the container stopped");
        Assert.Equal(new Outcome(0, "", "mkdir: can't create directory '/x': No space left on device\n"), create.Wait());
    }

    [Fact]
    public void A_hook_inside_runs_under_a_filter_that_refuses_clone3()
    {
        Profile(
            """{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_NOTIFY"}""",
            """{"names":["clone3"],"action":"SCMP_ACT_ERRNO","errnoRet":38}""");
        Config.Json("hooks", """{"startContainer":[{"path":"/bin/touch","args":["touch","/hooked"]}]}""");
        using AnsweringAgent agent = new(AgentPath, Refuse);

        Assert.Equal(new Outcome(0, "/hooked\n", ""), RunShell("ls /hooked"));
        Assert.Single(agent.Messages);
    }

    [Fact]
    public void Without_its_agent_a_container_is_not_created()
    {
        Profile("""{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_NOTIFY"}""");

        Assert.Equal(Failure("run", $"sending the seccomp listener: failed to connect with seccomp agent \"{AgentPath}\": no such file or directory (ENOENT)"), RunShell("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void Without_its_agent_a_further_process_is_not_started()
    {
        Profile("""{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_NOTIFY"}""");
        using (new AnsweringAgent(AgentPath, Refuse))
        {
            StartSleeping();
        }

        Assert.Equal(Failure("exec", $"sending the seccomp listener: failed to connect with seccomp agent \"{AgentPath}\": no such file or directory (ENOENT)", status: 255), ExecShell("true"));
        Assert.Equal("running", Status());
    }

    [Fact]
    public void A_profile_that_notifies_of_nothing_needs_no_agent()
    {
        Profile("""{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO"}""");

        Assert.Equal(new Outcome(0, "ok\n", ""), RunShell("echo ok"));
    }

    private static int Refuse(int call) => Errno.ENOSPC;

    private void Profile(params string[] rules)
    {
        Config.Json("linux.seccomp", """{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_X86_64"],"listenerMetadata":"of the test"}""");
        Config.Set("linux.seccomp.listenerPath", AgentPath);
        foreach (string rule in rules)
        {
            Config.Add("linux.seccomp.syscalls", rule);
        }
    }
}
