using System;
using Runtime.Resources;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class GVariantTextTests
{
    [Theory]
    [InlineData("true", "b", "01000000")]
    [InlineData("5", "i", "05000000")]
    [InlineData("-1", "i", "FFFFFFFF")]
    [InlineData("uint64 5", "t", "0500000000000000")]
    [InlineData("uint64 18446744073709551615", "t", "FFFFFFFFFFFFFFFF")]
    [InlineData("@t 5", "t", "0500000000000000")]
    [InlineData("int64 -2", "x", "FEFFFFFFFFFFFFFF")]
    [InlineData("byte 0x1f", "y", "1F")]
    [InlineData("uint16 258", "q", "0201")]
    [InlineData("1.0", "d", "000000000000F03F")]
    [InlineData("double 1", "d", "000000000000F03F")]
    [InlineData("'a'", "s", "010000006100")]
    [InlineData("\"it's\"", "s", "040000006974277300")]
    [InlineData(@"'\'\n\u0041'", "s", "03000000270A4100")]
    [InlineData("objectpath '/a'", "o", "020000002F6100")]
    [InlineData("['a', 'b']", "as", "0E000000" + "010000006100" + "0000" + "010000006200")]
    [InlineData("@as []", "as", "00000000")]
    [InlineData("[byte 1, 2]", "ay", "020000000102")]
    [InlineData("@a(st) [('a', 1)]", "a(st)", "10000000" + "00000000" + "010000006100" + "0000" + "0100000000000000")]
    [InlineData(" ( 1 , true ) ", "(ib)", "0100000001000000")]
    [InlineData("<uint32 7>", "v", "01750000" + "07000000")]
    public void Value_has_a_type_and_bytes(string text, string signature, string bytes)
    {
        GVariantNode node = GVariantText.Parse(text);
        BusWriter writer = new();

        node.Write(writer);

        Assert.Equal(signature, node.Signature());
        Assert.Equal(bytes, Convert.ToHexString(writer.Written));
    }

    [Theory]
    [InlineData("", "\"\" is not a value in GVariant's text format")]
    [InlineData("'a", "\"'a\" is not a value in GVariant's text format")]
    [InlineData("yes", "\"yes\" is not a value in GVariant's text format")]
    [InlineData("5 6", "\"5 6\" is not a value in GVariant's text format")]
    [InlineData("[1 2]", "\"[1 2]\" is not a value in GVariant's text format")]
    [InlineData("[", "\"[\" is not a value in GVariant's text format")]
    [InlineData("[]", "an empty array needs a type, as in \"@as []\"")]
    [InlineData("byte 256", "\"256\" does not fit the type \"y\"")]
    [InlineData("uint32 -1", "\"-1\" does not fit the type \"u\"")]
    [InlineData("5000000000", "\"5000000000\" does not fit the type \"i\"")]
    [InlineData("uint32 'a'", "\"a\" does not fit the type \"u\"")]
    [InlineData("[1, 'a']", "\"a\" does not fit the type \"i\"")]
    [InlineData("@(is) (1)", "a value does not fit the type \"(is)\"")]
    [InlineData("@(i) (1, 2)", "a value does not fit the type \"(i)\"")]
    public void What_is_none_is_refused(string text, string message)
    {
        FormatException error = Assert.Throws<FormatException>(() => GVariantText.Parse(text).Write(new BusWriter()));

        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("5", 5_000_000)]
    [InlineData("uint64 5", 5_000_000)]
    [InlineData("0.25", 250_000)]
    [InlineData("double 1.5", 1_500_000)]
    public void Seconds_become_microseconds(string text, ulong expected)
    {
        Assert.Equal(expected, GVariantText.Parse(text).Micro());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("'5'")]
    [InlineData("uint64 18446744073709551615")]
    public void What_is_no_time_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => GVariantText.Parse(text).Micro());
    }
}
