using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>Masked and read-only paths.</summary>
public sealed class HiddenPathTests : ContainerTest
{
    [Fact]
    public void Masked_files_read_as_empty_and_masked_directories_are_empty()
    {
        Directory.CreateDirectory($"{Rootfs}/secret");
        File.WriteAllText($"{Rootfs}/secret/file", "secret");
        File.WriteAllText($"{Rootfs}/key", "secret");
        Config.Strings("linux.maskedPaths", "/secret", "/key", "/missing", "/key/below");

        Assert.Equal(
            new Outcome(0, "0\n1\n", "touch: /secret/x: Read-only file system\n"),
            RunShell("cat /key; ls -A /secret; ls -A /secret | wc -l; touch /secret/x; ls -d /missing 2>/dev/null; ls -d /missing 2>&1 | wc -l"));
        Assert.Equal("secret", File.ReadAllText($"{Rootfs}/key"));
    }

    [Fact]
    public void Writing_to_a_masked_file_changes_nothing()
    {
        File.WriteAllText($"{Rootfs}/key", "secret");
        Config.Strings("linux.maskedPaths", "/key");

        Assert.Equal(new Outcome(0, "", ""), RunShell("echo x >/key; cat /key"));
        Assert.Equal("secret", File.ReadAllText($"{Rootfs}/key"));
    }

    [Fact]
    public void The_examples_masked_paths_show_nothing()
    {
        Assert.Equal(new Outcome(0, "0\n0\n", ""), RunShell("cat /proc/keys /proc/timer_list | wc -c; ls -A /proc/acpi /sys/firmware 2>/dev/null | grep -vc '^/\\|^$'; true"));
    }

    [Fact]
    public void Read_only_paths_can_be_read_and_not_written()
    {
        Directory.CreateDirectory($"{Rootfs}/data/below");
        File.WriteAllText($"{Rootfs}/data/file", "data\n");
        Config.Strings("linux.readonlyPaths", "/data", "/missing", "/proc/sys");

        Assert.Equal(
            new Outcome(0, "data\n", "touch: /data/below/x: Read-only file system\nsh: can't create /proc/sys/kernel/msgmax: Read-only file system\n"),
            RunShell("cat /data/file; touch /data/below/x; { echo 1 >/proc/sys/kernel/msgmax; }; true"));
    }

    [Fact] // CVE-2025-31133
    public void A_link_in_the_place_of_the_images_null_device_masks_nothing_else()
    {
        UseDevOfTheImage();
        Config.Strings("linux.maskedPaths", "/key");
        File.WriteAllText($"{Rootfs}/key", "secret");
        File.WriteAllText($"{Rootfs}/other", "other");
        File.CreateSymbolicLink($"{Rootfs}/dev/null", "/other");

        Outcome run = RunShell("cat /key; stat -c '%t:%T' /key");

        // A null device that is none is refused (runtime-spec: something else is there already).
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"runtime: run \"{Id}\": making the device \"/dev/null\": ", run.Error, System.StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public void A_masked_path_that_is_a_link_stays_inside_the_image()
    {
        File.WriteAllText($"{Place}/host", "host");
        File.CreateSymbolicLink($"{Rootfs}/link", $"{Place}/host");
        Config.Strings("linux.maskedPaths", "/link");

        Assert.Equal(new Outcome(0, "", ""), RunShell("true"));
        Assert.Equal("host", File.ReadAllText($"{Place}/host"));
    }
}
