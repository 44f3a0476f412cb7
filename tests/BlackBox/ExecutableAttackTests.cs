using System.IO;
using System.Security.Cryptography;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>CVE-2019-5736: nothing in a container ever gets hold of the runtime's own program.</summary>
public sealed class ExecutableAttackTests : ContainerTest
{
    private const int F_GET_SEALS = 1034;
    private const int AllSeals = 0x3f; // SEAL, SHRINK, GROW, WRITE, FUTURE_WRITE, EXEC
    private const string Init = "/memfd:runtime-init (deleted)";

    // Opens the program of every process it sees, and writes to each that is not the image's own. Nothing is forked until it has found one.
    private const string Attack =
        """
        touch /ready
        while [ ! -e /stop ]; do
          for p in /proc/[0-9]*; do
            { [ /proc/$$/fd/3 -ef /bin/busybox ] || { readlink /proc/$$/fd/3; { echo x >&4 && echo written; } 4>>/proc/$$/fd/3; } >>/log; } 3<$p/exe
          done
        done 2>/dev/null
        """;

    private readonly byte[] _hash = SHA256.HashData(File.ReadAllBytes(PublishedRuntime.Path));

    [Fact]
    public void A_script_that_is_interpreted_by_the_process_itself_gets_the_init_without_a_plan()
    {
        File.WriteAllText($"{Rootfs}/bin/attack", "#!/proc/self/exe\n");
        File.SetUnixFileMode($"{Rootfs}/bin/attack", (UnixFileMode)0x1ed);

        Assert.Equal(new Outcome(126, "", ""), RunProgram("attack"));
        AssertNothingLeft();
        StartSleeping();
        Assert.Equal(new Outcome(126, "", ""), Call("exec", Id, "attack"));
        AssertProgramIsUntouched();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_container_that_waits_for_entering_processes_sees_at_most_the_sealed_init(bool mayTrace)
    {
        if (mayTrace)
        {
            Config.Strings("process.capabilities.bounding", "CAP_SYS_PTRACE");
            Config.Strings("process.capabilities.permitted", "CAP_SYS_PTRACE");
            Config.Strings("process.capabilities.effective", "CAP_SYS_PTRACE");
        }

        Config.Args("sh", "-c", Attack);
        Create();
        Call("start", Id);
        WaitUntil(() => File.Exists($"{Rootfs}/ready"), "the attack had begun");

        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(new Outcome(0, "", ""), Call("exec", Id, "true"));
        }

        File.WriteAllText($"{Rootfs}/stop", "");
        WaitUntil(() => Status() == "stopped", "the attack had ended");
        string[] seen = File.Exists($"{Rootfs}/log") ? File.ReadAllLines($"{Rootfs}/log") : [];
        Assert.All(seen, line => Assert.Equal(Init, line));
        AssertProgramIsUntouched();
    }

    [Fact]
    public void The_init_that_waits_for_start_is_small_sealed_and_not_to_be_traced()
    {
        Create();
        string process = $"/proc/{Pid()}";

        Assert.Equal(Init, new FileInfo($"{process}/exe").LinkTarget);
        using Descriptor exe = Kernel.Open($"{process}/exe", Flags.O_RDONLY | Flags.O_CLOEXEC);
        Assert.Equal(AllSeals, Kernel.TryFcntl(exe.Number, F_GET_SEALS));
        Assert.InRange(Kernel.FStat(exe.Number).stx_size, 1ul, 4096ul);
        Assert.Equal(new Outcome(0, "0 0\n", ""), HostProgram.Run(Place, "stat", "-c", "%u %g", $"{process}/mem"));
    }

    [Fact]
    public void Where_memory_files_may_not_be_executed_the_init_is_a_file_that_nobody_can_write()
    {
        Config.Args("echo", "ran");
        WriteConfig();
        string script =
            $$"""
            set -e
            echo 2 >/proc/sys/vm/memfd_noexec
            "$@" create --pid-file {{Place}}/pid --bundle {{Bundle}} {{Id}}
            pid=$(cat {{Place}}/pid)
            readlink /proc/$pid/exe
            if (: >>/proc/$pid/exe) 2>/dev/null; then echo writable; fi
            "$@" start {{Id}}
            while "$@" state {{Id}} | grep -q running; do sleep 0.05; done
            "$@" delete {{Id}}
            "$@" run --bundle {{Bundle}} {{Id}}
            """;

        Outcome outcome = StartHost("unshare", "--pid", "--fork", "--mount-proc", "sh", "-c", script, "sh", PublishedRuntime.Path, "--root", StateRoot).Wait();

        Assert.Equal(new Outcome(0, "/runtime-init\nran\nran\n", ""), outcome);
        AssertNothingLeft();
    }

    private void AssertProgramIsUntouched() => Assert.Equal(_hash, SHA256.HashData(File.ReadAllBytes(PublishedRuntime.Path)));
}
