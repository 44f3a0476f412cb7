using Runtime.State;
using Xunit;

namespace Runtime.Tests.State;

public sealed class ContainerIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("A_9+x-y.z")]
    [InlineData(".hidden")]
    [InlineData("...")]
    [InlineData("-x")]
    public void Id_is_accepted(string id)
    {
        ContainerId.Check(id);
    }

    [Theory]
    [InlineData("", "container id cannot be empty")]
    [InlineData(".", "invalid container ID format")]
    [InlineData("..", "invalid container ID format")]
    [InlineData("a/b", "invalid container ID format")]
    [InlineData("../a", "invalid container ID format")]
    [InlineData("a b", "invalid container ID format")]
    [InlineData("a\0", "invalid container ID format")]
    [InlineData("ü", "invalid container ID format")]
    [InlineData("a:b", "invalid container ID format")]
    public void Id_is_refused(string id, string message)
    {
        StateException e = Assert.Throws<StateException>(() => ContainerId.Check(id));

        Assert.Equal(message, e.Message);
    }
}
