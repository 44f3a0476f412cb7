using System;
using System.IO;
using System.Text;
using Runtime.Config;
using Xunit;

namespace Runtime.Tests.Fuzz;

/// <summary>
/// Whatever a config.json contains, the answer is a Spec or a <see cref="ConfigException"/> of one line. The mutations are random but the same each time;
/// to search longer, raise the number of rounds.
/// </summary>
public sealed class ConfigReaderFuzzTests
{
    private const int Rounds = 300;

    // Bytes that matter to JSON or to the checks are tried more often than others.
    private static readonly byte[] s_telling = Encoding.UTF8.GetBytes("{}[]\",:\\/-+.0123456789eEutfn \n\0\x7f\u00e9");

    private static readonly string[] s_pieces =
    [
        "null", "true", "-1", "1.5", "1e9", "18446744073709551616", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "[]", "{}", "[[[[", "{\"\":",
        "\"a\":1,\"a\":1", "\"\\u0063wd\":", "\uFEFF", "\"\u00e9\"",
    ];

    private static readonly HostFacts s_host = new() { IsRootless = true };

    public static TheoryData<string> Seeds => new(Directory.GetFiles(RepositoryFiles.PathOf("tests/Fuzz/config")));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mutated_configuration_is_read_or_refused(string seed)
    {
        byte[] original = File.ReadAllBytes(seed);
        Random random = new(original.Length);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] text = Mutate(original, random);
            try
            {
                Checks.Check(SpecReader.ReadSpec("config.json", text), s_host);
            }
            catch (ConfigException e)
            {
                Assert.StartsWith("config.json: ", e.Message);
                Assert.DoesNotContain('\n', e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"{Path.GetFileName(seed)}, round {round}: {e}\n{Convert.ToBase64String(text)}");
            }
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] text = original;
        for (int count = random.Next(1, 5); count > 0 && text.Length > 0; count--)
        {
            int at = random.Next(text.Length);
            int length = Math.Min(random.Next(1, 40), text.Length - at);
            text = random.Next(7) switch
            {
                0 => [.. text[..at], (byte)random.Next(256), .. text[(at + 1)..]],
                1 => [.. text[..at], s_telling[random.Next(s_telling.Length)], .. text[(at + 1)..]],
                2 => [.. text[..at], .. text[(at + length)..]],
                3 => [.. text[..(at + length)], .. text[at..]],
                4 => text[..at],
                _ => ReplaceValue(text, at, s_pieces[random.Next(s_pieces.Length)]),
            };
        }

        return text;
    }

    // From a colon or comma to the next comma: mostly the result is still JSON, with another type in some place.
    private static byte[] ReplaceValue(byte[] text, int from, string piece)
    {
        int start = text.AsSpan(from).IndexOfAny(":[,"u8);
        if (start < 0)
        {
            return text;
        }

        start += from + 1;
        int length = text.AsSpan(start).IndexOfAny(",}]"u8);
        return [.. text[..start], .. Encoding.UTF8.GetBytes(piece), .. text[(length < 0 ? text.Length : start + length)..]];
    }
}
