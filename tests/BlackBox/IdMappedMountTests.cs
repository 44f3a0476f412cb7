using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>Mounts in which files belong to others than on their file system.</summary>
public sealed class IdMappedMountTests : ContainerTest
{
    private const string Owners = "cd /data; stat -c '%n %u:%g' . file below";

    private readonly string _data;

    public IdMappedMountTests()
    {
        _data = $"{Place}/data";
        Directory.CreateDirectory($"{_data}/below");
        File.WriteAllText($"{_data}/file", "data\n");
        Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(Place, "chown", "3:4", $"{_data}/file"));
    }

    [Fact]
    public void Mappings_of_the_mount_say_whose_files_appear()
    {
        Map("bind");

        Assert.Equal(new Outcome(0, ". 1000:2000\nfile 1003:2004\nbelow 1000:2000\n", ""), RunShell(Owners));
        Assert.Equal(new Outcome(0, "3:4\n", ""), HostProgram.Run(Place, "stat", "-c", "%u:%g", $"{_data}/file"));
    }

    [Fact]
    public void What_is_made_there_belongs_to_the_other_side_of_the_mapping()
    {
        Map("bind");
        Config.Set("process.user.uid", 1005);
        Config.Set("process.user.gid", 2006);
        File.SetUnixFileMode(_data, (UnixFileMode)0x1ff);

        Assert.Equal(new Outcome(0, "1005:2006\n", ""), RunShell("touch /data/made; stat -c %u:%g /data/made"));
        Assert.Equal(new Outcome(0, "5:6\n", ""), HostProgram.Run(Place, "stat", "-c", "%u:%g", $"{_data}/made"));
    }

    [Theory]
    [InlineData("idmap")]
    [InlineData("ridmap")]
    public void Without_mappings_the_word_takes_those_of_the_container(string word)
    {
        EnterUserNamespace();
        Config.Mount("/data", "none", _data, "rbind", word);

        Assert.Equal(new Outcome(0, ". 0:0\nfile 3:4\nbelow 0:0\n", ""), RunShell(Owners + "; touch made"));
        Assert.Equal(new Outcome(0, "0:0\n", ""), HostProgram.Run(Place, "stat", "-c", "%u:%g", $"{_data}/made"));
    }

    [Fact]
    public void Without_the_word_the_files_belong_to_nobody_in_a_user_namespace()
    {
        EnterUserNamespace();
        Config.Mount("/data", "none", _data, "bind");

        Assert.Equal(new Outcome(0, ". 65534:65534\nfile 65534:65534\nbelow 65534:65534\n", ""), RunShell(Owners));
    }

    [Fact]
    public void The_mappings_of_a_joined_user_namespace_count()
    {
        EnterUserNamespace();
        StartSleeping();
        string path = $"/proc/{Pid()}/ns/user";
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", $"user={path}");
        Config.Remove("linux.uidMappings");
        Config.Remove("linux.gidMappings");
        Config.Mount("/data", "none", _data, "bind", "idmap");
        Config.Args("sh", "-c", Owners);
        WriteConfig();

        Assert.Equal(new Outcome(0, ". 0:0\nfile 3:4\nbelow 0:0\n", ""), Call("run", "--bundle", Bundle, Id + "b"));
    }

    [Theory] // crun(1): the id on the file system, that of the host, how many; with @ that of the container
    [InlineData("idmap=uids=0-1000-10;gids=0-2000-3#3-3000-5", "file 1003:3001")]
    [InlineData("ridmap=gids=0-2000-10;uids=0-1000-10", "file 1003:2004")]
    public void The_word_can_have_mappings_as_crun_writes_them(string word, string file)
    {
        Config.Mount("/data", "none", _data, "bind", word);

        Assert.Equal(new Outcome(0, file + "\n", ""), RunShell("cd /data; stat -c '%n %u:%g' file"));
    }

    [Fact]
    public void Mappings_with_an_at_sign_are_of_the_containers_ids()
    {
        EnterUserNamespace();
        Config.Mount("/data", "none", _data, "bind", "idmap=uids=@0-50-10;gids=@0-60-10");

        Assert.Equal(new Outcome(0, "file 53:64\n", ""), RunShell("cd /data; stat -c '%n %u:%g' file"));
    }

    [Theory]
    [InlineData("bind", "65534:65534")]
    [InlineData("idmap", "65534:65534")]
    [InlineData("ridmap", "1007:2007")]
    public void Only_the_recursive_word_maps_what_is_mounted_below(string word, string owner)
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", "user");
        Config.Map(100_000, 65_536);
        File.SetUnixFileMode(Rootfs, (UnixFileMode)0x1ff);
        string mapped = word == "bind" ? "rbind" : $"{word}=uids=0-101000-10;gids=0-102000-10";
        Config.Mount("/data", "none", _data, "rbind", mapped);
        Config.Args("sh", "-c", "stat -c '%u:%g' /data/below/file");
        WriteConfig();

        Outcome run = CallFromShell(
            $"exec unshare -m sh -c 'mount -t tmpfs tmpfs {_data}/below && touch {_data}/below/file && chown 7:7 {_data}/below/file && exec \"$@\"' sh \"$@\"",
            "run", "--bundle", Bundle, Id);

        Assert.Equal(new Outcome(0, owner + "\n", ""), run);
    }

    [Fact]
    public void A_source_that_only_the_hosts_root_may_enter_is_mapped()
    {
        EnterUserNamespace();
        Directory.CreateDirectory($"{Place}/secret/data");
        File.WriteAllText($"{Place}/secret/data/file", "data\n");
        File.SetUnixFileMode($"{Place}/secret", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Config.Mount("/data", "none", $"{Place}/secret/data", "bind", "idmap");

        Assert.Equal(new Outcome(0, "data\n0:0\n", ""), RunShell("cat /data/file; stat -c %u:%g /data/file"));
    }

    [Fact]
    public void A_file_system_that_knows_no_mappings_is_an_error_that_names_it()
    {
        Config.Mount("/data", "none", "/proc/sys", "bind", "idmap=uids=0-1000-10;gids=0-2000-10");

        Assert.Equal(
            Failure("run", "id-mapping the mount source \"/proc/sys\": invalid argument (EINVAL); its file system may not know id-mapped mounts, or it is id-mapped already"),
            RunProgram("true"));
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("idmap=uids=0-1000;gids=0-2000-10", "\"0-1000\" is not a range of ids: expected three numbers, as in 0-1000-10")]
    [InlineData("idmap=users=0-1000-10", "\"users=0-1000-10\" is neither uids=… nor gids=…")]
    [InlineData("idmap=uids=@0-70000-10;gids=0-0-1", "\"@0-70000-10\": the container does not map these ids")]
    public void Mappings_that_cannot_be_read_are_refused(string word, string complaint)
    {
        EnterUserNamespace();
        Config.Mount("/data", "none", _data, "bind", word);

        Assert.Equal(Failure("run", $"config.json: mounts[7].options[1]: {complaint}"), RunProgram("true"));
        AssertNothingLeft();
    }

    private void Map(string option)
    {
        Config.Add(
            "mounts",
            $$"""
            {"destination":"/data","source":"{{_data}}","options":["{{option}}"],
             "uidMappings":[{"containerID":0,"hostID":1000,"size":100}],"gidMappings":[{"containerID":0,"hostID":2000,"size":100}]}
            """);
    }

    private void EnterUserNamespace()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", "user");
        Config.Map(100_000, 65_536);
        File.SetUnixFileMode(Rootfs, (UnixFileMode)0x1ff);
    }
}
