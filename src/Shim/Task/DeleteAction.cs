using System;
using System.Text;

using Runtime.Shim.Birth;
using Runtime.Shim.Death;
using Runtime.Shim.Wire;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Task;

/// <summary>
/// The action <c>delete</c>: containerd has lost the connection to a shim. After every normal end, when there is nothing to do and must be no word of it; and after a shim was killed,
/// when the container goes the same way, and its true exit status is told if the shim had still seen it.
/// </summary>
internal static class DeleteAction
{
    private const int Milliseconds = 4500; // containerd waits for five seconds
    private const int KilledStatus = 128 + SIGKILL;

    public static byte[] Run(ShimOptions options)
    {
        string path = options.Bundle.Length > 0 ? options.Bundle : Kernel.GetCwd();
        string parent = path[..path.TrimEnd('/').LastIndexOf('/')];
        string bundlePath = parent + "/" + options.Id;
        BundleFiles bundle = new(bundlePath);
        if (bundle.ReadRuntime(options.Id) is OciRuntime runtime && Kernel.TryStat(runtime.Root + "/" + options.Id, out _) == 0)
        {
            DeleteFrom(runtime);
        }

        RootMount.UnmountAll(bundle.RootfsPath);
        var record = ExitRecord.Read(bundle.ExitPath);
        MessageWriter answer = new();
        answer.WriteNumber(1, (uint)(record?.Pid ?? bundle.ReadInitPid() ?? -1));
        answer.WriteNumber(2, (uint)(record?.Status ?? KilledStatus));
        answer.WriteTime(3, record?.Time ?? Kernel.ClockGetTime(CLOCK_REALTIME));
        return answer.Bytes.ToArray();
    }

    private static void DeleteFrom(OciRuntime runtime)
    {
        using Descriptor nothing = Kernel.Open("/dev/null", O_RDWR);
        ProgramCall call = runtime.Call("delete", "--force");
        int pid = Kernel.PosixSpawn(
            ProgramPath.Find(call.Path), call.Arguments, OwnEnvironment.Read(), [nothing.Number, nothing.Number, nothing.Number], call.Directory);
        using Descriptor process = Kernel.PidfdOpen(pid);
        Span<pollfd> waited = [new pollfd { fd = process.Number, events = (short)POLLIN }];
        if (Kernel.Poll(waited, Milliseconds) == 0)
        {
            Kernel.PidfdSendSignal(process.Number, SIGKILL);
        }

        siginfo end = Kernel.WaitId(P_PIDFD, process.Number, WEXITED);
        int status = ProcessEnd.Of(end).Status;
        if (status != 0)
        {
            // What is left is told to containerd's log; the answer stays the same.
            Kernel.Write(2, Encoding.UTF8.GetBytes(runtime.Explain(new ProgramResult(status, [], false)) + "\n"));
        }
    }
}
