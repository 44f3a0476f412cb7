using System.Globalization;
using System.Text;

namespace Runtime.Plan;

/// <summary>A plan as strace(1) would show it, one step a line, and to the right, where it changes, what the steps are doing.</summary>
/// <remarks>
/// <code>
///    12  %fs = fsopen("proc", FSOPEN_CLOEXEC)                        mounting proc at "/proc"
///    13  fsconfig(%fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
/// </code>
/// </remarks>
internal static class StepListing
{
    private const int NumberWidth = 5;
    private const int CallWidth = 90;
    private const int LineWidth = 150;
    private const int ContinuationIndent = 4;

    public static string Of(LaunchPlan plan)
    {
        StringBuilder text = new(plan.Count * CallWidth);
        StepReader reader = new(plan);
        string doing = "";
        for (int index = 0; index < plan.Count; index++)
        {
            ListedStep step = reader.Read(index);
            AppendLine(text, index.ToString(CultureInfo.InvariantCulture), step.ToString(), step.Doing == doing ? "" : step.Doing);
            doing = step.Doing;
        }

        return text.ToString();
    }

    /// <summary>Appends one line, broken where the left column would be too wide for it.</summary>
    /// <param name="text">The listing.</param>
    /// <param name="number">For the margin.</param>
    /// <param name="call">The left column; <see cref="FlagNames.Break"/> where it can be broken.</param>
    /// <param name="doing">The right column; may be empty.</param>
    public static void AppendLine(StringBuilder text, string number, string call, string doing)
    {
        text.Append(number.PadLeft(NumberWidth)).Append("  ");
        StringBuilder line = new();
        int width = doing.Length == 0 ? LineWidth : CallWidth;
        foreach (string piece in call.Split(FlagNames.Break))
        {
            if (line.Length + piece.TrimEnd().Length > width && line.Length > ContinuationIndent)
            {
                AppendColumns(text, line.ToString(), doing);
                text.Append(' ', NumberWidth + 2);
                line.Clear().Append(' ', ContinuationIndent);
                doing = "";
                width = LineWidth;
            }

            line.Append(piece);
        }

        AppendColumns(text, line.ToString(), doing);
    }

    private static void AppendColumns(StringBuilder text, string call, string doing)
    {
        text.Append(doing.Length == 0 ? call.TrimEnd() : call.PadRight(CallWidth) + "  " + doing).Append('\n');
    }
}
