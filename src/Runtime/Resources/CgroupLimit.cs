using System.Collections.Generic;

namespace Runtime.Resources;

/// <summary>What is done if the kernel does not take a value.</summary>
internal enum IfRefused
{
    /// <summary>It is an error.</summary>
    Fail,

    /// <summary>A missing file is what the value says anyway, or a kernel that lacks a refinement.</summary>
    SkipIfMissing,

    /// <summary>A missing file means that the next limit is the one to write; else the next is left out.</summary>
    ElseNext,

    /// <summary>EINVAL means that the value contradicts another that is still to be written: once more at the end.</summary>
    Postpone,
}

/// <summary>One value for one file of a cgroup: <c>linux.resources</c> is compiled to a list of these, in the order of writing.</summary>
/// <param name="Controller">The controller that has to be there; empty for the files every cgroup has.</param>
/// <param name="File">The file's name.</param>
/// <param name="Value">What is written, in one call.</param>
/// <param name="IfRefused">What a refusal means.</param>
internal sealed record CgroupLimit(string Controller, string File, string Value, IfRefused IfRefused = IfRefused.Fail)
{
    /// <summary>The value is the user's own words for a file (<c>linux.resources.unified</c>).</summary>
    public bool IsUnified { get; init; }

    /// <summary>The controllers a list needs.</summary>
    public static string[] Controllers(IReadOnlyList<CgroupLimit> limits)
    {
        List<string> controllers = [];
        foreach (CgroupLimit limit in limits)
        {
            if (limit.Controller.Length > 0 && !controllers.Contains(limit.Controller))
            {
                controllers.Add(limit.Controller);
            }
        }
        return [.. controllers];
    }
}
