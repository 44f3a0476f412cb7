using Runtime.Config;
using Runtime.Spawn;
using Runtime.State;
using Runtime.Syscalls;

namespace Runtime.Commands;

/// <summary>Lets the process of a created container run.</summary>
internal sealed class StartCommand() : Command("start", "<container-id>", "run the process of a created container")
{
    public override int Run(GlobalOptions global, string[] arguments)
    {
        Start(global, arguments[0]);
        return 0;
    }

    public static void Start(GlobalOptions global, string id)
    {
        using KnownContainer container = KnownContainer.OpenLocked(global, id);
        switch (container.Status())
        {
            case ContainerStatus.Created:
                using (NotifySocket? notify = NotifySocket.Open(container.Directory.Number))
                {
                    StartGate.Open(container.Directory);
                    RunPoststart(container, new Log(global));
                    container.Directory.Unlock(); // that may take long, and others may want to look, or end it
                    AwaitReady(container.State, notify);
                }

                break;
            case ContainerStatus.Stopped:
                throw new StateException("stopped", "cannot start a container that has stopped");
            default:
                throw new StateException("running", "cannot start an already running container");
        }
    }

    private static void AwaitReady(ContainerState state, NotifySocket? notify)
    {
        using Descriptor? process = notify is null ? null : state.Process.Open();
        if (process is not null)
        {
            notify?.AwaitReady(process, state.Pid);
        }
    }

    /// <summary>A hook that fails takes the container with it (runtime-spec 1.3, runtime.md, Lifecycle, step 10).</summary>
    private static void RunPoststart(KnownContainer container, Log log)
    {
        ContainerState state = container.State;
        if (!state.HasPoststartHooks)
        {
            return;
        }

        Spec spec = SpecReader.ReadSpec(StateDirectory.ConfigName, container.Directory.LoadConfig());
        try
        {
            HookRunner.Run("poststart", spec.Hooks.Poststart, state.Bundle, HookState.Write(state, "running", state.Pid));
        }
        catch (LaunchException)
        {
            Deletion.Run(container.Directory, killsRunning: true, log.Warn);
            throw;
        }
    }
}
