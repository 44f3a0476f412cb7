using System;

using Runtime.Shim.Birth;
using Runtime.Shim.Wire;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Task;

/// <summary>The option <c>-info</c>: what this shim and its runtime are and can (containerd.types.RuntimeInfo).</summary>
internal static class RuntimeInfo
{
    private const string FeaturesType = "types.containerd.io/opencontainers/runtime-spec/1/features/Features";

    /// <param name="input">The options of a container, as an Any, or nothing.</param>
    public static byte[] Of(byte[] input)
    {
        var any = Any.Read(input);
        var options = RuntimeOptions.Read(any);
        string binary = ProgramPath.Find(options.BinaryName.Length > 0 ? options.BinaryName : OciRuntime.Default());
        MessageWriter info = new();
        info.WriteText(1, "io.containerd.runtime.v2");
        int version = info.Begin(2);
        info.WriteText(1, Build.Version);
        info.WriteText(2, Build.Commit);
        info.End(version);
        if (any.Type.Length > 0)
        {
            info.WriteAny(3, any.Type, any.Value);
        }

        info.WriteAny(4, FeaturesType, Features(binary));
        return info.Bytes.ToArray();
    }

    private static byte[] Features(string binary)
    {
        using Descriptor nothing = Kernel.Open("/dev/null", O_RDWR);
        using Descriptor output = Kernel.MemfdCreate("features", MFD_CLOEXEC);
        int pid = Kernel.PosixSpawn(binary, [binary, "features"], OwnEnvironment.Read(), [nothing.Number, output.Number, nothing.Number]);
        siginfo end = Kernel.WaitId(P_PID, pid, WEXITED);
        if (end.si_code != CLD_EXITED || end.si_status != 0)
        {
            throw new UsageException($"asking {Quoted.Text(binary)} for its features: it ended with status {end.si_status}");
        }

        byte[] bytes = new byte[Kernel.FStat(output.Number).stx_size];
        int length = Kernel.PRead(output.Number, bytes, 0);
        return bytes.AsSpan(0, length).ToArray();
    }
}
