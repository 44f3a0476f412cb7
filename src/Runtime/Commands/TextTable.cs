using System;
using System.Collections.Generic;
using System.Text;

namespace Runtime.Commands;

/// <summary>Columns as Go's tabwriter sets them for runc: 12 wide or more, 3 spaces apart, the last as it is.</summary>
internal static class TextTable
{
    private const int LeastWidth = 12;
    private const int Gap = 3;

    public static string Format(List<string[]> rows)
    {
        int columns = rows[0].Length;
        int[] widths = new int[columns];
        foreach (string[] row in rows)
        {
            for (int i = 0; i < columns; i++)
            {
                widths[i] = Math.Max(widths[i], Math.Max(LeastWidth, row[i].Length + Gap));
            }
        }

        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            for (int i = 0; i < columns - 1; i++)
            {
                text.Append(row[i].PadRight(widths[i]));
            }

            text.Append(row[^1]).Append('\n');
        }

        return text.ToString();
    }
}
