using System;
using System.IO;
using Runtime.Config;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Config;

public sealed class BundleTests : IDisposable
{
    private readonly string _bundle = Directory.CreateTempSubdirectory("runtime-bundle-").FullName;

    public void Dispose() => Directory.Delete(_bundle, recursive: true);

    [Fact]
    public void Relative_root_counts_from_the_bundle()
    {
        WriteConfig("rootfs/");

        Bundle bundle = Bundle.Open(_bundle);

        Assert.Equal(_bundle, bundle.Path);
        Assert.Equal($"{_bundle}/rootfs", bundle.RootPath);
        Assert.Equal("rootfs/", bundle.Spec.Root.Path);
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/srv/./web/../root", "/srv/root")]
    public void Absolute_root_is_taken_as_it_is(string root, string expected)
    {
        WriteConfig(root);

        Assert.Equal(expected, Bundle.Open(_bundle).RootPath);
    }

    [Fact]
    public void Bundle_behind_a_link_is_known_by_its_real_path()
    {
        WriteConfig("rootfs");
        string link = _bundle + "-link";
        Directory.CreateSymbolicLink(link, _bundle);
        try
        {
            Assert.Equal(_bundle, Bundle.Open(link).Path);
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Fact]
    public void Missing_configuration_is_called_what_callers_look_for()
    {
        ConfigException exception = Assert.Throws<ConfigException>(() => Bundle.Open(_bundle));

        Assert.Equal($"JSON specification file config.json not found in \"{_bundle}\"", exception.Message);
    }

    [Fact]
    public void Missing_bundle_is_the_kernels_answer()
    {
        KernelException exception = Assert.Throws<KernelException>(() => Bundle.Open(_bundle + "/none"));

        Assert.Equal($"opening \"{_bundle}/none\": no such file or directory (ENOENT)", exception.Message);
    }

    [Fact]
    public void Root_directory_that_exists_passes()
    {
        WriteConfig("rootfs");
        Directory.CreateDirectory(_bundle + "/rootfs");

        RootfsCheck.Check(Bundle.Open(_bundle));
    }

    [Fact]
    public void Root_that_is_a_link_is_refused()
    {
        WriteConfig("rootfs");
        Directory.CreateSymbolicLink(_bundle + "/rootfs", "/");

        ConfigException exception = Assert.Throws<ConfigException>(() => RootfsCheck.Check(Bundle.Open(_bundle)));

        Assert.Equal("config.json: root.path: invalid rootfs: not an absolute path, or a symlink", exception.Message);
    }

    [Fact]
    public void Root_that_is_missing_is_refused()
    {
        WriteConfig("rootfs");

        ConfigException exception = Assert.Throws<ConfigException>(() => RootfsCheck.Check(Bundle.Open(_bundle)));

        Assert.Equal($"config.json: root.path: invalid rootfs: stat {_bundle}/rootfs: no such file or directory", exception.Message);
    }

    [Fact]
    public void Process_file_says_its_own_name()
    {
        string file = _bundle + "/process.json";
        File.WriteAllText(file, """{ "args": ["sh"], "cwd": 1 }""");

        ConfigException exception = Assert.Throws<ConfigException>(() => ProcessFile.Open(file));

        Assert.Equal($"{file}: cwd: expected a string, got a number", exception.Message);
    }

    [Fact]
    public void Process_file_is_read_as_a_process()
    {
        string file = _bundle + "/process.json";
        File.WriteAllText(file, """{ "args": ["sh", "-c"], "cwd": "/tmp", "user": { "uid": 7 } }""");

        ProcessSpec process = ProcessFile.Open(file);

        Assert.Equal(["sh", "-c"], process.Args);
        Assert.Equal("/tmp", process.Cwd);
        Assert.Equal(7u, process.User.Uid);
    }

    private void WriteConfig(string root)
    {
        string config = $$"""{ "ociVersion": "1.3.0", "root": { "path": "{{root}}" }, "process": { "args": ["sh"], "cwd": "/" } }""";
        File.WriteAllText($"{_bundle}/config.json", config);
    }
}
