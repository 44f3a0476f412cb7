using System;
using System.Text;

using Runtime.Config;
using Runtime.State;
using Runtime.Syscalls;

namespace Runtime.Spawn;

/// <summary>Runs the hooks that run in the runtime's own namespaces: prestart, createRuntime, poststart and poststop.</summary>
internal static class HookRunner
{
    /// <summary>One after the other; the first that fails is the last.</summary>
    /// <param name="kind">As config.json calls them.</param>
    /// <param name="hooks">In order.</param>
    /// <param name="bundle">The directory they run in.</param>
    /// <param name="state">What they read.</param>
    /// <exception cref="LaunchException">One failed.</exception>
    public static void Run(string kind, HookSpec[] hooks, string bundle, ReadOnlySpan<byte> state)
    {
        for (int i = 0; i < hooks.Length; i++)
        {
            HookSpec hook = hooks[i];
            ToolRunner.Run(
                FormattableString.Invariant($"{kind} hook #{i + 1}"),
                hook.Path,
                hook.Args.Length > 0 ? hook.Args : [hook.Path],
                hook.Env ?? OwnEnvironment(),
                bundle,
                state,
                hook.Timeout);
        }
    }

    /// <summary>After the end: every one of them is run, and failures are told to <paramref name="warn"/> and change nothing (runtime.md, Lifecycle, step 13).</summary>
    public static void RunPoststop(Spec spec, ContainerState state, Action<string> warn)
    {
        if (spec.Hooks.Poststop.Length == 0)
        {
            return;
        }

        ReadOnlySpan<byte> text = HookState.Write(state, "stopped", 0);
        for (int i = 0; i < spec.Hooks.Poststop.Length; i++)
        {
            HookSpec hook = spec.Hooks.Poststop[i];
            try
            {
                string name = FormattableString.Invariant($"poststop hook #{i + 1}");
                ToolRunner.Run(name, hook.Path, hook.Args.Length > 0 ? hook.Args : [hook.Path], hook.Env ?? OwnEnvironment(), "/", text, hook.Timeout);
            }
            catch (RuntimeException failure)
            {
                warn(failure.Message);
            }
        }
    }

    /// <summary>This process's environment, without what is meant for its own runtime.</summary>
    private static string[] OwnEnvironment()
    {
        string[] variables = Encoding.UTF8.GetString(Kernel.ReadAll("/proc/self/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return Array.FindAll(variables, v => !v.StartsWith("DOTNET_", StringComparison.Ordinal) && !v.StartsWith("COMPlus_", StringComparison.Ordinal));
    }
}
