using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>The container's cgroup is not in a state to do this with it.</summary>
internal sealed class CgroupException : RuntimeException
{
    public CgroupException(string message)
        : base(message)
    {
    }
}
