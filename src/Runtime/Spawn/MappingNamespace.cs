using Runtime.Config;
using Runtime.Plan;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>A user namespace in which nobody lives: mount_setattr(2) takes the id mappings of a mount in no other form.</summary>
internal static class MappingNamespace
{
    /// <exception cref="KernelException">The kernel refuses the namespace or its mappings.</exception>
    public static Descriptor Make(IdMappingSpec[] users, IdMappingSpec[] groups)
    {
        using PlanBuilder builder = new();
        builder.Doing("making a user namespace for the id mappings of a mount");
        builder.Call(SystemCall.exit_group, 0);
        using LaunchPlan plan = builder.Seal();

        // The process ends at once, and its namespace can be named until it is reaped; nothing stays if this program is killed meanwhile.
        using Child child = Cloner.Clone(plan, CLONE_NEWUSER, null);
        try
        {
            IdMapWriter.Write(child.Pid, users, groups);
            return Kernel.Open($"/proc/{child.Pid}/ns/user", O_RDONLY);
        }
        finally
        {
            _ = child.Wait();
        }
    }
}
