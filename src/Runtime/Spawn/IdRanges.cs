using System;
using System.Collections.Generic;
using System.Globalization;

using Runtime.Syscalls;

namespace Runtime.Spawn;

/// <summary>The ids that a process's user namespace knows, as this process calls them (user_namespaces(7), /proc/PID/uid_map).</summary>
internal sealed class IdRanges
{
    private readonly List<(uint First, uint Count)> _ranges = [];

    /// <param name="pid">Of the process.</param>
    /// <param name="file"><c>uid_map</c> or <c>gid_map</c>.</param>
    public IdRanges(int pid, string file)
    {
        foreach (string line in Kernel.ReadText($"/proc/{pid}/{file}").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] numbers = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            _ranges.Add((Number(numbers[1]), Number(numbers[2])));
        }
    }

    public bool Contains(uint id) => _ranges.Exists(range => id >= range.First && id - range.First < range.Count);

    private static uint Number(string text) => uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
