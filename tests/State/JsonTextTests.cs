using System.Text;
using System.Text.Json.Nodes;
using Runtime.State;
using Xunit;

namespace Runtime.Tests.State;

public sealed class JsonTextTests
{
    [Fact]
    public void Indented_document_is()
    {
        JsonText text = Fill(JsonText.IndentedBySpaces(2));

        Assert.Equal(
            """
            {
              "a": "b",
              "n": -1,
              "t": true,
              "o": {
                "s": [
                  "x",
                  "y"
                ]
              },
              "e": {},
              "l": [],
              "m": [
                {
                  "i": 1
                },
                2
              ]
            }
            """,
            Encoding.UTF8.GetString(text.Bytes));
    }

    [Fact]
    public void Document_on_one_line_is()
    {
        JsonText text = Fill(JsonText.OneLine());

        Assert.Equal("""{"a":"b","n":-1,"t":true,"o":{"s":["x","y"]},"e":{},"l":[],"m":[{"i":1},2]}""", Encoding.UTF8.GetString(text.Bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\\/\b\f\n\r\t\0\u001f\u007f")]
    [InlineData("ü€\U0001F600<>&'+`")]
    public void Any_text_comes_back(string value)
    {
        JsonText text = JsonText.OneLine();
        text.WriteStartObject();
        text.WriteString(value, value);
        text.WriteEndObject();

        Assert.Equal(value, (string?)JsonNode.Parse(text.Bytes)![value]);
    }

    [Fact]
    public void Long_text_fits()
    {
        string value = new('ü', 5000);
        JsonText text = JsonText.OneLine();
        text.WriteStartObject();
        text.WriteStrings("a", [value, value]);
        text.WriteEndObject();

        Assert.Equal($"{{\"a\":[\"{value}\",\"{value}\"]}}", Encoding.UTF8.GetString(text.Bytes));
    }

    private static JsonText Fill(JsonText text)
    {
        text.WriteStartObject();
        text.WriteString("a", "b");
        text.WriteNumber("n", -1);
        text.WriteBoolean("t", true);
        text.WriteStartObject("o");
        text.WriteStrings("s", ["x", "y"]);
        text.WriteEndObject();
        text.WriteStartObject("e");
        text.WriteEndObject();
        text.WriteStartArray("l");
        text.WriteEndArray();
        text.WriteStartArray("m");
        text.WriteStartObject();
        text.WriteNumber("i", 1);
        text.WriteEndObject();
        text.WriteNumberValue(2);
        text.WriteEndArray();
        text.WriteEndObject();
        return text;
    }
}
