using System;
using System.Collections.Generic;

using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>The hooks that the runtime runs itself (Spawn/HookRunner.cs), with the state of the container on their standard input. Init's own are steps.</summary>
internal static class HookListing
{
    /// <param name="kind">As config.json calls them.</param>
    /// <param name="hooks">In order.</param>
    /// <param name="directory">Where they run.</param>
    public static List<ListedLine> Of(string kind, HookSpec[] hooks, string directory)
    {
        List<ListedLine> lines = [];
        for (int i = 0; i < hooks.Length; i++)
        {
            HookSpec hook = hooks[i];
            string doing = FormattableString.Invariant($"running {kind} hook #{i + 1}");
            string arguments = Texts(hook.Args.Length > 0 ? hook.Args : [hook.Path]);
            string environment = hook.Env is string[] own ? Texts(own) : "environ";
            lines.Add(new ListedLine($"chdir({Quoted.Text(directory)})", doing));
            lines.Add(new ListedLine($"execve({Quoted.Text(hook.Path)}, {arguments}, {FlagNames.Break}{environment})", doing));
            if (hook.Timeout is int seconds)
            {
                lines.Add(new ListedLine($"pidfd_send_signal(%hook, SIGKILL) after {FlagNames.Number(seconds)} s", doing));
            }
        }

        return lines;
    }

    private static string Texts(string[] texts) => "[" + string.Join(", ", Array.ConvertAll(texts, Quoted.Text)) + "]";
}
