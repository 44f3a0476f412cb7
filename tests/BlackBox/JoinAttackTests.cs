using System.IO;
using System.Threading;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>
/// CVE-2016-9962: what is in a container looks at a process of the runtime that joins it, for a descriptor or a directory that leads to the host. A
/// seccomp agent holds the process where it is all but its program: in the container, and with every descriptor it ever had there.
/// </summary>
public sealed class JoinAttackTests : ContainerTest
{
    // Of every process that is not of the image: how many of its descriptors can be read, and whether one is a directory that is not the container's root.
    private const string Attack =
        """
        while [ ! -e /go ]; do sleep 0.01; done
        for p in /proc/[0-9]*; do
          [ $p/exe -ef /bin/busybox ] && continue
          echo "joining, $(for f in $p/fd/*; do readlink $f; done | grep -c .) descriptors" | sed 's/[1-9][0-9]*/some/'
          for f in $p/fd/* $p/cwd $p/root; do
            [ -d $f/ ] && { [ $f/ -ef / ] || echo "$f is the directory $(readlink $f)"; }
          done
        done >/log 2>/dev/null
        touch /done
        sleep 600
        """;

    [Theory]
    [InlineData(false, "joining, 0 descriptors\n")]
    [InlineData(true, "joining, some descriptors\n")] // and it may look at all of them
    public void A_joining_process_holds_nothing_that_leads_to_the_host(bool mayTrace, string seen)
    {
        if (mayTrace)
        {
            Config.Strings("process.capabilities.bounding", "CAP_SYS_PTRACE");
            Config.Strings("process.capabilities.permitted", "CAP_SYS_PTRACE");
            Config.Strings("process.capabilities.effective", "CAP_SYS_PTRACE");
        }

        Config.Json("linux.seccomp", $$"""{"defaultAction":"SCMP_ACT_ALLOW","listenerPath":"{{Place}}/agent","syscalls":[{"names":["dup3"],"action":"SCMP_ACT_NOTIFY"}]}""");
        Config.Args("sh", "-c", Attack);
        bool isAttacking = false;
        using AnsweringAgent agent = new($"{Place}/agent", number => number == SystemCall.dup3 && Volatile.Read(ref isAttacking) ? Hold() : 0);
        Create();
        Assert.Equal(new Outcome(0, "", ""), Call("start", Id));
        Volatile.Write(ref isAttacking, true);

        Assert.Equal(new Outcome(0, "", ""), Call("exec", Id, "true"));

        Assert.Equal(seen, File.ReadAllText($"{Rootfs}/log"));
        agent.End();
    }

    private int Hold()
    {
        File.WriteAllText($"{Rootfs}/go", "");
        WaitUntil(() => File.Exists($"{Rootfs}/done"), "the attack had ended");
        return 0;
    }
}
