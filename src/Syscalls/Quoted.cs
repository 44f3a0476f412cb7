using System.Globalization;
using System.Text;

namespace Runtime.Syscalls;

/// <summary>Operands of messages: in double quotes and on one line, whatever a file name contains.</summary>
public static class Quoted
{
    public static string Text(string text)
    {
        foreach (char letter in text)
        {
            if (NeedsEscape(letter))
            {
                return Escaped(text);
            }
        }
        return "\"" + text + "\"";
    }

    private static bool NeedsEscape(char letter)
    {
        return letter is '"' or '\\' || char.IsControl(letter);
    }

    private static string Escaped(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' => quoted.Append('\\').Append(letter),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                _ when char.IsControl(letter) => quoted.Append("\\x").Append(((int)letter).ToString("x2", CultureInfo.InvariantCulture)),
                _ => quoted.Append(letter),
            };
        }
        return quoted.Append('"').ToString();
    }
}
