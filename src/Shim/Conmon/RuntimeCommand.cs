using Runtime.Shim.Birth;

namespace Runtime.Shim.Conmon;

/// <summary>The call of the OCI runtime that makes the process.</summary>
internal static class RuntimeCommand
{
    /// <param name="options">What the caller asks for.</param>
    /// <param name="consoleSocket">Where the runtime sends the terminal; null without one.</param>
    public static ProgramCall Of(ConmonOptions options, string? consoleSocket)
    {
        string[] console = consoleSocket is null ? [] : ["--console-socket", consoleSocket];
        string[] arguments = [options.Runtime, .. Global(options), .. Command(options), .. options.RuntimeOptions, .. console, options.Id];
        string[] environment = CallerEnvironment.Read();
        return options.ReplacesListenPid
            ? new ProgramCall("/bin/sh", ["sh", "-c", "LISTEN_PID=$$ exec \"$0\" \"$@\"", .. arguments]) { Environment = environment }
            : new ProgramCall(options.Runtime, arguments) { Environment = environment };
    }

    private static string[] Global(ConmonOptions options)
    {
        return options.IsSystemdCgroup && !options.IsExec ? ["--systemd-cgroup", .. options.RuntimeArguments] : options.RuntimeArguments;
    }

    private static string[] Command(ConmonOptions options)
    {
        if (options.IsExec)
        {
            return ["exec", "--pid-file", options.PidFile, "--process", options.ExecSpec!, "--detach"];
        }

        string bundle = options.Bundle!;
        string[] restore = options.Restore is null ? [] : ["--detach", "--image-path", options.Restore, "--work-path", bundle];
        string[] pivot = options.HasNoPivot ? ["--no-pivot"] : [];
        string[] keyring = options.HasNoNewKeyring ? ["--no-new-keyring"] : [];
        return [options.Restore is null ? "create" : "restore", "--bundle", bundle, "--pid-file", options.PidFile, .. restore, .. pivot, .. keyring];
    }
}
