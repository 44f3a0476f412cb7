using System;
using System.IO;
using System.Linq;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Syscalls;

public sealed unsafe class KernelSocketsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _directory.Dispose();
    }

    [Fact]
    public void Descriptor_travels_with_its_data()
    {
        Kernel.Socketpair(SOCK_STREAM, out Descriptor one, out Descriptor other);
        using (one)
        using (other)
        {
            using Descriptor memory = Kernel.MemfdCreate("travelling", 0);
            Kernel.Write(memory.Number, "cargo"u8);
            byte[] data = new byte[16];

            Kernel.SendDescriptor(one.Number, memory.Number, "name"u8);
            int length = Kernel.ReceiveDescriptor(other.Number, data, out Descriptor? received);

            using Descriptor arrived = Assert.IsType<Descriptor>(received);
            Assert.Equal("name"u8.ToArray(), data[..length]);
            Assert.NotEqual(memory.Number, arrived.Number);
            Assert.Equal(FD_CLOEXEC, Kernel.Fcntl(arrived.Number, F_GETFD));
            byte[] cargo = new byte[5];
            Assert.Equal(5, Kernel.PRead(arrived.Number, cargo, 0));
            Assert.Equal("cargo"u8.ToArray(), cargo);
        }
    }

    [Fact]
    public void Data_without_a_descriptor_and_the_end_are_received_as_such()
    {
        Kernel.Socketpair(SOCK_STREAM, out Descriptor one, out Descriptor other);
        using (other)
        {
            byte[] data = new byte[16];
            Assert.Equal(4, Kernel.Send(one.Number, "bare"u8));
            one.Dispose();

            Assert.Equal(4, Kernel.ReceiveDescriptor(other.Number, data, out Descriptor? none));
            Assert.Null(none);
            Assert.Equal(0, Kernel.ReceiveDescriptor(other.Number, data, out none));
            Assert.Null(none);
        }
    }

    [Fact]
    public void Second_descriptor_of_a_hostile_sender_is_not_left_open()
    {
        Kernel.Socketpair(SOCK_STREAM, out Descriptor one, out Descriptor other);
        using (one)
        using (other)
        {
            using Descriptor wanted = Kernel.MemfdCreate("wanted", 0);
            using Descriptor hostile = Kernel.MemfdCreate("hostile", 0);
            SendTwo(one.Number, wanted.Number, hostile.Number);

            Kernel.ReceiveDescriptor(other.Number, new byte[1], out Descriptor? received);

            using Descriptor arrived = Assert.IsType<Descriptor>(received);
            Assert.Equal("/memfd:wanted (deleted)", Kernel.ReadLink($"/proc/self/fd/{arrived.Number}"));
            Assert.Equal(1, CountOpen("/memfd:hostile (deleted)"));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Client_connects_to_a_path_or_an_abstract_name(bool isAbstract)
    {
        string path = isAbstract ? "\0" + _directory["socket"] : _directory["socket"];
        using Descriptor server = Kernel.Socket(AF_UNIX, SOCK_STREAM);
        using Descriptor client = Kernel.Socket(AF_UNIX, SOCK_STREAM);
        byte[] data = new byte[16];

        Kernel.Bind(server.Number, path);
        Kernel.Listen(server.Number, 1);
        Kernel.Connect(client.Number, path);
        using Descriptor connection = Kernel.Accept4(server.Number);
        Kernel.Send(client.Number, "hello"u8);

        Assert.Equal(FD_CLOEXEC, Kernel.Fcntl(connection.Number, F_GETFD));
        Assert.Equal("hello"u8.ToArray(), data[..Kernel.Receive(connection.Number, data)]);
        Assert.Equal(!isAbstract, File.Exists(_directory["socket"]));
    }

    [Fact]
    public void Address_is_107_bytes_at_most()
    {
        using Descriptor socket = Kernel.Socket(AF_UNIX, SOCK_STREAM);
        string fits = "/x/" + new string('n', 104);

        Assert.Equal(-Errno.ENOENT, Kernel.TryConnect(socket.Number, fits));
        Assert.Equal(-Errno.ENAMETOOLONG, Kernel.TryConnect(socket.Number, fits + "n"));
        Assert.Equal($"connecting to \"{fits}n\": file name too long (ENAMETOOLONG)", Message(() => Kernel.Connect(socket.Number, fits + "n")));
        Assert.Equal("binding a socket to \"/a\\x00b\": invalid argument (EINVAL)", Message(() => Kernel.Bind(socket.Number, "/a\0b")));
    }

    [Fact]
    public void Sending_to_nobody_is_an_error_and_no_signal()
    {
        Kernel.Socketpair(SOCK_STREAM, out Descriptor one, out Descriptor other);
        other.Dispose();
        using (one)
        {
            Assert.Equal("sending to a socket: broken pipe (EPIPE)", Message(() => Kernel.Send(one.Number, "x"u8)));
        }
    }

    [Fact]
    public void Receiving_ends_when_its_time_is_over()
    {
        Kernel.Socketpair(SOCK_STREAM, out Descriptor one, out Descriptor other);
        using (one)
        using (other)
        {
            Assert.Equal(-Errno.EAGAIN, Kernel.TryReceive(one.Number, new byte[1], MSG_DONTWAIT));
        }
    }

    private static void SendTwo(int socket, int wanted, int hostile)
    {
        byte* control = stackalloc byte[24];
        byte data = 1;
        *(cmsghdr*)control = new cmsghdr { cmsg_len = 24, cmsg_level = SOL_SOCKET, cmsg_type = SCM_RIGHTS };
        ((int*)control)[4] = wanted;
        ((int*)control)[5] = hostile;
        iovec vector = new() { iov_base = &data, iov_len = 1 };
        msghdr message = new() { msg_iov = &vector, msg_iovlen = 1, msg_control = control, msg_controllen = 24 };
        Assert.Equal(1, RawCall.InvokeBlocking(SystemCall.sendmsg, socket, (nint)(&message)));
    }

    private static int CountOpen(string target)
    {
        return Directory.GetFiles("/proc/self/fd").Count(file => Kernel.TryReadLinkAt(AT_FDCWD, file, out string? link) == 0 && link == target);
    }

    private static string Message(Action action)
    {
        return Assert.Throws<KernelException>(action).Message;
    }
}
