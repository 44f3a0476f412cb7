using System;

using Runtime.Shim.Wire;

namespace Runtime.Shim.Task;

/// <summary>The entries of RDMA devices, the same in both versions: <c>mlx4_0 hca_handle=2 hca_object=2000</c>.</summary>
internal static class RdmaMetrics
{
    public static void Write(MessageWriter metrics, int field, string[] lines)
    {
        foreach (string line in lines)
        {
            string[] words = line.Split(' ');
            int entry = metrics.Begin(field);
            metrics.WriteText(1, words[0]);
            foreach (string word in words)
            {
                int number = word.StartsWith("hca_handle=", StringComparison.Ordinal) ? 2 : word.StartsWith("hca_object=", StringComparison.Ordinal) ? 3 : 0;
                if (number != 0)
                {
                    metrics.WriteNumber(number, (uint)CgroupFile.Parse(word[(word.IndexOf('=') + 1)..]));
                }
            }

            metrics.End(entry);
        }
    }
}
