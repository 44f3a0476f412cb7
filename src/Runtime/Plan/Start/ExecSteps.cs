using System;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// Finds the program as execvp(3) would, inside the container and as its user, and replaces init by it. The texts of a failure are those of Go's
/// exec.LookPath: Docker, podman and CRI-O take exit codes 126 and 127 from them.
/// </summary>
internal static unsafe class ExecSteps
{
    private const long ExecutableBits = 0x49; // 0111

    /// <summary>Finds the file of args[0]; its path's address is then in <paramref name="file"/>.</summary>
    public static void Find(PlanBuilder plan, ProcessSpec process, string[] environment, Slot file)
    {
        string name = process.Args[0];
        Label found = plan.NewLabel();
        if (name.Contains('/'))
        {
            Label refused = plan.NewLabel();
            Label directory = plan.NewLabel();
            plan.Doing("exec: \"{0}\": stat {1}", name, name);
            Slot mode = plan.Scratch("mode");
            long path = plan.Text(name);
            Stat(plan, path, mode);
            plan.JumpIfEqual(mode, S_IFDIR, directory, S_IFMT);
            Choose(plan, path, mode, file, refused, found);
            plan.Mark(directory);
            plan.Doing("exec: \"{0}\"", name);
            plan.Fail(Errno.EISDIR);
            plan.Mark(refused);
            plan.Fail(Errno.EACCES);
        }
        else
        {
            foreach (string directory in PathOf(environment).Split(':'))
            {
                Label next = plan.NewLabel();
                plan.Doing("exec: \"{0}\": looking in \"{1}\"", name, directory);
                Candidate(plan, directory.Length == 0 ? "./" + name : directory + "/" + name, file, next, found);
                plan.Mark(next);
            }

            plan.Doing("exec: \"{0}\": executable file not found in $PATH", name);
            plan.Fail(0);
        }

        plan.Mark(found);
    }

    /// <summary>The last step: it returns only to fail.</summary>
    public static void Execute(PlanBuilder plan, ProcessSpec process, Slot file, long environment)
    {
        plan.Doing("exec \"{0}\"", process.Args[0]);
        plan.Call(SystemCall.execve, file, plan.Texts(process.Args), environment);
    }

    private static void Candidate(PlanBuilder plan, string path, Slot file, Label next, Label found)
    {
        Slot mode = plan.Scratch("mode");
        long text = plan.Text(path);
        long status = plan.Reserve(sizeof(statx));
        plan.Call(SystemCall.statx, AT_FDCWD, text, 0, STATX_TYPE | STATX_MODE, status).OrJump(next);
        plan.Load(mode, status + FileSteps.ModeOffset);
        plan.JumpIfEqual(mode, S_IFDIR, next, S_IFMT);
        Choose(plan, text, mode, file, next, found);
    }

    private static void Stat(PlanBuilder plan, long path, Slot mode)
    {
        long status = plan.Reserve(sizeof(statx));
        plan.Call(SystemCall.statx, AT_FDCWD, path, 0, STATX_TYPE | STATX_MODE, status);
        plan.Load(mode, status + FileSteps.ModeOffset);
    }

    /// <summary>
    /// Takes the file if it may be executed. A seccomp filter that is loaded already may not know faccessat2; then the mode decides, as in Go.
    /// </summary>
    private static void Choose(PlanBuilder plan, long path, Slot mode, Slot file, Label otherwise, Label found)
    {
        Slot access = plan.Scratch("access");
        Label chosen = plan.NewLabel();
        plan.Call(SystemCall.faccessat2, AT_FDCWD, path, X_OK, AT_EACCESS).Into(access).Ignoring();
        plan.JumpIfEqual(access, 0, chosen);
        plan.JumpIfEqual(access, -Errno.EACCES, otherwise);
        plan.JumpIfEqual(mode, 0, otherwise, ExecutableBits);
        plan.Mark(chosen);
        long address = plan.Reserve(out int* value); // addresses of the plan fit four bytes
        *value = (int)path;
        plan.Load(file, address);
        plan.Jump(found);
    }

    private static string PathOf(string[] environment)
    {
        return Array.Find(environment, e => e.StartsWith("PATH=", StringComparison.Ordinal))?["PATH=".Length..] ?? "";
    }
}
