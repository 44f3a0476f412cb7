using Runtime.Commands;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class UsageTests
{
    [Fact]
    public void Help_of_delete_is()
    {
        Assert.Equal(
            """
            NAME:
               runtime delete - take away all that is left of a container

            USAGE:
               runtime delete [options] <container-id>

            OPTIONS:
               --force, -f  kill it if it is running; a container that does not exist is no error
               --help, -h   show help

            """,
            Usage.OfCommand(new DeleteCommand()));
    }

    [Fact]
    public void Help_of_create_is()
    {
        Assert.Equal(
            """
            NAME:
               runtime create - create a container that waits for "start"

            USAGE:
               runtime create [options] <container-id>

            DESCRIPTION:
               Everything config.json asks for is done except running the process: that is
               what "start" is for. The id is a name of your choice, unique under --root.

               With --supervise a process stays beside the container that keeps its exit
               status, its output and its terminal: see "wait", "logs" and "attach". Engines
               do that themselves.

            OPTIONS:
               --bundle DIR, -b DIR    the bundle; the current directory if not given
               --config FILE, -f FILE  read this file in place of the bundle's config.json
               --console-socket FILE   a Unix socket that is sent the master end of the terminal
               --pidfd-socket FILE     a Unix socket that is sent a pidfd of the container's process
               --pid-file FILE         write the process id there
               --no-pivot              move the root instead of pivot_root; for a rootfs on an initramfs
               --no-new-keyring        keep the caller's session keyring
               --preserve-fds N        pass this many descriptors after stdio and those of LISTEN_FDS (default: 0)
               --supervise             leave a supervisor, for "wait", "logs" and "attach"
               --interactive, -i       keep standard input open for "attach"; a supervised container has none otherwise
               --shim FILE             the supervisor, if not the runtime-shim beside this program
               --help, -h              show help

            """,
            Usage.OfCommand(new CreateCommand()));
    }

    [Fact]
    public void Hidden_options_and_commands_are_not_shown()
    {
        Assert.DoesNotContain("kernel-memory", Usage.OfCommand(new UpdateCommand()), System.StringComparison.Ordinal);
        Assert.DoesNotContain("\n   man ", Usage.OfProgram(), System.StringComparison.Ordinal);
    }
}
