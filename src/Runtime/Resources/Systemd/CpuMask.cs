using System;
using System.Globalization;
using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>A list of CPUs or memory nodes as systemd takes it: one bit each, the lowest first.</summary>
internal static class CpuMask
{
    private const int Largest = 65535;

    /// <param name="list">Such as <c>0-3,7</c>.</param>
    /// <param name="at">Where it was said.</param>
    public static byte[] Parse(string list, string at)
    {
        byte[] mask = [];
        foreach (string part in list.Split(','))
        {
            string text = part.Trim();
            if (text.Length == 0)
            {
                continue;
            }

            int dash = text.IndexOf('-');
            bool isRange = int.TryParse(dash < 0 ? text : text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
                & int.TryParse(dash < 0 ? text : text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int last);
            if (!isRange || first > last || last > Largest)
            {
                throw new ConfigException(at + ": " + Quoted.Text(list) + " is not a list such as \"0-3,7\"");
            }

            if (mask.Length <= last / 8)
            {
                Array.Resize(ref mask, (last / 8) + 1);
            }

            for (int i = first; i <= last; i++)
            {
                mask[i / 8] |= (byte)(1 << (i % 8));
            }
        }

        return mask.Length > 0 ? mask : throw new ConfigException(at + ": " + Quoted.Text(list) + " names nothing");
    }
}
