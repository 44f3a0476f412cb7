using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>When and where the process runs, and where its memory lies.</summary>
public sealed class SchedulingTests : ContainerTest
{
    private const string NoNuma = "this kernel has no memory policies (CONFIG_NUMA)";

    // Of /proc/PID/stat: nice, rt_priority, policy (proc(5)).
    private static readonly string[] s_scheduling = ["awk", "{print ($41 == 0 || $41 == 3 ? $19 : \"-\"), $40, $41}", "/proc/self/stat"];
    private static readonly string[] s_cpus = ["sh", "-c", "grep Cpus_allowed_list /proc/self/status | cut -f 2"];

    [Theory]
    [InlineData("""{"policy":"SCHED_OTHER","nice":7}""", "7 0 0")]
    [InlineData("""{"policy":"SCHED_OTHER","nice":-5}""", "-5 0 0")]
    [InlineData("""{"policy":"SCHED_FIFO","priority":5}""", "- 5 1")]
    [InlineData("""{"policy":"SCHED_RR","priority":99,"flags":["SCHED_FLAG_RESET_ON_FORK"]}""", "- 99 2")]
    [InlineData("""{"policy":"SCHED_BATCH","nice":19}""", "19 0 3")]
    [InlineData("""{"policy":"SCHED_IDLE"}""", "- 0 5")]
    [InlineData("""{"policy":"SCHED_DEADLINE","runtime":1000000,"deadline":10000000,"period":10000000}""", "- 0 6")]
    public void The_scheduler_is_the_one_asked_for(string scheduler, string seen)
    {
        Config.Json("process.scheduler", scheduler);
        if (scheduler.Contains("_FIFO", StringComparison.Ordinal) || scheduler.Contains("_RR", StringComparison.Ordinal))
        {
            RequireRealtime();
        }

        AllowRealtime();

        Assert.Equal(new Outcome(0, seen + "\n", ""), RunProgram(s_scheduling));
    }

    [Fact] // RESET_ON_FORK: what the process starts is scheduled as usual
    public void A_flag_of_the_scheduler_counts()
    {
        Config.Json("process.scheduler", """{"policy":"SCHED_FIFO","priority":5,"flags":["SCHED_FLAG_RESET_ON_FORK"]}""");
        RequireRealtime();
        AllowRealtime();

        Assert.Equal(new Outcome(0, "0 0\n5 1\n", ""), RunShell("awk '{print $40, $41}' /proc/self/stat; awk '{print $40, $41}' /proc/$$/stat"));
    }

    [Fact]
    public void Realtime_is_given_to_the_cgroups_made_above_the_container_too()
    {
        Assert.SkipUnless(File.Exists("/sys/fs/cgroup/cpu/cpu.rt_runtime_us"), "only cgroup v1 divides real time among cgroups");
        Config.Set("linux.cgroupsPath", $"/{Id}/above/inner");
        AllowRealtime();
        try
        {
            StartSleeping();

            string[] directories = [Id, $"{Id}/above", $"{Id}/above/inner"];
            string[] budgets = Array.ConvertAll(directories, d => File.ReadAllText($"/sys/fs/cgroup/cpu/{d}/cpu.rt_runtime_us"));
            Assert.Equal(["50000\n", "50000\n", "50000\n"], budgets);
            Assert.Equal(new Outcome(0, "", ""), Call("update", "--cpu-rt-runtime", "40000", Id));
            Assert.Equal("40000\n", File.ReadAllText($"/sys/fs/cgroup/cpu/{Id}/above/inner/cpu.rt_runtime_us"));
            Assert.Equal(new Outcome(0, "", ""), Call("delete", "--force", Id));
        }
        finally
        {
            RemoveCgroupsAbove();
        }
    }

    [Fact]
    public void A_scheduler_that_the_kernel_does_not_have_is_refused()
    {
        Config.Json("process.scheduler", """{"policy":"SCHED_ISO"}""");

        Assert.Equal(Failure("run", "setting the scheduler \"SCHED_ISO\": invalid argument (EINVAL)"), RunShell("true"));
        AssertNothingLeft();
    }

