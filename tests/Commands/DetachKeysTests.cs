using System.Text;
using Runtime.Commands;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class DetachKeysTests
{
    [Theory]
    [InlineData("ls\r", false, "ls\r")]
    [InlineData("ls\r|\u0010\u0011", true, "ls\r|")]
    [InlineData("a\u0010\u0011b", true, "a")]
    [InlineData("\u0010|\u0011", true, "|")]
    [InlineData("\u0010|x\u0011", false, "|\u0010x\u0011")]
    [InlineData("\u0010\u0010\u0011", true, "\u0010")]
    [InlineData("\u0011\u0010", false, "\u0011")]
    public void Keys_are_found_also_in_pieces_and_others_are_passed(string pieces, bool areComplete, string expected)
    {
        DetachKeys keys = new();
        bool isComplete = false;
        string passed = "";
        foreach (string piece in pieces.Split('|'))
        {
            byte[] buffer = new byte[piece.Length + 1];
            isComplete = keys.Take(Encoding.ASCII.GetBytes(piece), buffer, out int length);
            passed += "|" + Encoding.ASCII.GetString(buffer, 0, length);
        }

        Assert.Equal((areComplete, "|" + expected), (isComplete, passed));
    }
}
