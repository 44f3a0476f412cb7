using System.IO;
using System.Text.Json.Nodes;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>linux.intelRdt, on a directory that stands in for resctrl.</summary>
public sealed class ResctrlTests : ContainerTest
{
    private readonly ResctrlStandIn _resctrl;

    public ResctrlTests()
    {
        _resctrl = new ResctrlStandIn($"{Place}/resctrl");
        Config.Args("sleep", "600");
    }

    [Fact]
    public void A_container_has_a_group_of_its_own_from_create_to_delete()
    {
        Config.Json("linux.intelRdt", """{"l3CacheSchema":"L3:0=f;1=f0","memBwSchema":"MB:0=50","schemata":["L2:0=3","L3:1=ff"]}""");

        Outcome life = WithResctrl(
            """
            "$@" create --bundle $B $I
            cat $R/$I/schemata
            P=$("$@" state $I | sed -n 's/.*"pid": \([0-9]*\).*/\1/p')
            test $P = $(cat $R/$I/tasks) && echo init
            "$@" start $I
            : >$R/$I/tasks
            "$@" exec $I true
            test -s $R/$I/tasks && echo exec
            "$@" kill $I KILL
            while "$@" state $I | grep -q running; do sleep 0.05; done
            "$@" delete $I
            ls $R
            """);

        Assert.Equal(new Outcome(0, "L3:0=f;1=f0\nMB:0=50\nL2:0=3\nL3:1=ff\ninit\nexec\ninfo\nmon_data\nmon_groups\nschemata\ntasks\n", ""), life);
        AssertNothingLeft();
    }

    [Fact]
    public void What_a_killed_create_has_made_goes_with_delete()
    {
        Config.Json("linux.intelRdt", """{"l3CacheSchema":"L3:0=f"}""");
        Hook("kill -9 $PPID");

        Outcome life = WithResctrl(
            """
            "$@" create --bundle $B $I
            ls -d $R/$I
            "$@" delete --force $I
            test -e $R/$I || echo gone
            """);

        Assert.Equal((0, $"/sys/fs/resctrl/{Id}\ngone\n"), (life.ExitCode, life.Output));
        AssertNothingLeft();
    }

    [Fact] // config-linux.md: only memBwSchema says the bandwidth
    public void Bandwidth_in_the_schema_of_the_cache_is_passed_over()
    {
        Config.Json("linux.intelRdt", """{"l3CacheSchema":"L3:0=f\nMB:0=10\n"}""");

        Assert.Equal(new Outcome(0, "L3:0=f\n", ""), WithResctrl("\"$@\" create --bundle $B $I; cat $R/$I/schemata"));
    }

    [Fact]
    public void Without_a_schema_none_is_written()
    {
        Config.Json("linux.intelRdt", "{}");

        Assert.Equal(new Outcome(0, "0\n", ""), WithResctrl("\"$@\" create --bundle $B $I; wc -c <$R/$I/schemata"));
    }

    [Fact]
    public void A_class_with_a_name_is_made_and_stays()
    {
        Config.Json("linux.intelRdt", """{"closID":"gold","l3CacheSchema":"L3:0=f"}""");

        Assert.Equal(new Outcome(0, "L3:0=f\ntasks\n", ""), WithResctrl(
            """
            "$@" create --bundle $B $I
            cat $R/gold/schemata
            "$@" delete --force $I
            ls $R/gold | grep tasks
            """));
    }

    [Theory] // as the kernel shows what was written: padded, without zeros in front, with the domains that nobody named
    [InlineData("""{"closID":"gold","l3CacheSchema":"L3:0=00F"}""")]
    [InlineData("""{"closID":"gold","memBwSchema":"MB:1=20;0=100"}""")]
    [InlineData("""{"closID":"gold","l3CacheSchema":"L3:0=1","schemata":["L3:0=f"]}""")]
    [InlineData("""{"closID":"gold"}""")]
    public void A_class_that_exists_and_is_as_asked_for_is_joined(string rdt)
    {
        Config.Json("linux.intelRdt", rdt);

        Assert.Equal(new Outcome(0, "1\n    L3:0=00000f;1=0fffff\n    MB:0= 100;1=  20\n", ""), WithResctrl(
            """
            mkdir $R/gold
            : >$R/gold/tasks
            printf '    L3:0=00000f;1=0fffff\n    MB:0= 100;1=  20\n' >$R/gold/schemata
            "$@" create --bundle $B $I
            wc -w <$R/gold/tasks
            cat $R/gold/schemata
            """));
    }

