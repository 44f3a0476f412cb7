using Runtime.State;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Commands;

/// <summary>Writes an example config.json.</summary>
internal sealed class SpecCommand() : Command("spec", "", "write an example config.json")
{
    private readonly Option _bundle = new("bundle", 'b', OptionKind.Text, "where to write it; the current directory if not given") { Value = "DIR" };
    private readonly Option _rootless = new("rootless", '\0', OptionKind.Switch, "for a caller without privilege");

    public override string Description =>
        """
        The example runs "sh" on a terminal in the directory "rootfs" beside it:

            mkdir rootfs && docker export $(docker create busybox) | tar -C rootfs -x
            runtime spec && runtime run .
        """;

    public override Option[] Options => [_bundle, _rootless];

    public override int Run(GlobalOptions global, string[] arguments)
    {
        const uint ReadableAndWritable = 0x1b6; // 0666, less the umask
        const int FileSystemCgroup2 = 0x63677270;
        bool hasCgroupNamespace = Kernel.TryStatFs("/sys/fs/cgroup", out statfs cgroup) == 0 && cgroup.f_type == FileSystemCgroup2;
        JsonText text = _rootless.IsOn
            ? ExampleSpec.Rootless(hasCgroupNamespace, Kernel.GetEuid(), Kernel.GetEgid())
            : ExampleSpec.Privileged(hasCgroupNamespace);
        string path = _bundle.Text.Length > 0 ? $"{_bundle.Text}/config.json" : "config.json";
        int number = Kernel.TryOpenAt(AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL, ReadableAndWritable);
        if (number < 0)
        {
            throw number == -Errno.EEXIST
                ? new UsageException("File config.json exists. Remove it first")
                : new KernelException($"creating {Quoted.Text(path)}", -number);
        }

        using Descriptor file = new(number);
        Kernel.Write(file.Number, text.Bytes);
        return 0;
    }
}
