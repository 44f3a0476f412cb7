using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>The option words of mounts, as mountinfo shows what they did (runtime-spec 1.3, config.md, Linux mount options).</summary>
public sealed class MountOptionTests : ContainerTest
{
    private const string Attributes = "awk '$5 == \"/data\" {print $6}' /proc/self/mountinfo | tail -n 1";

    private readonly string _data;

    public MountOptionTests()
    {
        _data = $"{Place}/data";
        Directory.CreateDirectory($"{_data}/below");
    }

    public static TheoryData<string> Words
    {
        get
        {
            TheoryData<string> words = [];
            foreach (JsonNode? word in Features())
            {
                words.Add((string)word!);
            }

            return words;
        }
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Every_word_that_features_lists_is_taken_and_is_no_option_of_the_file_system(string word)
    {
        bool isMeantForBinds = word is "bind" or "rbind" or "remount" or "idmap" or "ridmap" or "copy-symlink" or "src-nofollow" or "dest-nofollow";
        if (word is "remount")
        {
            Config.Mount("/data", "tmpfs", "tmpfs");
        }

        if (word is "idmap" or "ridmap")
        {
            Config.Namespaces("pid", "mount", "ipc", "uts", "network", "user");
            Config.Map(100_000, 65_536);
            File.SetUnixFileMode(Rootfs, (UnixFileMode)0x1ff);
        }

        Config.Mount("/data", isMeantForBinds ? "none" : "tmpfs", _data, isMeantForBinds && word != "remount" ? ["rbind", word] : [word]);

        Assert.Equal(new Outcome(0, "", ""), RunProgram("true"));
    }

    [Fact]
    public void Features_lists_every_word_of_the_specification_and_crun()
    {
        string[] words = Features().Select(word => (string)word!).ToArray();

        foreach (string word in """
            async atime bind defaults dev diratime dirsync exec noatime nodev nodiratime noexec norelatime nostrictatime nosuid rbind relatime remount
            ro rw strictatime suid sync iversion noiversion lazytime nolazytime loud silent private rprivate shared rshared slave rslave unbindable
            runbindable mand nomand nosymfollow symfollow rro rrw rsuid rnosuid rdev rnodev rexec rnoexec ratime rnoatime rdiratime rnodiratime
            rrelatime rnorelatime rstrictatime rnostrictatime rsymfollow rnosymfollow tmpcopyup idmap ridmap rsync rasync rdirsync rmand rnomand
            copy-symlink src-nofollow dest-nofollow
            """.Split([' ', '\n'], System.StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Contains(word, words);
        }

        Assert.Equal(words.Order(System.StringComparer.Ordinal), words);
    }

    [Theory]
    [InlineData("ro", "ro,relatime")]
    [InlineData("nosuid", "rw,nosuid,relatime")]
    [InlineData("nodev", "rw,nodev,relatime")]
    [InlineData("noexec", "rw,noexec,relatime")]
    [InlineData("noatime", "rw,noatime")]
    [InlineData("strictatime", "rw")]
    [InlineData("nodiratime", "rw,nodiratime,relatime")]
    [InlineData("nosymfollow", "rw,relatime,nosymfollow")]
    [InlineData("norelatime", "rw,relatime")]
    public void A_word_sets_its_flag(string word, string shown)
    {
        Config.Mount("/data", "tmpfs", "tmpfs", word);

        Assert.Equal(new Outcome(0, shown + "\n", ""), RunShell(Attributes));
    }

    [Theory]
    [InlineData("rw", "rw,nosuid,nodev,noexec,noatime,nodiratime,nosymfollow")]
    [InlineData("suid", "ro,nodev,noexec,noatime,nodiratime,nosymfollow")]
    [InlineData("dev", "ro,nosuid,noexec,noatime,nodiratime,nosymfollow")]
    [InlineData("exec", "ro,nosuid,nodev,noatime,nodiratime,nosymfollow")]
    [InlineData("atime", "ro,nosuid,nodev,noexec,nodiratime,relatime,nosymfollow")]
    [InlineData("relatime", "ro,nosuid,nodev,noexec,nodiratime,relatime,nosymfollow")]
    [InlineData("strictatime", "ro,nosuid,nodev,noexec,nodiratime,nosymfollow")]
    [InlineData("diratime", "ro,nosuid,nodev,noexec,noatime,nosymfollow")]
    [InlineData("symfollow", "ro,nosuid,nodev,noexec,noatime,nodiratime")]
    [InlineData("defaults", "ro,nosuid,nodev,noexec,noatime,nodiratime,nosymfollow")]
    public void A_word_clears_the_flag_that_the_source_has_and_no_other(string word, string shown)
    {
        Config.Mount("/data", "none", _data, "bind", word);
        Config.Args("sh", "-c", Attributes);

        Assert.Equal(
            new Outcome(0, shown + "\n", ""),
            RunWithMounts($"mount --bind {_data} {_data} && mount -o remount,bind,ro,nosuid,nodev,noexec,noatime,nodiratime,nosymfollow {_data}"));
    }

    [Fact]
    public void The_last_of_two_opposite_words_counts()
    {
        Config.Mount("/data", "tmpfs", "tmpfs", "ro", "rw", "suid", "nosuid", "noatime", "strictatime");

        Assert.Equal(new Outcome(0, "rw,nosuid\n", ""), RunShell(Attributes));
    }

    [Theory]
    [InlineData("rro", "ro,relatime\nro,relatime")]
    [InlineData("rnosuid", "rw,nosuid,relatime\nrw,nosuid,relatime")]
    [InlineData("rnodev", "rw,nodev,relatime\nrw,nodev,relatime")]
    [InlineData("rnoexec", "rw,noexec,relatime\nrw,noexec,relatime")]
    [InlineData("rnoatime", "rw,noatime\nrw,noatime")]
    [InlineData("rstrictatime", "rw\nrw")]
    [InlineData("rnodiratime", "rw,nodiratime,relatime\nrw,nodiratime,relatime")]
    [InlineData("rnosymfollow", "rw,relatime,nosymfollow\nrw,relatime,nosymfollow")]
    [InlineData("ro", "ro,relatime\nrw,relatime")]
    public void A_word_that_begins_with_r_counts_for_what_is_mounted_below(string word, string shown)
    {
        Config.Mount("/data", "none", _data, "rbind", word);
        Config.Args("sh", "-c", "awk '$5 ~ /^.data/ {print $6}' /proc/self/mountinfo");

        Assert.Equal(new Outcome(0, shown + "\n", ""), RunWithMounts($"mount -t tmpfs tmpfs {_data}/below"));
    }

    [Theory]
    [InlineData("rrw", "rw,nosuid,nodev,noexec,noatime")]
    [InlineData("rsuid", "ro,nodev,noexec,noatime")]
    [InlineData("rdev", "ro,nosuid,noexec,noatime")]
    [InlineData("rexec", "ro,nosuid,nodev,noatime")]
    [InlineData("ratime", "ro,nosuid,nodev,noexec,relatime")] // all of MOUNT_ATTR__ATIME must be cleared, or the kernel refuses
    [InlineData("rrelatime", "ro,nosuid,nodev,noexec,relatime")]
    [InlineData("rnostrictatime", "ro,nosuid,nodev,noexec,relatime")]
    public void A_clearing_word_that_begins_with_r_counts_for_what_is_mounted_below(string word, string shown)
    {
        Config.Mount("/data", "none", _data, "rbind", word);
        Config.Args("sh", "-c", "awk '$5 == \"/data/below\" {print $6}' /proc/self/mountinfo");

        Assert.Equal(new Outcome(0, shown + "\n", ""), RunWithMounts($"mount -t tmpfs -o ro,nosuid,nodev,noexec,noatime tmpfs {_data}/below"));
    }

    [Theory]
    [InlineData("sync", "rw,sync")]
    [InlineData("rsync", "rw,sync")]
    [InlineData("dirsync", "rw,dirsync")]
    [InlineData("lazytime", "rw,lazytime")]
    [InlineData("size=128k", "rw,size=128k")]
    [InlineData("nr_inodes=77", "rw,nr_inodes=77")]
    public void Words_of_the_file_system_reach_it(string word, string shown)
    {
        Config.Mount("/data", "tmpfs", "tmpfs", word);

        Assert.Equal(new Outcome(0, shown + "\n", ""), RunShell("awk '$5 == \"/data\" {print $NF}' /proc/self/mountinfo"));
    }

    [Fact]
    public void A_bind_mount_takes_no_words_of_a_file_system()
    {
        Config.Mount("/data", "none", _data, "bind", "size=128k");

        Assert.Equal(Failure("run", "config.json: mounts[7].options: \"size=128k\": bind mounts cannot have any filesystem-specific options applied"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("shared", "shared:")]
    [InlineData("rshared", "shared:")]
    [InlineData("private", "-")]
    [InlineData("rprivate", "-")]
    [InlineData("slave", "master:")]
    [InlineData("rslave", "master:")]
    [InlineData("unbindable", "unbindable")]
    [InlineData("runbindable", "unbindable")]
    public void Propagation_of_a_mount_is_as_asked_for(string word, string shown)
    {
        Config.Mount("/data", "none", _data, "rbind", word);
        Config.Args("sh", "-c", "awk '$5 == \"/data\" {sub(/[0-9]+$/, \"\", $7); print $7}' /proc/self/mountinfo");

        Assert.Equal(new Outcome(0, shown + "\n", ""), RunWithMounts($"mount --bind {_data} {_data} && mount --make-shared {_data}"));
    }

    [Fact]
    public void Propagation_words_are_applied_in_order()
    {
        Config.Mount("/data", "tmpfs", "tmpfs", "shared", "slave", "shared"); // a slave of nobody is private, and shared again

        Assert.Equal(new Outcome(0, "shared:\n", ""), RunShell("awk '$5 == \"/data\" {sub(/[0-9]+$/, \"\", $7); print $7}' /proc/self/mountinfo"));
    }

    [Theory]
    [InlineData("rshared", "1")]
    [InlineData("rslave", "0")]
    public void What_is_mounted_in_a_shared_mount_appears_on_the_host(string word, string count)
    {
        Config.Set("linux.rootfsPropagation", "rshared"); // as engines do then; with the default the container's mounts have no peers
        Config.Mount("/data", "none", _data, "rbind", word);
        Config.Strings("process.capabilities.bounding", "CAP_SYS_ADMIN");
        Config.Strings("process.capabilities.permitted", "CAP_SYS_ADMIN");
        Config.Strings("process.capabilities.effective", "CAP_SYS_ADMIN");
        Config.Args("mount", "-t", "tmpfs", "tmpfs", "/data/below");
        WriteConfig();

        Outcome run = CallFromShell(
            $"exec unshare -m sh -c 'mount --bind {_data} {_data} && mount --make-shared {_data} && \"$@\" && grep -c {_data}/below /proc/self/mountinfo; true' sh \"$@\"",
            "run", "--bundle", Bundle, Id);

        Assert.Equal(new Outcome(0, count + "\n", ""), run);
    }

    [Fact]
    public void Remount_changes_the_flags_of_what_is_there()
    {
        Config.Mount("/data", "tmpfs", "tmpfs", "nosuid", "noatime");
        Config.Mount("/data", "", "", "remount", "ro", "suid");

        Assert.Equal(new Outcome(0, "ro,noatime\n", ""), RunShell(Attributes));
    }

    [Fact]
    public void Remount_changes_the_file_system_of_what_is_there()
    {
        Config.Mount("/data", "tmpfs", "tmpfs", "size=64k");
        Config.Mount("/data", "tmpfs", "tmpfs", "remount", "size=256k");

        Assert.Equal(new Outcome(0, "rw,size=256k\n", ""), RunShell("awk '$5 == \"/data\" {print $NF}' /proc/self/mountinfo"));
    }

    [Fact]
    public void Remount_of_nothing_is_an_error_that_names_it()
    {
        Directory.CreateDirectory($"{Rootfs}/data");
        Config.Mount("/data", "", "", "remount", "ro");

        Assert.Equal(Failure("run", "remounting \"/data\": invalid argument (EINVAL)"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void An_overlay_shows_an_images_layers_with_a_writable_one_on_top()
    {
        string layers = MakeLayers(2);
        Config.Mount("/data", "overlay", "overlay", $"lowerdir={layers}", $"upperdir={Place}/upper", $"workdir={Place}/work");

        Assert.Equal(new Outcome(0, "0 1 common 1\n", ""), RunShell("cd /data; echo $(ls) $(cat common); echo new >new"));
        Assert.Equal("new\n", File.ReadAllText($"{Place}/upper/new"));
    }

    [Fact] // fsconfig(2) takes values of 255 bytes
    public void An_overlay_may_have_more_layers_than_one_option_has_room_for()
    {
        string layers = MakeLayers(30);
        Assert.True(layers.Length > 300);
        Config.Mount("/data", "overlay", "overlay", $"lowerdir={layers}", $"upperdir={Place}/upper", $"workdir={Place}/work");

        Assert.Equal(new Outcome(0, "31 29\n", ""), RunShell("cd /data; echo $(ls | wc -l) $(cat common)"));
    }

    [Fact]
    public void A_type_of_bind_is_a_bind_mount_without_the_word()
    {
        File.WriteAllText($"{_data}/file", "data\n");
        Config.Mount("/data", "bind", _data);

        Assert.Equal(new Outcome(0, "data\n", ""), RunShell("cat /data/file"));
    }

    private string MakeLayers(int count)
    {
        Directory.CreateDirectory($"{Place}/upper");
        Directory.CreateDirectory($"{Place}/work");
        string layers = "";
        for (int i = 0; i < count; i++)
        {
            string layer = $"{Place}/layer{i}";
            Directory.CreateDirectory(layer);
            File.WriteAllText($"{layer}/{i}", "");
            File.WriteAllText($"{layer}/common", $"{i}\n");
            layers = layer + (layers.Length > 0 ? ":" : "") + layers; // the first is the uppermost
        }

        return layers;
    }

    /// <summary>Runs the container in a mount namespace in which a script has mounted something first.</summary>
    private Outcome RunWithMounts(string script)
    {
        WriteConfig();
        return CallFromShell($"exec unshare -m sh -c '{script} && exec \"$@\"' sh \"$@\"", "run", "--bundle", Bundle, Id);
    }

    private static JsonArray Features()
    {
        PublishedRuntime.RequireIt();
        return JsonNode.Parse(HostProgram.Run(Path.GetTempPath(), PublishedRuntime.Path, "features").Output)!["mountOptions"]!.AsArray();
    }
}
