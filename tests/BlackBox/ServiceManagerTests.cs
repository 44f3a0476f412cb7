using System.IO;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>What systemd gives a service passes through to the container, and what the container says to it comes back: sd_listen_fds(3), sd_notify(3).</summary>
public sealed class ServiceManagerTests : ContainerTest
{
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };

    [Fact]
    public void Sockets_that_were_opened_for_the_runtime_are_the_containers()
    {
        File.WriteAllText($"{Place}/passed", "three\nfour\nfive\n");
        Config.Args("sh", "-c", "ls /proc/1/fd; echo $LISTEN_FDS $LISTEN_PID; read line <&3; echo $line; read line <&5; echo $line");
        WriteConfig();

        Assert.Equal(
            new Outcome(0, "0\n1\n2\n3\n4\n5\n2 1\nthree\nfour\n", ""),
            CallFromShell($"exec 3<{Place}/passed; exec 4<&3 5<&3; LISTEN_PID=$$ LISTEN_FDS=2 exec \"$@\"", "run", "--preserve-fds", "1", "--bundle", Bundle, Id));
    }

    [Fact]
    public void Sockets_that_were_opened_for_another_process_are_not()
    {
        Config.Args("sh", "-c", "ls /proc/1/fd; echo $LISTEN_FDS");
        WriteConfig();

        Assert.Equal(
            new Outcome(0, "0\n1\n2\n\n", ""),
            CallFromShell("exec 3</dev/null; LISTEN_PID=1 LISTEN_FDS=1 exec \"$@\"", "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void Run_says_that_the_container_is_ready_when_the_container_does()
    {
        Listen();
        Config.Args("sh", "-c", "echo $NOTIFY_SOCKET; stat -c '%A %n' $NOTIFY_SOCKET; touch /run/notify/x; sleep 600");
        WriteConfig();

        HostProgram run = WithManager("run", "--bundle", Bundle, Id);
        Notify("STATUS=nearly", "READY=1\nSTATUS=there");

        Assert.Equal("READY=1\n", Heard());
        Assert.Equal($"MAINPID={Pid()}", Heard());
        Assert.Equal("BARRIER=1", Heard());
        Assert.Equal(new Outcome(0, "", ""), Call("kill", Id, "KILL"));
        Assert.Equal(new Outcome(137, "/run/notify/notify.sock\nsrwxrwxrwx /run/notify/notify.sock\n", "touch: /run/notify/x: Read-only file system\n"), run.Wait());
        AssertNothingLeft();
    }

    [Fact]
    public void Start_waits_until_the_container_says_that_it_is_ready()
    {
        Listen();
        Config.Args("sleep", "600");
        WriteConfig();

        Assert.Equal(new Outcome(0, "", ""), WithManager("create", "--bundle", Bundle, Id).Wait());
        HostProgram start = WithManager("start", Id);
        WaitUntil(() => Status() == "running", "the container ran");
        Assert.False(start.HasEnded);
        Notify("READY=1");

        Assert.Equal("READY=1\n", Heard());
        Assert.Equal($"MAINPID={Pid()}", Heard());
        Assert.Equal("BARRIER=1", Heard());
        Assert.Equal(new Outcome(0, "", ""), start.Wait());
        Assert.Equal(new Outcome(0, "", ""), Call("delete", "--force", Id));
        AssertNothingLeft();
    }

    [Fact]
    public void Start_waits_no_longer_than_the_container_lives()
    {
        Listen();
        Config.Args("true");
        WriteConfig();

        Assert.Equal(new Outcome(0, "", ""), WithManager("create", "--bundle", Bundle, Id).Wait());
        Assert.Equal(new Outcome(0, "", ""), WithManager("start", Id).Wait());
        Assert.Equal(new Outcome(0, "", ""), Call("delete", Id));
        AssertNothingLeft();
    }

    protected override void OnDispose() => _manager.Dispose();

    private string ManagerPath => $"{Place}/manager.sock";

    private void Listen() => _manager.Bind(new UnixDomainSocketEndPoint(ManagerPath));

    private HostProgram WithManager(params string[] words) => StartHost("env", ["NOTIFY_SOCKET=" + ManagerPath, PublishedRuntime.Path, "--root", StateRoot, .. words]);

    private string Heard()
    {
        byte[] buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, _manager.Receive(buffer));
    }

    /// <summary>As the container would, from outside but through its own root.</summary>
    private void Notify(params string[] messages)
    {
        string? path = null;
        WaitUntil(() => Directory.Exists($"{StateRoot}/{Id}") && File.Exists($"{StateRoot}/{Id}/state.json") && File.Exists(path = $"/proc/{Pid()}/root/run/notify/notify.sock"), "the container had its socket");
        using Socket container = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        container.Connect(new UnixDomainSocketEndPoint(path!));
        foreach (string message in messages)
        {
            container.Send(Encoding.UTF8.GetBytes(message));
        }
    }
}
