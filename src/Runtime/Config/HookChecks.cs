using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>Hooks have an absolute path, and a time-out that leaves time (config.md, POSIX-platform Hooks).</summary>
internal static class HookChecks
{
    public static void Check(HooksSpec hooks)
    {
        Check(hooks.Prestart, "prestart");
        Check(hooks.CreateRuntime, "createRuntime");
        Check(hooks.CreateContainer, "createContainer");
        Check(hooks.StartContainer, "startContainer");
        Check(hooks.Poststart, "poststart");
        Check(hooks.Poststop, "poststop");
    }

    private static void Check(HookSpec[] hooks, string list)
    {
        for (int i = 0; i < hooks.Length; i++)
        {
            if (!PathChecks.IsAbsolute(hooks[i].Path))
            {
                throw Place.ConfigFile.Fault($"hooks.{list}[{i}].path", $"expected an absolute path, got {Quoted.Text(hooks[i].Path)}");
            }

            if (hooks[i].Timeout is <= 0 and int timeout)
            {
                throw Place.ConfigFile.Fault($"hooks.{list}[{i}].timeout", $"expected at least 1 second, got {timeout}");
            }
        }
    }
}
