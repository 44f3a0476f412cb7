using Runtime.Resources;
using Xunit;

namespace Runtime.Tests.Resources;

/// <summary>The expected bytes are written by hand from the D-Bus specification, chapter Marshaling.</summary>
public sealed class BusWriterTests
{
    [Fact]
    public void Values_are_aligned_to_their_own_size()
    {
        BusWriter writer = new();

        writer.WriteByte(1);
        writer.WriteUInt16(2);
        writer.WriteByte(3);
        writer.WriteUInt32(0x01020304);
        writer.WriteBoolean(true);
        writer.WriteUInt64(5);
        writer.WriteDouble(1.0);

        byte[] expected =
        [
            1, 0, 2, 0,
            3, 0, 0, 0,
            4, 3, 2, 1,
            1, 0, 0, 0,
            5, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0xf0, 0x3f,
        ];
        Assert.Equal(expected, writer.Written.ToArray());
    }

    [Fact]
    public void String_has_its_length_in_bytes_before_and_a_NUL_behind()
    {
        BusWriter writer = new();

        writer.WriteString("foo"); // the specification's own examples
        writer.WriteString("+");
        writer.WriteString("bar");
        writer.WriteString("é");

        byte[] expected =
        [
            3, 0, 0, 0, (byte)'f', (byte)'o', (byte)'o', 0,
            1, 0, 0, 0, (byte)'+', 0, 0, 0,
            3, 0, 0, 0, (byte)'b', (byte)'a', (byte)'r', 0,
            2, 0, 0, 0, 0xc3, 0xa9, 0,
        ];
        Assert.Equal(expected, writer.Written.ToArray());
    }

    [Fact]
    public void Length_of_an_array_does_not_count_the_gap_before_its_first_element()
    {
        BusWriter writer = new();

        BusArray array = writer.BeginArray(8); // the specification's example: an array of one 64-bit 5
        writer.WriteUInt64(5);
        writer.EndArray(array);

        byte[] expected = [8, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(expected, writer.Written.ToArray());
    }

    [Fact]
    public void Empty_array_of_structs_is_still_aligned()
    {
        BusWriter writer = new();

        writer.EndArray(writer.BeginArray(8));

        byte[] expected = [0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(expected, writer.Written.ToArray());
    }

    [Fact]
    public void Property_is_a_struct_of_a_name_and_a_variant()
    {
        BusWriter writer = new();
        PropertyList properties = new(writer);

        properties.AddNumbers("PIDs", [7]);
        properties.Add("Delegate", true);

        byte[] expected =
        [
            4, 0, 0, 0, (byte)'P', (byte)'I', (byte)'D', (byte)'s', 0,
            2, (byte)'a', (byte)'u', 0,
            0, 0, 0,
            4, 0, 0, 0, 7, 0, 0, 0,
            8, 0, 0, 0, (byte)'D', (byte)'e', (byte)'l', (byte)'e', (byte)'g', (byte)'a', (byte)'t', (byte)'e', 0,
            1, (byte)'b', 0,
            1, 0, 0, 0,
        ];
        Assert.Equal(expected, writer.Written.ToArray());
    }

    [Fact]
    public void Long_texts_make_it_grow()
    {
        BusWriter writer = new();
        string text = new('x', 100_000);

        writer.WriteString(text);

        Assert.Equal(100_005, writer.Written.Length);
        Assert.Equal(text, new BusReader(writer.Written).ReadString());
    }
}
