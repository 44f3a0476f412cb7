using System.IO;

using Runtime.Config;
using Runtime.Spawn;
using Runtime.State;
using Runtime.Syscalls;

namespace Runtime.Commands;

/// <summary>
/// A container with a supervisor:
/// <code>
/// runtime run --detach BUNDLE ─▶ runtime-supervise ─▶ runtime create ─▶ the container, which becomes the supervisor's child
///    waits for the pid, starts it, ends        stays until it has ended
/// </code>
/// </summary>
internal static class SupervisedCreation
{
    /// <returns>The exit status.</returns>
    public static int Create(GlobalOptions global, LaunchOptions launch, SuperviseOptions supervise, string id, string bundlePath)
    {
        ContainerId.Check(id);
        Bundle bundle = Bundle.Open(bundlePath, launch.ConfigFile);
        string root = Path.GetFullPath(global.RootPath);
        string[] terminal = bundle.Spec.Process is { Terminal: true } ? ["--terminal"] : [];
        string[] interactive = supervise.IsInteractive ? ["--interactive"] : [];
        string[] creation = [.. WordsOf(global.Options, "root"), "--root", root, "create", .. WordsOf(launch.Rows, "bundle"), "--bundle", bundlePath];
        return SupervisorProcess.Start(supervise.Shim, [.. terminal, .. interactive], [root, id, Kernel.GetCwd()], creation) ? 0 : 1;
    }

    /// <summary>Creates it, starts it, and prints its id. What cannot be started does not stay.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(GlobalOptions global, LaunchOptions launch, SuperviseOptions supervise, RunTarget target)
    {
        int status = Create(global, launch, supervise, target.Id, target.Bundle);
        if (status != 0)
        {
            return status;
        }

        try
        {
            StartCommand.Start(global, target.Id);
        }
        catch (RuntimeException)
        {
            Remove(global, target.Id);
            throw;
        }

        Output.Write(target.Id + "\n");
        return 0;
    }

    private static void Remove(GlobalOptions global, string id)
    {
        using StateRoot? root = StateRoot.Open(global.RootPath);
        using StateDirectory? directory = root is null ? null : StateDirectory.Open(root, id);
        if (directory is not null)
        {
            Deletion.Run(directory, killsRunning: true, new Log(global).Warn);
        }
    }

    private static string[] WordsOf(Option[] options, string left)
    {
        string[] words = [];
        foreach (Option option in options)
        {
            words = option.IsGiven && option.Name != left ? [.. words, .. option.Words()] : words;
        }

        return words;
    }
}
