using Runtime.Plan;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>Runs a program of the host to its end, by a plan like everything that is started here.</summary>
internal static class ToolRunner
{
    /// <param name="path">Absolute.</param>
    /// <param name="arguments">All of argv.</param>
    /// <exception cref="LaunchException">It could not be started, or failed; what it wrote to standard error is part of the message.</exception>
    public static void Run(string path, string[] arguments)
    {
        Kernel.Pipe2(out Descriptor output, out Descriptor input, O_CLOEXEC);
        using (output)
        {
            LaunchPlan plan;
            Slot stream;
            using (PlanBuilder builder = new())
            {
                SignalSteps.Append(builder, 1UL << (SIGPIPE - 1));
                stream = builder.Slot("output");
                builder.Doing("running \"{0}\"", path);
                builder.Call(SystemCall.dup3, stream, 2, 0);
                builder.Call(SystemCall.close_range, 3, uint.MaxValue, 0);
                builder.Call(SystemCall.execve, builder.Text(path), builder.Texts(arguments), builder.Texts([]));
                plan = builder.Seal();
            }

            using (plan)
            {
                plan[stream] = input.Number;
                Kernel.Fcntl(input.Number, F_SETFD, 0);
                using Child child = Cloner.Clone(plan, 0, null);
                input.Dispose();
                string said = System.Text.Encoding.UTF8.GetString(Kernel.ReadAll(output.Number)).Trim();
                int status = child.Wait();
                unsafe
                {
                    PlanHeader* header = plan.Memory.Header;
                    if (header->FailedStep != 0)
                    {
                        throw LaunchException.AtStep(plan, header->FailedStep - 1, header->FailedErrno);
                    }
                }

                if (status != 0)
                {
                    throw new LaunchException($"running \"{string.Join(' ', arguments)}\": exit status {status}{(said.Length == 0 ? "" : ": " + said)}");
                }
            }
        }
    }
}
