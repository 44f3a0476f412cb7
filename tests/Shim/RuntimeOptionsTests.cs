using System.Text;

using Runtime.Shim;
using Runtime.Shim.Task;
using Runtime.Shim.Wire;

using Xunit;

namespace Runtime.Tests.Shim;

public class RuntimeOptionsTests
{
    [Fact]
    public void Options_of_runc_are_read()
    {
        MessageWriter message = new();
        message.WriteBoolean(1, true);
        message.WriteText(3, "/shims");
        message.WriteNumber(4, 1000);
        message.WriteText(6, "/usr/sbin/runc");
        message.WriteText(7, "/run/there");
        message.WriteBoolean(9, true);

        var options = RuntimeOptions.Read(new Any("containerd.runc.v1.Options", message.Bytes.ToArray()));

        Assert.Equal((true, "/shims", 1000U, "/usr/sbin/runc", "/run/there", true),
            (options.NoPivotRoot, options.ShimCgroup, options.IoUid, options.BinaryName, options.Root, options.SystemdCgroup));
    }

    [Fact]
    public void Table_of_the_configuration_is_read()
    {
        MessageWriter message = new();
        message.WriteText(1, "whatever");
        message.WriteBytes(3, Encoding.UTF8.GetBytes("# comment\nBinaryName = \"/usr/bin/a \\\"b\\\"\" # here\nRoot = '/run/x'\nSystemdCgroup = true # yes\nIoUid = 5\nOther = 1\n[sub]\nBinaryName = \"no\"\n"));

        var options = RuntimeOptions.Read(new Any("runtimeoptions.v1.Options", message.Bytes.ToArray()));

        Assert.Equal(("/usr/bin/a \"b\"", "/run/x", true, 5U), (options.BinaryName, options.Root, options.SystemdCgroup, options.IoUid));
    }

    [Fact]
    public void No_options_are_the_defaults()
    {
        Assert.Equal(new RuntimeOptions(), RuntimeOptions.Read(null));
        Assert.Equal(new RuntimeOptions(), RuntimeOptions.Read(new Any("", [])));
    }

    [Fact]
    public void Options_of_another_shim_are_refused_by_name()
    {
        UsageException failure = Assert.Throws<UsageException>(() => RuntimeOptions.Read(new Any("some.Options", [])));

        Assert.Equal("options of type \"some.Options\": neither containerd.runc.v1.Options nor runtimeoptions.v1.Options", failure.Message);
    }

    [Fact]
    public void Command_line_is_read_as_Go_does()
    {
        var options = ShimOptions.Read(["-namespace", "moby", "--address=/run/c.sock", "-id=x", "-debug", "-publish-binary", "/usr/bin/containerd", "start", "-id", "y"]);

        Assert.Equal(("moby", "/run/c.sock", "x", true, "/usr/bin/containerd", "start"),
            (options.Namespace, options.Address, options.Id, options.IsDebug, options.PublishBinary, options.Action));
        Assert.Equal("flag provided but not defined: -wrong", Assert.Throws<UsageException>(() => ShimOptions.Read(["-wrong", "x"])).Message);
        Assert.Equal("flag needs an argument: -id", Assert.Throws<UsageException>(() => ShimOptions.Read(["-id"])).Message);
    }
}
