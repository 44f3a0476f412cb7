using System;
using System.Text;
using Runtime.Resources;
using Xunit;

namespace Runtime.Tests.Resources;

/// <summary>The expected bytes are written by hand from the D-Bus specification, chapter Message Protocol.</summary>
public sealed class BusMessageTests
{
    private static readonly BusCall s_call = new("d.e", "/p", "i.f", "Mem", "u");

    [Fact]
    public void Call_over_a_bus()
    {
        BusWriter body = new();
        body.WriteUInt32(9);

        byte[] message = BusMessage.WriteCall(2, s_call, hasBus: true, body);

        byte[] expected =
        [
            (byte)'l', 1, 0, 1, 4, 0, 0, 0, 2, 0, 0, 0, 71, 0, 0, 0,
            1, 1, (byte)'o', 0, 2, 0, 0, 0, (byte)'/', (byte)'p', 0, 0, 0, 0, 0, 0,
            2, 1, (byte)'s', 0, 3, 0, 0, 0, (byte)'i', (byte)'.', (byte)'f', 0, 0, 0, 0, 0,
            3, 1, (byte)'s', 0, 3, 0, 0, 0, (byte)'M', (byte)'e', (byte)'m', 0, 0, 0, 0, 0,
            6, 1, (byte)'s', 0, 3, 0, 0, 0, (byte)'d', (byte)'.', (byte)'e', 0, 0, 0, 0, 0,
            8, 1, (byte)'g', 0, 1, (byte)'u', 0, 0,
            9, 0, 0, 0,
        ];
        Assert.Equal(expected, message);
    }

    [Fact]
    public void Call_of_systemd_itself_names_no_destination_and_without_arguments_no_types()
    {
        byte[] message = BusMessage.WriteCall(1, s_call with { Signature = "" }, hasBus: false, new BusWriter());

        byte[] expected =
        [
            (byte)'l', 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 44, 0, 0, 0,
            1, 1, (byte)'o', 0, 2, 0, 0, 0, (byte)'/', (byte)'p', 0, 0, 0, 0, 0, 0,
            2, 1, (byte)'s', 0, 3, 0, 0, 0, (byte)'i', (byte)'.', (byte)'f', 0, 0, 0, 0, 0,
            3, 1, (byte)'s', 0, 3, 0, 0, 0, (byte)'M', (byte)'e', (byte)'m', 0, 0, 0, 0, 0,
        ];
        Assert.Equal(expected, message);
    }

    [Fact]
    public void Error_is_read()
    {
        byte[] bytes =
        [
            (byte)'l', 3, 1, 1, 7, 0, 0, 0, 5, 0, 0, 0, 31, 0, 0, 0,
            4, 1, (byte)'s', 0, 3, 0, 0, 0, (byte)'a', (byte)'.', (byte)'b', 0, 0, 0, 0, 0,
            5, 1, (byte)'u', 0, 2, 0, 0, 0,
            8, 1, (byte)'g', 0, 1, (byte)'s', 0, 0,
            2, 0, 0, 0, (byte)'n', (byte)'o', 0,
        ];

        Assert.Equal(bytes.Length, BusMessage.LengthOf(bytes.AsSpan(0, BusMessage.FixedLength)));
        BusMessage message = BusMessage.Read(bytes);

        Assert.Equal(BusMessage.ERROR, message.Type);
        Assert.Equal("a.b", message.ErrorName);
        Assert.Equal(2u, message.ReplySerial);
        Assert.Equal("s", message.Signature);
        Assert.Equal("no", message.Body.ReadString());
    }

    [Fact]
    public void What_is_no_message_is_refused()
    {
        byte[] text = Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad");

        BusException error = Assert.Throws<BusException>(() => BusMessage.LengthOf(text));

        Assert.Equal("the answer is not a message of this machine's D-Bus", error.Message);
    }

    [Fact]
    public void Message_that_ends_too_soon_is_refused()
    {
        byte[] bytes = [(byte)'l', 2, 1, 1, 0, 0, 0, 0, 5, 0, 0, 0, 16, 0, 0, 0, 4, 1, (byte)'s', 0, 200, 0, 0, 0];

        BusException error = Assert.Throws<BusException>(() => BusMessage.Read(bytes));

        Assert.Equal("a message ends too soon", error.Message);
    }
}
