using System;
using System.Globalization;

using Runtime.Config;
using Runtime.Plan;

namespace Runtime.Commands;

/// <summary>The process that <c>exec</c> is asked for: a whole one from a file, or the container's own, changed by the options.</summary>
internal static class ExecProcess
{
    /// <param name="options">The options.</param>
    /// <param name="arguments">The command; empty with a process file.</param>
    /// <param name="container">The process of the container's config.json, as it was at create.</param>
    public static ProcessSpec Make(ExecOptions options, string[] arguments, ProcessSpec container)
    {
        ProcessSpec process = options.ProcessFile is string file
            ? WithDefaults(ProcessFile.Open(file), container)
            : FromOptions(options, arguments, container);
        if (options.ProcessFile is null && arguments.Length == 0)
        {
            throw new UsageException("process args cannot be empty");
        }

        return process with
        {
            ApparmorProfile = options.ApparmorProfile ?? process.ApparmorProfile,
            SelinuxLabel = options.SelinuxLabel ?? process.SelinuxLabel,
            OomScoreAdj = process.OomScoreAdj ?? container.OomScoreAdj,
        };
    }

    /// <summary>What a process file does not say is as for the container's first process.</summary>
    private static ProcessSpec WithDefaults(ProcessSpec process, ProcessSpec container)
    {
        return process with
        {
            ApparmorProfile = process.ApparmorProfile ?? container.ApparmorProfile,
            SelinuxLabel = process.SelinuxLabel ?? container.SelinuxLabel,
            Capabilities = process.Capabilities ?? container.Capabilities,
            Rlimits = process.Rlimits.Length > 0 ? process.Rlimits : container.Rlimits,
            Scheduler = process.Scheduler ?? container.Scheduler,
            IoPriority = process.IoPriority ?? container.IoPriority,
            ExecCPUAffinity = process.ExecCPUAffinity ?? container.ExecCPUAffinity,
        };
    }

    private static ProcessSpec FromOptions(ExecOptions options, string[] arguments, ProcessSpec container)
    {
        UserSpec user = options.User is string text ? ParseUser(text, container.User) : container.User;
        return container with
        {
            Args = arguments,
            Terminal = options.HasTerminal,
            ConsoleSize = null,
            Env = [.. container.Env, .. options.Environment],
            Cwd = options.WorkingDirectory ?? container.Cwd,
            User = user with { AdditionalGids = [.. user.AdditionalGids, .. Array.ConvertAll(options.AdditionalGids, gid => ParseId(gid, "additional-gids"))] },
            NoNewPrivileges = options.NoNewPrivileges ?? container.NoNewPrivileges,
            Capabilities = options.Capabilities.Length > 0 ? WithCapabilities(options.Capabilities, container.Capabilities ?? new CapabilitiesSpec()) : container.Capabilities,
        };
    }

    /// <summary>Never inheritable (CVE-2022-29162), and so ambient only where the container has it inheritable already.</summary>
    private static CapabilitiesSpec WithCapabilities(string[] added, CapabilitiesSpec own)
    {
        foreach (string name in added)
        {
            if (CapabilityNames.NumberOf(name) < 0)
            {
                throw new UsageException($"--cap: \"{name}\" is not a capability");
            }
        }

        return own with
        {
            Bounding = [.. own.Bounding, .. added],
            Effective = [.. own.Effective, .. added],
            Permitted = [.. own.Permitted, .. added],
            Ambient = own.Inheritable.Length > 0 ? [.. own.Ambient, .. added] : own.Ambient,
        };
    }

    /// <summary>Digits, all of it: a user that is misread must not become root (CVE-2026-30892).</summary>
    private static UserSpec ParseUser(string text, UserSpec container)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        uint uid = ParseId(colon < 0 ? text : text[..colon], "user");
        return container with { Uid = uid, Gid = colon < 0 ? container.Gid : ParseId(text[(colon + 1)..], "user") };
    }

    private static uint ParseId(string text, string option)
    {
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint id)
            ? id
            : throw new UsageException($"--{option}: \"{text}\" is not a number from 0 to 4294967295");
    }
}
