using Runtime.Config;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>Runs the poststop hooks of a container that is gone (runtime-spec 1.3, runtime.md, Lifecycle 13).</summary>
internal static class PoststopHooks
{
    /// <param name="state">What the hooks get on standard input, with the status stopped.</param>
    /// <param name="config">The config.json the container was made from.</param>
    public static void Run(ContainerState state, byte[] config)
    {
        Spec spec = SpecReader.ReadSpec(StateDirectory.ConfigName, config);
        throw new UsageException($"{spec.Hooks.Poststop.Length} poststop hook(s) of \"{state.Id}\" were not run: hooks are not supported yet");
    }
}
