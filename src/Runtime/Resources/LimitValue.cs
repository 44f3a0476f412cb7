using System;
using System.Globalization;
using Runtime.Config;

namespace Runtime.Resources;

/// <summary>Conversions of the specification's numbers, which are cgroup v1's, to what cgroup v2 takes; and how both are written.</summary>
internal static class LimitValue
{
    /// <summary>−1 is <c>max</c>, 0 is not said.</summary>
    public static string? Bound(long? value)
    {
        return value switch
        {
            null or 0 => null,
            -1 => "max",
            long number => Text(number),
        };
    }

    /// <summary>
    /// <c>memory.swap.max</c> of <c>memory.swap</c>, which counts memory and swap together; null is not said.
    /// </summary>
    public static string? Swap(long? swap, long? limit)
    {
        return (swap ?? 0, limit ?? 0) switch
        {
            (0, -1) => "max", // whoever lifts the limit of memory means swap too, as on v1
            (0, _) => null,
            (-1, _) => "max",
            (long both, -1) => Text(both),
            (_, 0) => throw new ConfigException("linux.resources.memory.swap: unable to set swap limit without memory limit"),
            (_, < 0) => throw new ConfigException("linux.resources.memory.limit: invalid memory value: " + Text(limit ?? 0)),
            (long both, long memory) when both < memory =>
                throw new ConfigException("linux.resources.memory.swap: memory+swap limit should be >= memory limit"),
            (long both, long memory) => Text(both - memory),
        };
    }

    /// <summary>
    /// <c>cpu.weight</c> of <c>cpu.shares</c>: a quadratic in the logarithm that takes 2 to 1, the default 1024 to the default 100 and
    /// 262144 to 10000. (The linear formula of old gave containers with default shares a weight of 39.)
    /// </summary>
    public static ulong? Weight(ulong? shares)
    {
        if (shares is null or 0)
        {
            return null;
        }
        if (shares <= 2)
        {
            return 1;
        }
        if (shares >= 262144)
        {
            return 10000;
        }
        double l = Math.Log2(shares.Value);
        double exponent = (((l * l) + (125 * l)) / 612.0) - (7.0 / 34.0);
        return (ulong)Math.Ceiling(Math.Pow(10, exponent));
    }

    /// <summary><c>io.weight</c>, 1 to 10000, of <c>blockIO.weight</c>, 10 to 1000.</summary>
    public static ulong IoWeight(ushort weight)
    {
        return 1 + ((ulong)(Math.Max(weight, (ushort)10) - 10) * 9999 / 990);
    }

    /// <summary>0 would keep the container's own first process out; runc makes it 1, which allows nothing more to be started either.</summary>
    public static long Pids(long limit)
    {
        return limit == 0 ? 1 : limit;
    }

    public static string Text(long value)
    {
        return value.ToString(CultureInfo.InvariantCulture);
    }

    public static string Text(ulong value)
    {
        return value.ToString(CultureInfo.InvariantCulture);
    }
}
