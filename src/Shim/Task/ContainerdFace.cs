using System.Text;

using Runtime.Syscalls;

namespace Runtime.Shim.Task;

/// <summary>containerd's shim, runtime version 2: started once for each container or pod, then asked over ttrpc.</summary>
internal sealed class ContainerdFace(string name) : Face
{
    public override int Run(string[] words)
    {
        var options = ShimOptions.Read(words);
        if (options.WantsVersion)
        {
            Print($"{name}:\n  Version:  {Build.Version}\n  Revision: {Build.Commit}\n  Go version: none\n\n");
            return 0;
        }

        if (options.WantsInfo)
        {
            Kernel.Write(1, RuntimeInfo.Of(ReadInput()));
            return 0;
        }

        if (options.Namespace.Length == 0)
        {
            throw new UsageException("shim namespace cannot be empty");
        }

        switch (options.Action)
        {
            case "start":
                Print(StartAction.Run(options, ReadInput()));
                return 0;
            case "delete":
                Kernel.Write(1, DeleteAction.Run(options));
                return 0;
            case "":
                return Daemon.Run(options);
            default:
                throw new UsageException($"unknown action \"{options.Action}\"");
        }
    }

    private static byte[] ReadInput()
    {
        return Kernel.ReadAll(0);
    }

    private static void Print(string text)
    {
        Kernel.Write(1, Encoding.UTF8.GetBytes(text));
    }
}
