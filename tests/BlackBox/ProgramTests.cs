using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>How args[0] becomes a program: found in the container, as its user, before <c>create</c> returns; the texts are Go's.</summary>
public sealed class ProgramTests : ContainerTest
{
    [Theory]
    [InlineData("nothing", "exec: \"nothing\": executable file not found in $PATH")]
    [InlineData("/nothing", "exec: \"/nothing\": stat /nothing: no such file or directory (ENOENT)")]
    [InlineData("bin/nothing", "exec: \"bin/nothing\": stat bin/nothing: no such file or directory (ENOENT)")]
    [InlineData("/etc", "exec: \"/etc\": is a directory (EISDIR)")]
    [InlineData("/etc/plain", "exec: \"/etc/plain\": permission denied (EACCES)")]
    [InlineData("/etc/plain/x", "exec: \"/etc/plain/x\": stat /etc/plain/x: not a directory (ENOTDIR)")]
    [InlineData("plain", "exec: \"plain\": executable file not found in $PATH")]
    [InlineData("", "exec: \"\": executable file not found in $PATH")]
    public void A_program_that_cannot_be_found_fails_the_create(string name, string message)
    {
        File.WriteAllText($"{Rootfs}/etc/plain", "not a program");
        Config.Args(name);
        Config.Strings("process.env", "PATH=/bin:/etc");
        WriteConfig();

        Assert.Equal(Failure("create", message), Call("create", "--bundle", Bundle, Id));
        AssertNothingLeft();
        Assert.Equal(Failure("run", message), Call("run", "--bundle", Bundle, Id));
        AssertNothingLeft();
    }

    [Fact]
    public void What_is_no_executable_fails_the_start()
    {
        File.WriteAllText($"{Rootfs}/bin/text", "neither a script nor a program");
        File.SetUnixFileMode($"{Rootfs}/bin/text", (UnixFileMode)0x1ed);

        Assert.Equal(Failure("run", "exec \"text\": not an executable format (ENOEXEC)"), RunProgram("text"));
        AssertNothingLeft();
    }

    [Fact]
    public void A_script_whose_interpreter_is_missing_fails_the_start()
    {
        Script("bin/script", "#!/bin/missing\n");

        Assert.Equal(Failure("run", "exec \"script\": no such file or directory (ENOENT)"), RunProgram("script"));
        AssertNothingLeft();
    }

    [Fact]
    public void Path_of_the_environment_is_searched_in_order()
    {
        Directory.CreateDirectory($"{Rootfs}/first/tool"); // a directory is passed over
        Directory.CreateDirectory($"{Rootfs}/second");
        Directory.CreateDirectory($"{Rootfs}/third");
        File.WriteAllText($"{Rootfs}/second/tool", "not executable");
        Script("third/tool", "#!/bin/sh\necho third \"$0\" \"$@\"\n");
        Config.Strings("process.env", "PATH=/missing:/first:/second:/third:/bin");

        Assert.Equal(new Outcome(0, "third /third/tool 1 2\n", ""), RunProgram("tool", "1", "2"));
    }

    [Fact]
    public void An_empty_element_of_path_is_the_working_directory()
    {
        Script("etc/tool", "#!/bin/sh\necho here\n");
        Config.Strings("process.env", "PATH=/missing::/bin");
        Config.Set("process.cwd", "/etc");

        Assert.Equal(new Outcome(0, "here\n", ""), RunProgram("tool"));
    }

    [Fact]
    public void A_path_with_a_slash_starts_at_the_working_directory()
    {
        Script("etc/tool", "#!/bin/sh\necho here\n");
        Config.Set("process.cwd", "/etc");

        Assert.Equal(new Outcome(0, "here\n", ""), RunProgram("./tool"));
    }

    [Fact]
    public void Without_path_only_a_name_with_a_slash_is_found()
    {
        Config.Json("process.env", "[]");

        Assert.Equal(Failure("run", "exec: \"sh\": executable file not found in $PATH"), RunProgram("sh", "-c", "true"));
        Assert.Equal(new Outcome(0, "", ""), RunProgram("/bin/sh", "-c", "true"));
    }

    [Fact]
    public void What_the_user_may_not_execute_is_not_found()
    {
        Script("bin/secret", "#!/bin/sh\n");
        File.SetUnixFileMode($"{Rootfs}/bin/secret", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Config.Set("process.user.uid", 1000);

        Assert.Equal(Failure("run", "exec: \"secret\": executable file not found in $PATH"), RunProgram("secret"));
        Assert.Equal(Failure("run", "exec: \"/bin/secret\": permission denied (EACCES)"), RunProgram("/bin/secret"));
    }

    [Fact]
    public void Args_reach_the_program_as_they_are()
    {
        Assert.Equal(
            new Outcome(0, "[]\n[a b]\n[\"$HOME\"]\n[é\\n]\n", ""),
            RunProgram("sh", "-c", "for a in \"$@\"; do echo \"[$a]\"; done", "sh", "", "a b", "\"$HOME\"", "é\\n"));
    }

    [Fact]
    public void Of_two_variables_with_one_name_the_last_counts()
    {
        Config.Strings("process.env", "PATH=/bin", "A=1", "B=", "A=2", "C=x=y", "A=3");

        Assert.Equal(new Outcome(0, "PATH=/bin\nA=3\nB=\nC=x=y\nHOME=/\n", ""), RunProgram("env"));
    }

    [Theory]
    [InlineData(1000, "root:x:0:0::/root:/bin/sh\nweb:x:1000:1000::/home/web:/bin/sh\n", "/home/web")]
    [InlineData(0, "root:x:0:0::/root:/bin/sh", "/root")]
    [InlineData(7, "root:x:0:0::/root:/bin/sh\n", "/")]
    [InlineData(10, "ten:x:100:1::/hundred:\nbad line\n:::::\nten:x:10:10::/ten:/bin/sh\n", "/ten")]
    [InlineData(0, null, "/")]
    public void Home_is_that_of_the_user_in_the_containers_passwd_file(int uid, string? passwd, string home)
    {
        if (passwd is not null)
        {
            File.WriteAllText($"{Rootfs}/etc/passwd", passwd);
        }

        Config.Set("process.user.uid", uid);

        Assert.Equal(new Outcome(0, home + "\n", ""), RunShell("echo $HOME"));
    }

    [Theory]
    [InlineData("HOME=/given", "/given")]
    [InlineData("HOME=", "/root")]
    public void Home_is_looked_up_only_where_none_is_given(string variable, string home)
    {
        File.WriteAllText($"{Rootfs}/etc/passwd", "root:x:0:0::/root:/bin/sh\n");
        Config.Strings("process.env", "PATH=/bin", variable);

        Assert.Equal(new Outcome(0, home + "\n", ""), RunShell("echo $HOME"));
    }

    [Fact]
    public void A_fifo_or_a_link_out_of_the_image_in_place_of_the_passwd_file_does_no_harm()
    {
        File.CreateSymbolicLink($"{Rootfs}/etc/passwd", "../../../../../../etc/passwd");
        Assert.Equal(new Outcome(0, "/\n", ""), RunShell("echo $HOME"));

        File.Delete($"{Rootfs}/etc/passwd");
        Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(Place, "mkfifo", $"{Rootfs}/etc/passwd"));
        Assert.Equal(new Outcome(0, "/\n", ""), RunShell("echo $HOME"));
    }

    private void Script(string path, string text)
    {
        File.WriteAllText($"{Rootfs}/{path}", text);
        File.SetUnixFileMode($"{Rootfs}/{path}", (UnixFileMode)0x1ed); // 0755
    }
}