    [Fact] // sched(7): SCHED_DEADLINE takes no process that may not run on every CPU
    public void A_deadline_and_a_cpuset_exclude_each_other()
    {
        Assert.SkipWhen(AllCpus() == "0\n", "a cpuset leaves out a CPU only where there are two");
        Config.Json("process.scheduler", """{"policy":"SCHED_DEADLINE","runtime":1000000,"deadline":10000000,"period":10000000}""");
        Config.Json("linux.resources.cpu", """{"cpus":"0"}""");

        Assert.Equal(
            Failure("run", "setting the scheduler \"SCHED_DEADLINE\": operation not permitted (EPERM); process scheduler can't be used together with AllowedCPUs"),
            RunShell("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void With_a_cpuset_other_schedulers_are_as_ever()
    {
        Assert.SkipUnless(
            Directory.Exists("/sys/fs/cgroup/cpuset") || File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Split().Contains("cpuset"),
            "this kernel has no cpusets");
        Config.Json("linux.resources.cpu", """{"cpus":"0"}""");
        Config.Json("process.scheduler", """{"policy":"SCHED_BATCH","nice":7}""");

        Assert.Equal(new Outcome(0, "7 0 3\n", ""), RunProgram(s_scheduling));

        Config.Json("process.scheduler", """{"policy":"SCHED_ISO"}""");
        Assert.Equal(Failure("run", "setting the scheduler \"SCHED_ISO\": invalid argument (EINVAL)"), RunShell("true"));
    }

    [Fact]
    public void Exec_is_scheduled_as_the_container_or_as_its_process_file_says()
    {
        Config.Json("process.scheduler", """{"policy":"SCHED_BATCH","nice":3}""");
        Config.Json("process.ioPriority", """{"class":"IOPRIO_CLASS_BE","priority":6}""");
        RequireRealtime();
        AllowRealtime();
        StartSleeping();

        Assert.Equal(new Outcome(0, "3 0 3\n", ""), Call(["exec", Id, .. s_scheduling]));
        Assert.Equal(new Outcome(0, "best-effort: prio 6\n", ""), Call("exec", Id, "ionice"));
        Assert.Equal(new Outcome(0, "- 9 1\n", ""), ExecFile("""{"scheduler":{"policy":"SCHED_FIFO","priority":9}}""", s_scheduling));
        Assert.Equal(new Outcome(0, "idle\n", ""), ExecFile("""{"ioPriority":{"class":"IOPRIO_CLASS_IDLE"}}""", "ionice"));
    }

    [Theory]
    [InlineData("""{"class":"IOPRIO_CLASS_RT","priority":2}""", "realtime: prio 2")]
    [InlineData("""{"class":"IOPRIO_CLASS_BE","priority":7}""", "best-effort: prio 7")]
    [InlineData("""{"class":"IOPRIO_CLASS_IDLE","priority":0}""", "idle")]
    public void The_io_priority_is_the_one_asked_for(string priority, string seen)
    {
        Config.Json("process.ioPriority", priority);

        Assert.Equal(new Outcome(0, seen + "\n", ""), RunProgram("ionice"));
    }

    [Fact]
    public void The_first_process_has_every_cpu_whatever_its_caller_was_pinned_to()
    {
        Config.Json("process.execCPUAffinity", """{"initial":"0","final":"0"}"""); // not for the first process
        Config.Args(s_cpus);
        WriteConfig();

        Assert.Equal(new Outcome(0, AllCpus(), ""), CallFromShell("exec taskset -c 0 \"$@\"", "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void Exec_ends_up_on_its_final_cpus()
    {
        StartSleeping();

        Assert.Equal(new Outcome(0, "0\n", ""), ExecFile("""{"execCPUAffinity":{"initial":"0","final":"0"}}""", s_cpus));
        Assert.Equal(new Outcome(0, "0\n", ""), ExecFile("""{"execCPUAffinity":{"final":"0,1500-1501"}}""", s_cpus)); // the kernel passes over those it has not
    }

    [Fact] // a frozen cgroup holds the process right after it has come, and before it does anything
    public void Exec_is_born_on_its_initial_cpus()
    {
        string last = AllCpus().TrimEnd().Split('-')[^1];
        StartSleeping();
        Assert.Equal(new Outcome(0, "", ""), Call("pause", Id));
        WriteProcess("{\"execCPUAffinity\":{\"initial\":\"" + last + "\",\"final\":\"0\"}}", s_cpus);
        HostProgram exec = StartCall("exec", "--ignore-paused", "--process", $"{Place}/process.json", Id);
        int born = 0;
        WaitUntil(() => (born = BornMeanwhile()) != 0, "exec has made a process");

        string status = File.ReadAllText($"/proc/{born}/status");
        Assert.Matches($"\nCpus_allowed_list:\t{last}\n", status);

        Assert.Equal(new Outcome(0, "", ""), Call("resume", Id));
        Assert.Equal(new Outcome(0, "0\n", ""), exec.Wait());
    }

    [Fact]
    public void Exec_without_final_cpus_has_every_cpu()
    {
        StartSleeping();

        Assert.Equal(new Outcome(0, AllCpus(), ""), ExecFile("""{"execCPUAffinity":{"initial":"0"}}""", s_cpus));
        Assert.Equal(
            new Outcome(0, AllCpus(), ""),
            CallFromShell("exec taskset -c 0 \"$@\"", ["exec", Id, .. s_cpus]));
    }

    [Fact]
    public void Exec_has_the_cpus_of_the_container_if_it_names_none()
    {
        Config.Json("process.execCPUAffinity", """{"final":"0"}""");
        StartSleeping();

        Assert.Equal(new Outcome(0, "0\n", ""), Call(["exec", Id, .. s_cpus]));
    }

    [Theory]
    [InlineData("initial")]
    [InlineData("final")]
    public void Cpus_that_the_machine_does_not_have_are_refused(string which)
    {
        StartSleeping();

        Assert.Equal(
            Failure("exec", $"setting the {which} CPU affinity \"1500\": invalid argument (EINVAL)", 255),
            ExecFile("{\"execCPUAffinity\":{\"" + which + "\":\"1500\"}}", "true"));
        Assert.Equal("running", Status());
    }

    [Theory]
    [InlineData("""{"mode":"MPOL_BIND","nodes":"0"}""", "bind:0")]
    [InlineData("""{"mode":"MPOL_BIND","nodes":"0","flags":["MPOL_F_STATIC_NODES"]}""", "bind=static:0")]
    [InlineData("""{"mode":"MPOL_BIND","nodes":"0","flags":["MPOL_F_RELATIVE_NODES"]}""", "bind=relative:0")]
    [InlineData("""{"mode":"MPOL_INTERLEAVE","nodes":"0"}""", "interleave:0")]
    [InlineData("""{"mode":"MPOL_PREFERRED","nodes":"0"}""", "prefer:0")]
    [InlineData("""{"mode":"MPOL_PREFERRED_MANY","nodes":"0"}""", "prefer")] // and, after a space, (many):0
    [InlineData("""{"mode":"MPOL_WEIGHTED_INTERLEAVE","nodes":"0"}""", "weighted")]
    [InlineData("""{"mode":"MPOL_BIND","nodes":"0","flags":["MPOL_F_NUMA_BALANCING"]}""", "bind=balancing:0")]
    [InlineData("""{"mode":"MPOL_LOCAL"}""", "local")]
    [InlineData("""{"mode":"MPOL_DEFAULT"}""", "default")]
    public void The_memory_policy_is_the_one_asked_for(string policy, string seen)
    {
        Assert.SkipUnless(File.Exists("/proc/self/numa_maps"), NoNuma);
        Config.Json("linux.memoryPolicy", policy);
        string[] look = ["awk", "/stack/ {print $2}", "/proc/self/numa_maps"];

        Assert.Equal(new Outcome(0, seen + "\n", ""), RunProgram(look));

        StartSleeping();
        Assert.Equal(new Outcome(0, seen + "\n", ""), Call(["exec", Id, .. look]));
    }

    [Fact]
    public void A_node_that_the_machine_does_not_have_is_refused()
    {
        Assert.SkipUnless(File.Exists("/proc/self/numa_maps"), NoNuma);
        Config.Json("linux.memoryPolicy", """{"mode":"MPOL_BIND","nodes":"2000"}""");

        Assert.Equal(Failure("run", "setting the memory policy \"MPOL_BIND\": invalid argument (EINVAL)"), RunShell("true"));
        AssertNothingLeft();
    }

    /// <summary>Runs a process file made of the container's needs and what a test adds.</summary>
    private Outcome ExecFile(string more, params string[] args)
    {
        WriteProcess(more, args);
        return Call("exec", "--process", $"{Place}/process.json", Id);
    }

    /// <summary>A process of the container that is not its first; 0: there is none.</summary>
    private int BornMeanwhile()
    {
        int first = Pid();
        foreach (JsonNode? pid in JsonNode.Parse(Call("ps", "--format", "json", Id).Output)!.AsArray())
        {
            if ((int)pid! != first)
            {
                return (int)pid!;
            }
        }

        return 0;
    }

    private void WriteProcess(string more, string[] args)
    {
        Configuration process = new(more);
        process.Set("cwd", "/");
        process.Strings("env", "PATH=/bin");
        process.Strings("args", args);
        File.WriteAllText($"{Place}/process.json", process.Text);
    }

    /// <summary>Where the kernel divides the time for SCHED_FIFO and SCHED_RR among cgroups (v1, CONFIG_RT_GROUP_SCHED), a new one has none.</summary>
    private void AllowRealtime()
    {
        if (File.Exists("/sys/fs/cgroup/cpu/cpu.rt_runtime_us"))
        {
            Config.Json("linux.resources.cpu", """{"realtimePeriod":1000000,"realtimeRuntime":50000}""");
        }
    }

    /// <summary>Cgroups that were missing above a container's stay when it is deleted, as with runc: others may be below them by then.</summary>
    private void RemoveCgroupsAbove()
    {
        foreach (string hierarchy in Directory.GetDirectories("/sys/fs/cgroup"))
        {
            if (Directory.Exists($"{hierarchy}/{Id}"))
            {
                Directory.Delete($"{hierarchy}/{Id}/above");
                Directory.Delete($"{hierarchy}/{Id}");
            }
        }
    }

    /// <summary>CONFIG_RT_GROUP_SCHED without cgroup v1: no cgroup but the root has any real time, and nothing can give it some.</summary>
    private void RequireRealtime()
    {
        Assert.SkipUnless(
            File.Exists("/sys/fs/cgroup/cpu/cpu.rt_runtime_us") || HostProgram.Run(Place, "chrt", "--fifo", "5", "true").ExitCode == 0,
            "this kernel has no real time outside the root cgroup");
    }

    private string AllCpus()
    {
        return StartHost("/bin/sh", "-c", "cat /sys/devices/system/cpu/online").Wait().Output;
    }
}