    [Theory]
    [InlineData("""{"closID":"gold","l3CacheSchema":"L3:0=ff"}""", "L3:0=ff")]
    [InlineData("""{"closID":"gold","l3CacheSchema":"L3:0=f;2=f"}""", "L3:2=f")]
    [InlineData("""{"closID":"gold","schemata":["L3CODE:0=f"]}""", "L3CODE:0=f")]
    [InlineData("""{"closID":"gold","memBwSchema":"MB:0=50"}""", "MB:0=50")]
    public void A_class_that_exists_and_is_another_is_refused(string rdt, string missing)
    {
        Config.Json("linux.intelRdt", rdt);

        Assert.Equal(
            Failure("create", $"config.json: linux.intelRdt: the class of service \"/sys/fs/resctrl/gold\" exists, and does not have \"{missing}\""),
            WithResctrl(
                """
                mkdir $R/gold
                : >$R/gold/tasks
                printf '    L3:0=00000f;1=0fffff\n    MB:0= 100;1=  20\n' >$R/gold/schemata
                exec "$@" create --bundle $B $I
                """));
        AssertNothingLeft();
    }

    [Fact]
    public void A_class_without_a_schema_must_exist()
    {
        Config.Json("linux.intelRdt", """{"closID":"gold"}""");

        Assert.Equal(
            Failure("create", "finding the class of service \"/sys/fs/resctrl/gold\": no such file or directory (ENOENT); without a schema in config.json it must be there"),
            WithResctrl("exec \"$@\" create --bundle $B $I"));
        AssertNothingLeft();
    }

    [Fact]
    public void The_root_class_is_a_slash()
    {
        Config.Json("linux.intelRdt", """{"closID":"/","l3CacheSchema":"L3:0=fffff"}""");

        Assert.Equal(new Outcome(0, "1\n", ""), WithResctrl("\"$@\" create --bundle $B $I; wc -w <$R/tasks; \"$@\" delete --force $I"));
    }

    [Theory]
    [InlineData("""{"enableMonitoring":true}""", "{0}")]
    [InlineData("""{"enableMonitoring":true,"closID":"/"}""", ".")]
    [InlineData("""{"enableMonitoring":true,"closID":"gold","schemata":["L3:0=f"]}""", "gold")]
    public void A_monitoring_group_lives_as_long_as_the_container(string rdt, string group)
    {
        Config.Json("linux.intelRdt", rdt);

        Assert.Equal(new Outcome(0, "same\n0\n", ""), WithResctrl(
            $"""
            G=$R/{group.Replace("{0}", "$I", System.StringComparison.Ordinal)}
            "$@" create --bundle $B $I
            cmp $G/tasks $G/mon_groups/$I/tasks && echo same
            "$@" delete --force $I
            find $R -name $I | wc -l
            """));
    }

    [Fact]
    public void What_the_kernel_says_of_a_refused_schema_is_passed_on()
    {
        Config.Json("linux.intelRdt", """{"closID":"/"}""");
        File.WriteAllText($"{_resctrl.Path}/info/last_cmd_status", "Mask 0 has fewer than 2 bits\n");

        // A file that says EINVAL to this text, as the kernel's would.
        Assert.Equal(
            Failure("update", "writing \"L3:0=0\" to \"/sys/fs/resctrl/schemata\": invalid argument (EINVAL); Mask 0 has fewer than 2 bits"),
            WithResctrl(
                """
                "$@" create --bundle $B $I
                ln -sf /proc/self/oom_score_adj $R/schemata
                exec "$@" update --l3-cache-schema L3:0=0 $I
                """));
    }

    [Theory]
    [InlineData("""{"l3CacheSchema":"L3:0=f","enableMonitoring":true}""", ":", "")]
    [InlineData("""{"closID":"gold","l3CacheSchema":"L3:0=f","enableMonitoring":true}""", ": >$R/gold/tasks", "")] // where the kernel takes out what has ended
    [InlineData("""{"closID":"gold","l3CacheSchema":"L3:0=f","enableMonitoring":true}""", "echo 1 >$R/gold/tasks", "gold\n")] // another container has come meanwhile
    public void A_launch_that_fails_takes_away_what_it_has_made(string rdt, string meanwhile, string left)
    {
        Config.Json("linux.intelRdt", rdt);
        Hook($"R={ResctrlStandIn.MountPoint}; {meanwhile}; exit 3");

        Outcome create = WithResctrl("\"$@\" create --bundle $B $I; (cd $R; find . -name $I; ls | grep gold)");

        Assert.Equal(left, create.Output);
        Assert.Equal($"runtime: create \"{Id}\": error running createRuntime hook #1: exit status 3, stdout: , stderr: \n", create.Error);
        AssertNothingLeft();
    }

    [Fact]
    public void Update_changes_the_schemata()
    {
        Config.Json("linux.intelRdt", """{"l3CacheSchema":"L3:0=f"}""");

        Assert.Equal(new Outcome(0, "L3:0=3\nMB:0=70\n", ""), WithResctrl(
            """
            "$@" create --bundle $B $I
            "$@" update --l3-cache-schema L3:0=3 --mem-bw-schema MB:0=70 $I
            cat $R/$I/schemata
            """));
    }

