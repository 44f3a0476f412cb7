using Runtime.Config;
using Runtime.Plan;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Commands;

/// <summary>Prints the seccomp filter of a bundle.</summary>
internal sealed class SeccompCommand() : Command("seccomp", "[bundle]", "print the seccomp filter of a bundle as BPF instructions")
{
    private const uint ForAllToRead = 0x1a4; // 0644

    private readonly Option _bpf = new("bpf", '\0', OptionKind.Text, "write the filter there as the kernel takes it, and print nothing") { Value = "FILE" };

    public override string Description =>
        """
        The filter that linux.seccomp of config.json compiles to, one instruction a
        line, and the names that were left out because no architecture of the filter
        has such a system call.
        """;

    public override Option[] Options => [_bpf];

    public override int Run(GlobalOptions global, string[] arguments)
    {
        var bundle = Bundle.Open(arguments.Length > 0 ? arguments[0] : ".");
        SeccompSpec spec = bundle.Spec.Linux.Seccomp ?? throw new ConfigException(Bundle.FileName, "linux.seccomp", "not given, so there is no filter");
        BpfProgram program = SeccompCompiler.Compile(spec);
        if (_bpf.IsGiven)
        {
            using Descriptor file = Kernel.OpenAt(AT_FDCWD, _bpf.Text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, ForAllToRead);
            Kernel.Write(file.Number, program.Bytes);
        }
        else
        {
            Output.Write(SeccompListing.Write(program));
        }

        return 0;
    }
}
