using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>Terminals, and the sockets by which a caller gets them.</summary>
public sealed class TerminalTests : ContainerTest
{
    [Fact]
    public void Create_sends_the_master_to_the_callers_socket()
    {
        Config.Set("process.terminal", true);
        Config.Json("process.consoleSize", """{"height":33,"width":111}""");
        Config.Args("sh", "-c", "tty; stty size; stat -c '%t:%T' /dev/console; ls -1 /proc/1/fd; read line; echo \"got $line\"");
        WriteConfig();
        using Socket listener = Listen("console");

        Outcome create = Call("create", "--console-socket", $"{Place}/console", "--bundle", Bundle, Id);

        Assert.Equal(new Outcome(0, "", ""), create);
        using Descriptor master = Receive(listener, out string name);
        Assert.Equal("/dev/ptmx", name);
        Assert.Equal(new Outcome(0, "", ""), Call("start", Id));
        WaitUntil(() => Status() == "running", "the container ran");
        Kernel.Write(master.Number, "typed\n"u8);
        WaitUntil(() => Status() == "stopped", "the container had stopped");
        Assert.Equal(["/dev/pts/0", "33 111", "88:0", "0", "1", "2"], ReadAll(master).Replace("typed", "", StringComparison.Ordinal).Replace("got ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Exec_sends_the_master_to_the_callers_socket()
    {
        StartSleeping();
        using Socket listener = Listen("console");

        Assert.Equal(new Outcome(0, "", ""), Call("exec", "--tty", "--detach", "--console-socket", $"{Place}/console", Id, "tty"));

        using Descriptor master = Receive(listener, out string name);
        Assert.Equal("/dev/ptmx", name);
        Assert.Equal("/dev/pts/0\r\n", ReadAll(master));
    }

    [Fact]
    public void Run_joins_the_callers_terminal_and_the_containers()
    {
        Config.Set("process.terminal", true);
        Config.Args("sh", "-c", "tty; stty size; exit 5");
        WriteConfig();

        Outcome run = InTerminal(
            $"stty rows 44 cols 55; {PublishedRuntime.Path} --root {StateRoot} run --bundle {Bundle} {Id}; s=$?; stty -a | grep -o ' icanon'; exit $s");

        Assert.Equal(new Outcome(5, "/dev/pts/0\r\n44 55\r\n icanon\r\n", ""), run);
        AssertNothingLeft();
    }

    [Fact]
    public void A_terminal_belongs_to_its_user()
    {
        Config.Set("process.terminal", true);
        Config.Set("process.user.uid", 1000);
        Config.Args("sh", "-c", "stat -c '%u %a' $(tty); echo again >/proc/self/fd/1");
        WriteConfig();

        Outcome run = InTerminal($"{PublishedRuntime.Path} --root {StateRoot} run --bundle {Bundle} {Id}");

        Assert.Equal(new Outcome(0, "1000 620\r\nagain\r\n", ""), run);
    }

    [Fact]
    public void A_socket_where_nobody_listens_undoes_the_create()
    {
        Config.Set("process.terminal", true);
        Config.Args("true");
        WriteConfig();

        Outcome create = Call("create", "--console-socket", $"{Place}/nothing", "--bundle", Bundle, Id);

        Assert.Equal(Failure("create", $"connecting to \"{Place}/nothing\": no such file or directory (ENOENT)"), create);
        AssertNothingLeft();
    }

    [Fact] // CVE-2025-52565, CVE-2026-88264: a /dev that is the image's own, and a link where the terminal is mounted
    public void A_link_in_the_place_of_the_console_is_not_followed()
    {
        UseDevOfTheImage();
        File.WriteAllText($"{Place}/secret", "secret\n");
        File.CreateSymbolicLink($"{Rootfs}/dev/console", $"{Place}/secret");
        Config.Mount("/dev/pts", "devpts", "devpts", "newinstance", "ptmxmode=0666", "mode=0620");

        Config.Set("process.terminal", true);
        Config.Args("sh", "-c", "awk '$4 == \"/0\" {print $5}' /proc/self/mountinfo; echo written >/dev/console");
        WriteConfig();

        // The link itself is covered, and not what it points to.
        Assert.Equal(new Outcome(0, "/dev/console\r\nwritten\r\n", ""), InTerminal($"{PublishedRuntime.Path} --root {StateRoot} run --bundle {Bundle} {Id}"));
        Assert.Equal("secret\n", File.ReadAllText($"{Place}/secret"));
    }

    [Fact] // CVE-2025-52565
    public void A_file_that_only_has_the_name_of_a_multiplexer_is_refused()
    {
        UseDevOfTheImage();
        Directory.CreateDirectory($"{Rootfs}/dev/pts");
        File.WriteAllText($"{Rootfs}/dev/pts/ptmx", "");

        Assert.Equal(Failure("create", "\"/dev/pts/ptmx\" of the container is not the multiplexer of a devpts"), CreateWithTerminal());
        AssertNothingLeft();
    }

    [Fact]
    public void A_multiplexer_behind_a_link_is_not_opened()
    {
        UseDevOfTheImage();
        File.CreateSymbolicLink($"{Rootfs}/dev/pts", "/proc/1/root/dev/pts");

        Assert.Equal(Failure("create", "opening a terminal of the container's devpts: too many levels of symbolic links (ELOOP)"), CreateWithTerminal());
        AssertNothingLeft();
    }

    [Fact]
    public void A_pidfd_of_the_container_is_sent_to_the_callers_socket()
    {
        Config.Args("sleep", "600");
        WriteConfig();
        using Socket listener = Listen("pidfd");

        Assert.Equal(new Outcome(0, "", ""), Call("create", "--pidfd-socket", $"{Place}/pidfd", "--bundle", Bundle, Id));

        using Descriptor pidfd = Receive(listener, out string name);
        Assert.Equal("standard", name);
        Assert.Contains($"\nPid:\t{Pid()}\n", File.ReadAllText($"/proc/self/fdinfo/{pidfd.Number}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pidfd_of_a_further_process_is_sent_to_the_callers_socket()
    {
        StartSleeping();
        using Socket listener = Listen("pidfd");

        Assert.Equal(new Outcome(0, "", ""), Call("exec", "--detach", "--pid-file", $"{Place}/pid", "--pidfd-socket", $"{Place}/pidfd", Id, "sleep", "600"));

        using Descriptor pidfd = Receive(listener, out string name);
        Assert.Equal("setns", name);
        Assert.Contains($"\nPid:\t{File.ReadAllText($"{Place}/pid")}\n", File.ReadAllText($"/proc/self/fdinfo/{pidfd.Number}"), StringComparison.Ordinal);
    }

    private Outcome CreateWithTerminal()
    {
        Config.Set("process.terminal", true);
        Config.Args("true");
        WriteConfig();
        using Socket listener = Listen("console");
        return Call("create", "--console-socket", $"{Place}/console", "--bundle", Bundle, Id);
    }

    private Socket Listen(string name)
    {
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"{Place}/{name}"));
        listener.Listen();
        return listener;
    }

    /// <summary>One connection, one message with one descriptor, and the end.</summary>
    private static Descriptor Receive(Socket listener, out string name)
    {
        Assert.True(listener.Poll(TimeSpan.FromSeconds(10), SelectMode.SelectRead), "nobody connected");
        using Socket connection = listener.Accept();
        byte[] data = new byte[64];
        int size = Kernel.ReceiveDescriptor((int)connection.Handle, data, out Descriptor? file);
        Assert.NotNull(file);
        Assert.Equal(0, connection.Receive(new byte[1]));
        name = Encoding.UTF8.GetString(data, 0, size);
        return file;
    }

    /// <summary>Everything until the terminal's other end is closed.</summary>
    private static string ReadAll(Descriptor master)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        for (int i = 0; i < 1000; i++)
        {
            int size = Kernel.TryRead(master.Number, buffer);
            if (size <= 0)
            {
                return text.ToString();
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, size));
            Thread.Sleep(1);
        }

        throw new InvalidOperationException("the terminal has no end");
    }
}