    [Fact] // as runc does
    public void Update_gives_a_group_to_a_container_that_has_none()
    {
        Assert.Equal(new Outcome(0, "MB:0=70\nmoved\ngone\n", ""), WithResctrl(
            """
            "$@" create --pid-file $D/pid --bundle $B $I
            "$@" update --mem-bw-schema MB:0=70 $I
            cat $R/$I/schemata
            cmp $D/pid $R/$I/tasks && echo moved
            "$@" delete --force $I
            test -e $R/$I || echo gone
            """));
    }

    [Fact]
    public void An_update_that_is_refused_leaves_no_group()
    {
        File.WriteAllText($"{_resctrl.Path}/info/last_cmd_status", "No CLOSID left\n");

        Assert.Equal(
            Failure("update", $"creating the resctrl group \"/sys/fs/resctrl/{Id}\": no space left on device (ENOSPC); No CLOSID left"),
            WithResctrl("\"$@\" create --bundle $B $I; : >$R/full; exec \"$@\" update --mem-bw-schema MB:0=70 $I"));
        Assert.Equal(new Outcome(0, "", ""), Call("delete", "--force", Id));
    }

    [Fact]
    public void Events_tell_what_is_measured()
    {
        Config.Json("linux.intelRdt", """{"l3CacheSchema":"L3:0=f","memBwSchema":"MB:0=50","enableMonitoring":true}""");

        Outcome events = WithResctrl("\"$@\" create --bundle $B $I; exec \"$@\" events --stats $I");

        Assert.Equal((0, ""), (events.ExitCode, events.Error));
        Assert.Equal(
            "{'l3_cache_info':{'cbm_mask':'fffff','min_cbm_bits':2,'num_closids':16},'l3_cache_schema_root':'L3:0=0fffff;1=0fffff','l3_cache_schema':'L3:0=f',"
            + "'mem_bw_info':{'bandwidth_gran':10,'delay_linear':1,'min_bandwidth':10,'num_closids':8},"
            + "'mem_bw_schema_root':'MB:0= 100;1= 100','mem_bw_schema':'MB:0=50',"
            + "'mbm_stats':[{'mbm_total_bytes':4096}],'cmt_stats':[{'llc_occupancy':65536}]}",
            JsonNode.Parse(events.Output)!["data"]!["intel_rdt"]!.ToJsonString().Replace('"', '\''));
    }

    [Fact] // the directory is there, but it is no resctrl: whoever asks for a share must not go without it silently
    public void Another_file_system_in_its_place_is_refused()
    {
        Config.Json("linux.intelRdt", """{"l3CacheSchema":"L3:0=f"}""");
        WriteConfig();

        Assert.Equal(
            Failure("create", "config.json: linux.intelRdt: intelRdt is specified in config, but Intel RDT is not enabled"),
            Mounted("exec \"$@\" create --bundle $B $I"));
        Assert.Equal(
            new Outcome(1, "", "runtime: --l3-cache-schema: Intel RDT/CAT: l3 cache schema is not enabled\n"),
            Mounted("sed -i 's/\"intelRdt\"/\"x\"/' $B/config.json; \"$@\" create --bundle $B $I; exec \"$@\" update --l3-cache-schema L3:0=f $I"));
        Assert.Equal(
            new Outcome(1, "", "runtime: --mem-bw-schema: Intel RDT/MBA: memory bandwidth schema is not enabled\n"),
            Mounted("exec \"$@\" update --mem-bw-schema MB:0=10 $I"));
    }

    [Fact]
    public void Where_it_is_not_mounted_it_is_refused()
    {
        Config.Json("linux.intelRdt", """{"l3CacheSchema":"L3:0=f"}""");

        Assert.Equal(
            Failure("run", "config.json: linux.intelRdt: intelRdt is specified in config, but Intel RDT is not enabled"),
            RunShell("true"));
        AssertNothingLeft();
    }

    protected override void OnDispose() => _resctrl.Dispose();

    private void Hook(string script) => Config.Add("hooks.createRuntime", new JsonObject { ["path"] = "/bin/sh", ["args"] = new JsonArray("sh", "-c", script) }.ToJsonString());

    private Outcome WithResctrl(string script)
    {
        WriteConfig();
        return _resctrl.Around(() => Mounted(script));
    }

    // sysfs makes the mount point only where the processor has resctrl, so a tmpfs with what is needed takes its place.
    private Outcome Mounted(string script)
    {
        string all = $"""
            set -e
            D={Place}; B={Bundle}; I={Id}; R={ResctrlStandIn.MountPoint}
            mkdir -p $D/cgroup
            mount --rbind /sys/fs/cgroup $D/cgroup
            mount -t tmpfs tmpfs /sys/fs
            mkdir /sys/fs/cgroup $R
            mount --rbind $D/cgroup /sys/fs/cgroup
            umount -l $D/cgroup
            mount --bind $D/resctrl $R
            set +e
            {script}
            """;
        return StartHost("unshare", "-m", "sh", "-c", all, "sh", PublishedRuntime.Path, "--root", StateRoot).Wait();
    }
}
