using System;
using System.IO;

using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

using Runtime.Shim.Wire;
using Runtime.Syscalls;

using Xunit;

using ShimAny = Runtime.Shim.Wire.Any;

namespace Runtime.Tests.Shim;

/// <summary>The codec beside Google's.</summary>
public class MessageTests
{
    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(127UL)]
    [InlineData(128UL)]
    [InlineData(16384UL)]
    [InlineData(uint.MaxValue)]
    [InlineData(ulong.MaxValue)]
    public void Numbers_are_written_and_read_as_by_Google(ulong value)
    {
        MessageWriter ours = new();
        ours.WriteNumber(15, value);
        ours.WriteNumber(16, value);
        byte[] theirs = Theirs(output =>
        {
            if (value != 0)
            {
                output.WriteTag(15, WireFormat.WireType.Varint);
                output.WriteUInt64(value);
                output.WriteTag(16, WireFormat.WireType.Varint);
                output.WriteUInt64(value);
            }
        });

        Assert.Equal(theirs, ours.Bytes.ToArray());
        MessageReader reader = new(theirs);
        while (reader.Next())
        {
            Assert.Equal(value, reader.Number);
        }
    }

    [Fact]
    public void Texts_bytes_and_doubles_are_written_as_by_Google()
    {
        string longText = new('é', 300);
        MessageWriter ours = new();
        ours.WriteText(1, "");
        ours.WriteText(2, longText);
        ours.WriteBytes(3, [0, 255]);
        ours.WriteDouble(4, 1.5);
        ours.WriteDouble(5, 0);
        byte[] theirs = Theirs(output =>
        {
            output.WriteTag(2, WireFormat.WireType.LengthDelimited);
            output.WriteString(longText);
            output.WriteTag(3, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(0, 255));
            output.WriteTag(4, WireFormat.WireType.Fixed64);
            output.WriteDouble(1.5);
        });

        Assert.Equal(theirs, ours.Bytes.ToArray());
    }

    [Theory]
    [InlineData(0L, 0)]
    [InlineData(1767323045L, 999999999)]
    [InlineData(-62135596800L, 0)]
    public void Time_is_a_timestamp(long seconds, int nanoseconds)
    {
        MessageWriter ours = new();
        ours.WriteTime(1, new timespec { tv_sec = seconds, tv_nsec = nanoseconds });
        MessageReader reader = new(ours.Bytes);

        Assert.True(reader.Next());
        Assert.Equal(new Timestamp { Seconds = seconds, Nanos = nanoseconds }, Timestamp.Parser.ParseFrom(reader.Bytes.ToArray()));
    }

    [Fact]
    public void Any_is_read_and_written()
    {
        Google.Protobuf.WellKnownTypes.Any theirs = new() { TypeUrl = "type.googleapis.com/containerd.runc.v1.Options", Value = ByteString.CopyFrom(1, 2, 3) };
        var read = ShimAny.Read(theirs.ToByteArray());
        MessageWriter ours = new();
        ours.WriteAny(1, read.Type, read.Value);

        Assert.True(read.Is("containerd.runc.v1.Options"));
        Assert.False(read.Is("runc.v1.Options"));
        Assert.Equal([1, 2, 3], read.Value);
        Assert.Equal(theirs.ToByteArray(), ours.Bytes[2..].ToArray());
    }

    [Fact]
    public void Message_in_a_message_that_is_long_keeps_what_follows()
    {
        MessageWriter ours = new();
        int outer = ours.Begin(1);
        int inner = ours.Begin(2);
        ours.WriteBytes(3, new byte[100_000]);
        ours.End(inner);
        ours.WriteNumber(4, 7);
        ours.End(outer);
        ours.WriteNumber(5, 9);

        MessageReader reader = new(ours.Bytes);
        Assert.True(reader.Next());
        MessageReader within = new(reader.Bytes);
        Assert.True(within.Next());
        Assert.Equal(100_004, within.Bytes.Length);
        Assert.True(within.Next());
        Assert.Equal(7UL, within.Number);
        Assert.True(reader.Next());
        Assert.Equal(9UL, reader.Number);
        Assert.False(reader.Next());
    }

    [Theory]
    [InlineData("08", "reading a message: a number without an end")]
    [InlineData("08ffffffffffffffffffff01", "reading a message: a number without an end")]
    [InlineData("0a05616263", "reading a message: it is cut off")]
    [InlineData("0affffffffffffffffff01", "reading a message: it is cut off")]
    [InlineData("0901020304", "reading a message: it is cut off")]
    [InlineData("0b", "reading a message: a field of no known type")]
    [InlineData("0001", "reading a message: a field without a number")]
    public void What_is_no_message_is_refused(string hex, string expected)
    {
        WireException failure = Assert.Throws<WireException>(() => ReadAll(Convert.FromHexString(hex)));

        Assert.Equal(expected, failure.Message);
    }

    [Fact]
    public void Fuzzed_messages_are_read_or_refused()
    {
        Random random = new(1);
        foreach (string seed in Directory.GetFiles(RepositoryFiles.PathOf("tests/Fuzz/shim-messages")))
        {
            byte[] original = File.ReadAllBytes(seed);
            ReadAll(original);
            for (int i = 0; i < 2000; i++)
            {
                byte[] mutant = (byte[])original.Clone();
                for (int n = random.Next(1, 4); n > 0; n--)
                {
                    mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
                }

                try
                {
                    ReadAll(mutant.AsSpan(0, random.Next(mutant.Length + 1)).ToArray());
                    _ = Runtime.Shim.Task.TaskRequest.Read(mutant);
                }
                catch (WireException)
                {
                    // Refused, which is the other thing that may happen.
                }
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("a private folder/c16/c.sock/default/cap1")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef01234567")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void Sha256_is_that_of_the_framework(string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), Sha256.Hex(bytes));
    }

    private static void ReadAll(byte[] message)
    {
        MessageReader reader = new(message);
        while (reader.Next())
        {
            _ = reader.IsBytes ? reader.Bytes.Length : (int)reader.Number;
        }
    }

    private static byte[] Theirs(Action<CodedOutputStream> write)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream, leaveOpen: true))
        {
            write(output);
        }

        return stream.ToArray();
    }
}
