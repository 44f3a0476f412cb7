using Runtime.Config;
using Runtime.Resources;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class LimitValueTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData(0ul, null)]
    [InlineData(1ul, 1ul)]
    [InlineData(2ul, 1ul)]
    [InlineData(3ul, 2ul)]
    [InlineData(10ul, 4ul)]
    [InlineData(100ul, 17ul)]
    [InlineData(256ul, 35ul)]
    [InlineData(512ul, 59ul)]
    [InlineData(1024ul, 100ul)]
    [InlineData(1025ul, 101ul)]
    [InlineData(2048ul, 174ul)]
    [InlineData(4096ul, 303ul)]
    [InlineData(10000ul, 627ul)]
    [InlineData(102400ul, 4429ul)]
    [InlineData(262143ul, 10000ul)]
    [InlineData(262144ul, 10000ul)]
    [InlineData(ulong.MaxValue, 10000ul)]
    public void Shares_become_a_weight(ulong? shares, ulong? weight)
    {
        Assert.Equal(weight, LimitValue.Weight(shares));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(0L, 0L, null)]
    [InlineData(null, -1L, "max")]
    [InlineData(0L, -1L, "max")]
    [InlineData(-1L, null, "max")]
    [InlineData(-1L, 1000L, "max")]
    [InlineData(0L, 1000L, null)]
    [InlineData(1000L, -1L, "1000")]
    [InlineData(1000L, 1000L, "0")]
    [InlineData(3000L, 1000L, "2000")]
    public void Swap_is_counted_without_memory(long? swap, long? limit, string? expected)
    {
        Assert.Equal(expected, LimitValue.Swap(swap, limit));
    }

    [Theory]
    [InlineData(1000L, null, "linux.resources.memory.swap: unable to set swap limit without memory limit")]
    [InlineData(1000L, 0L, "linux.resources.memory.swap: unable to set swap limit without memory limit")]
    [InlineData(1000L, -2L, "linux.resources.memory.limit: invalid memory value: -2")]
    [InlineData(999L, 1000L, "linux.resources.memory.swap: memory+swap limit should be >= memory limit")]
    public void Swap_that_contradicts_memory_is_refused(long? swap, long? limit, string message)
    {
        ConfigException refusal = Assert.Throws<ConfigException>(() => LimitValue.Swap(swap, limit));

        Assert.Equal(message, refusal.Message);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0L, null)]
    [InlineData(-1L, "max")]
    [InlineData(1L, "1")]
    [InlineData(-2L, "-2")] // the kernel refuses it, and so names the value
    public void Bound_is_a_number_or_max(long? value, string? expected)
    {
        Assert.Equal(expected, LimitValue.Bound(value));
    }

    [Theory]
    [InlineData(1, 1ul)]
    [InlineData(10, 1ul)]
    [InlineData(100, 910ul)]
    [InlineData(500, 4950ul)]
    [InlineData(1000, 10000ul)]
    public void Block_io_weight_is_stretched(int weight, ulong expected)
    {
        Assert.Equal(expected, LimitValue.IoWeight((ushort)weight));
    }

    [Theory]
    [InlineData(-1L, -1L)]
    [InlineData(0L, 1L)]
    [InlineData(1L, 1L)]
    [InlineData(100L, 100L)]
    public void No_processes_still_means_the_first_one(long limit, long expected)
    {
        Assert.Equal(expected, LimitValue.Pids(limit));
    }
}
