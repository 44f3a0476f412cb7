using System;
using System.Collections.Generic;
using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>Writes a list of limits, in order, and says what a refusal means.</summary>
internal static class CgroupLimits
{
    /// <param name="limits">From <see cref="LimitsV1"/> or <see cref="LimitsV2"/>.</param>
    /// <param name="directoryOf">The directory that has a controller's files; null if the container is in none.</param>
    public static void Write(IReadOnlyList<CgroupLimit> limits, Func<string, CgroupDirectory?> directoryOf)
    {
        List<CgroupLimit> postponed = [];
        for (int i = 0; i < limits.Count; i++)
        {
            CgroupLimit limit = limits[i];
            CgroupDirectory directory = directoryOf(limit.Controller)
                ?? throw new CgroupException("cannot set " + limit.Controller + " limit: container could not join or create cgroup");

            int error = directory.TryWrite(limit.File, limit.Value);
            switch (limit.IfRefused)
            {
                case IfRefused.ElseNext when error == 0:
                    i++;
                    break;
                case IfRefused.ElseNext or IfRefused.SkipIfMissing when error == -Errno.ENOENT:
                    break;
                case IfRefused.Postpone when error == -Errno.EINVAL:
                    postponed.Add(limit with { IfRefused = IfRefused.Fail });
                    break;
                default:
                    ThrowIfRefused(directory, limit, error);
                    break;
            }
        }
        if (postponed.Count > 0)
        {
            Write(postponed, directoryOf);
        }
    }

    /// <summary>Refuses limits that the present usage already exceeds (<c>memory.checkBeforeUpdate</c>): the kernel would kill for them.</summary>
    public static void CheckUsage(MemorySpec? memory, CgroupDirectory directory)
    {
        if (memory is not { CheckBeforeUpdate: true } || StatFile.ReadNumber(directory, "memory.current") is not ulong usage)
        {
            return;
        }
        ulong usageWithSwap = usage + (StatFile.ReadNumber(directory, "memory.swap.current") ?? 0);
        if (memory.Swap is long swap and > 0 && (ulong)swap <= usageWithSwap)
        {
            throw new CgroupException("rejecting memory+swap limit " + LimitValue.Text(swap) + " <= usage " + LimitValue.Text(usageWithSwap));
        }
        if (memory.Limit is long limit and > 0 && (ulong)limit <= usage)
        {
            throw new CgroupException("rejecting memory limit " + LimitValue.Text(limit) + " <= usage " + LimitValue.Text(usage));
        }
    }

    private static void ThrowIfRefused(CgroupDirectory directory, CgroupLimit limit, int error)
    {
        if (error == 0)
        {
            return;
        }
        bool isMissing = error is -Errno.ENOENT or -Errno.EACCES or -Errno.EPERM;
        if (limit.IsUnified && isMissing && limit.Controller.Length > 0 && !HasController(directory, limit.Controller))
        {
            throw new ConfigException("linux.resources.unified: unified resource " + Quoted.Text(limit.File)
                + " can't be set: controller " + Quoted.Text(limit.Controller) + " not available");
        }
        KernelException refused = directory.Refused(limit.File, limit.Value, error, Remedy());
        throw limit.IsUnified ? new CgroupException("unable to set unified resource " + Quoted.Text(limit.File) + ": " + refused.Message) : refused;

        string? Remedy()
        {
            if (error == -Errno.EBUSY && limit.File == "memory.limit_in_bytes")
            {
                return "unable to set memory limit to " + limit.Value
                    + " (current usage: " + directory.TryRead("memory.usage_in_bytes")
                    + ", peak usage: " + directory.TryRead("memory.max_usage_in_bytes") + ")";
            }
            return error == -Errno.ENOENT && !HasController(directory, limit.Controller)
                ? "the controller " + Quoted.Text(limit.Controller) + " is not available there" : null;
        }
    }

    // Only cgroup v2 has the file; a v1 directory has the controllers of its hierarchy.
    private static bool HasController(CgroupDirectory directory, string controller)
    {
        string? controllers = directory.TryRead("cgroup.controllers");
        return controllers is null || Array.IndexOf(controllers.Split(' '), controller) >= 0;
    }
}
