using System;
using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>Limits the kernel would refuse, or misunderstand, on any cgroup version. What depends on the version is told where it is written.</summary>
internal static class ResourceChecks
{
    /// <param name="resources">Of config.json, or of the file given to <c>update</c>.</param>
    /// <param name="at">Where they stand.</param>
    public static void Check(ResourcesSpec resources, Place at)
    {
        for (int i = 0; i < resources.Devices.Length; i++)
        {
            if (resources.Devices[i].Access == DeviceAccess.None)
            {
                throw at.Fault($"devices[{i}].access", $"device access at {i} field cannot be empty");
            }
        }

        if (resources.Memory?.Swappiness > 100)
        {
            throw at.Fault("memory.swappiness", $"expected 0 to 100, got {resources.Memory.Swappiness}");
        }

        if (resources.Cpu?.Idle is < 0 or > 1)
        {
            throw at.Fault("cpu.idle", $"expected 0 or 1, got {resources.Cpu.Idle}");
        }

        if (resources.BlockIO is { } block)
        {
            CheckWeights(block, at);
        }

        for (int i = 0; i < resources.HugepageLimits.Length; i++)
        {
            if (!IsPageSize(resources.HugepageLimits[i].PageSize))
            {
                throw at.Fault($"hugepageLimits[{i}].pageSize", $"{Quoted.Text(resources.HugepageLimits[i].PageSize)} is not a size such as 64KB, 2MB or 1GB");
            }
        }

        foreach (NamedValue file in resources.Unified)
        {
            // A slash would leave the container's cgroup.
            if (file.Name.Length == 0 || file.Name.Contains('/'))
            {
                throw at.Fault(JsonPath.Member("unified", file.Name), "expected the name of one file");
            }
        }
    }

    private static void CheckWeights(BlockIoSpec block, Place at)
    {
        CheckWeight(block.Weight, at, "blockIO.weight");
        CheckWeight(block.LeafWeight, at, "blockIO.leafWeight");
        for (int i = 0; i < block.WeightDevice.Length; i++)
        {
            CheckWeight(block.WeightDevice[i].Weight, at, "blockIO.weightDevice[*].weight", i);
            CheckWeight(block.WeightDevice[i].LeafWeight, at, "blockIO.weightDevice[*].leafWeight", i);
        }
    }

    // 0 is what engines write for "not set".
    private static void CheckWeight(ushort? weight, Place at, string member, int index = 0)
    {
        if (weight is not (null or 0 or (>= 10 and <= 1000)))
        {
            throw at.Fault(member.Replace("*", $"{index}"), $"expected 10 to 1000, got {weight}");
        }
    }

    private static bool IsPageSize(ReadOnlySpan<char> text)
    {
        return text.Length >= 3 && text[^1] == 'B' && text[^2] is 'K' or 'M' or 'G' && text[0] != '0' && text[..^2].IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
