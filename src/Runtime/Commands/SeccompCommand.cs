using System.Text;
using Runtime.Config;
using Runtime.Plan;

namespace Runtime.Commands;

/// <summary>Prints the seccomp filter of a bundle.</summary>
internal sealed class SeccompCommand() : Command("seccomp", "[bundle]", "print the seccomp filter of a bundle as BPF instructions")
{
    public override string Description =>
        """
        The filter that linux.seccomp of config.json compiles to, one instruction a
        line, and the names that were left out because no architecture of the filter
        has such a system call.
        """;

    public override int Run(GlobalOptions global, string[] arguments)
    {
        var bundle = Bundle.Open(arguments.Length > 0 ? arguments[0] : ".");
        SeccompSpec spec = bundle.Spec.Linux.Seccomp ?? throw new ConfigException(Bundle.FileName, "linux.seccomp", "not given, so there is no filter");
        BpfProgram program = SeccompCompiler.Compile(spec);
        StringBuilder text = new();
        BpfListing.Append(text, program.Instructions);
        if (program.Ignored.Length > 0)
        {
            text.Append("ignored: ").AppendJoin(", ", program.Ignored).Append('\n');
        }

        Output.Write(text.ToString());
        return 0;
    }
}
