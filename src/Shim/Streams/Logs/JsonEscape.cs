using System;
using System.Buffers;
using System.Text;

namespace Runtime.Shim.Streams;

/// <summary>Bytes of a program inside a JSON string: valid UTF-8 as it is, what is none as U+FFFD, and escapes where RFC 8259, 7 asks for them.</summary>
internal static class JsonEscape
{
    private const int LongestEscape = 6; // \u001f
    private const byte FirstPrintable = 0x20;
    private const byte FirstBeyondAscii = 0x80;

    /// <summary>Escapes <paramref name="text"/> to <paramref name="target"/> from <paramref name="start"/>, growing it where needed.</summary>
    /// <returns>Where it ends.</returns>
    public static int Append(ref byte[] target, int start, ReadOnlySpan<byte> text)
    {
        int worst = start + (text.Length * LongestEscape);
        if (target.Length < worst)
        {
            Array.Resize(ref target, worst);
        }

        Span<byte> rest = target.AsSpan(start);
        while (!text.IsEmpty)
        {
            byte first = text[0];
            int taken = 1;
            ReadOnlySpan<byte> written = text[..1];
            if (first is (byte)'"' or (byte)'\\' or < FirstPrintable)
            {
                written = Escape(first);
            }
            else if (first >= FirstBeyondAscii)
            {
                bool isValid = Rune.DecodeFromUtf8(text, out _, out taken) == OperationStatus.Done;
                written = isValid ? text[..taken] : "\uFFFD"u8;
            }

            written.CopyTo(rest);
            rest = rest[written.Length..];
            text = text[taken..];
        }

        return target.Length - rest.Length;
    }

    private static ReadOnlySpan<byte> Escape(byte character)
    {
        return character switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\f' => "\\f"u8,
            _ => Encoding.ASCII.GetBytes("\\u00" + ((int)character).ToString("x2", System.Globalization.CultureInfo.InvariantCulture)),
        };
    }
}
