using System;

using Runtime.Shim.Conmon;
using Runtime.Shim.Supervise;
using Runtime.Shim.Task;

namespace Runtime.Shim;

/// <summary>What the shim is, chosen by the name it is called by: the same supervisor, spoken to in another language.</summary>
internal abstract class Face
{
    public abstract int Run(string[] words);

    public static Face Of(string name)
    {
        if (name.StartsWith("containerd-shim-", StringComparison.Ordinal))
        {
            return new ContainerdFace(name);
        }

        if (name is "conmon" or "runtime-shim")
        {
            return new ConmonFace(); // podman calls it by the path it was told
        }

        if (name == SuperviseFace.Name)
        {
            return new SuperviseFace();
        }

        throw new UsageException($"\"{name}\" is none of the names of this program: conmon, containerd-shim-NAME-vN");
    }
}
