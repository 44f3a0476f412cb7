using System;
using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>Program, directory, environment and limits of a process.</summary>
internal static class ProcessChecks
{
    public static void Check(ProcessSpec process, Place at)
    {
        if (process.Cwd.Length == 0)
        {
            throw at.Fault("cwd", "Cwd property must not be empty");
        }

        if (process.Cwd[0] != '/')
        {
            throw at.Fault("cwd", $"Cwd must be an absolute path, got {Quoted.Text(process.Cwd)}");
        }

        if (process.Args.Length == 0)
        {
            throw at.Fault("args", "args must not be empty");
        }

        CheckEnvironment(process.Env, at);
        CheckRlimits(process.Rlimits, at);
    }

    private static void CheckEnvironment(string[] environment, Place at)
    {
        for (int i = 0; i < environment.Length; i++)
        {
            if (environment[i].IndexOf('=') <= 0)
            {
                throw at.Fault($"env[{i}]", $"{Quoted.Text(environment[i])} is not of the form NAME=value");
            }
        }
    }

    private static void CheckRlimits(ReadOnlySpan<RlimitSpec> rlimits, Place at)
    {
        uint seen = 0;
        for (int i = 0; i < rlimits.Length; i++)
        {
            uint bit = 1u << (int)rlimits[i].Type;
            if ((seen & bit) != 0)
            {
                throw at.Fault($"rlimits[{i}].type", $"{Words.RlimitTypes.All[(int)rlimits[i].Type]} is given twice");
            }

            if (rlimits[i].Soft > rlimits[i].Hard)
            {
                throw at.Fault($"rlimits[{i}].soft", $"{rlimits[i].Soft} is more than the hard limit, {rlimits[i].Hard}");
            }

            seen |= bit;
        }
    }
}
