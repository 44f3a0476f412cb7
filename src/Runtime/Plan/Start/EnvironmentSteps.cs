using System;
using System.Collections.Generic;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>The program's environment: config.json's entries, of two with one name the last, what the caller adds, and HOME.</summary>
internal sealed unsafe class EnvironmentSteps
{
    private EnvironmentSteps(string[] variables, long address, HomeDirectory? home)
    {
        Variables = variables;
        Address = address;
        Home = home;
    }

    /// <summary>Without the HOME that is found at the launch.</summary>
    public string[] Variables { get; }

    /// <summary>Of the array of pointers for execve(2).</summary>
    public long Address { get; }

    /// <summary>What the launcher completes; null: config.json says all.</summary>
    public HomeDirectory? Home { get; }

    public static EnvironmentSteps Append(PlanBuilder plan, LaunchSettings settings)
    {
        List<string> variables = new(settings.Process.Env.Length + settings.Environment.Length);
        foreach (string variable in settings.Process.Env)
        {
            Put(variables, variable);
        }

        foreach (string variable in settings.Environment)
        {
            Put(variables, variable);
        }

        int empty = variables.IndexOf("HOME=");
        if (empty >= 0)
        {
            variables.RemoveAt(empty);
        }

        string[] array = variables.ToArray();
        if (Array.Exists(array, v => v.StartsWith("HOME=", StringComparison.Ordinal)))
        {
            return new EnvironmentSteps(array, plan.Texts(array), null);
        }

        if (HomeDirectory.InImage(settings) is string known)
        {
            array = [.. array, "HOME=" + known];
            return new EnvironmentSteps(array, plan.Texts(array), null);
        }

        HomeDirectory home = ReadPasswd(plan, settings.Process.User.Uid);
        long address = plan.Texts([.. array, ""]);
        ((long*)plan.At(address))[array.Length] = home.Variable;
        return new EnvironmentSteps(array, address, home);
    }

    private static void Put(List<string> variables, string variable)
    {
        ReadOnlySpan<char> name = variable.AsSpan(0, variable.IndexOf('=', StringComparison.Ordinal) + 1);
        for (int i = 0; i < variables.Count; i++)
        {
            if (variables[i].AsSpan().StartsWith(name, StringComparison.Ordinal))
            {
                variables[i] = variable;
                return;
            }
        }

        variables.Add(variable);
    }

    /// <summary>Reads the container's passwd file, as the program's user would see it; that there is none is no error.</summary>
    private static HomeDirectory ReadPasswd(PlanBuilder plan, uint uid)
    {
        Slot file = plan.Scratch("file");
        Slot size = plan.Slot("passwd");
        Label none = plan.NewLabel();
        long content = plan.Reserve(HomeDirectory.ContentSize);
        long variable = plan.Reserve(HomeDirectory.VariableSize);
        "HOME=/\0"u8.CopyTo(new Span<byte>(plan.At(variable), HomeDirectory.VariableSize));
        plan.Doing("reading \"/etc/passwd\" of the container");

        // O_NONBLOCK: an image may have a fifo there.
        plan.Call(SystemCall.openat, AT_FDCWD, plan.Text("/etc/passwd"), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0).Into(file).OrJump(none);
        plan.Call(SystemCall.read, file, content, HomeDirectory.ContentSize).Into(size).Ignoring();
        plan.Call(SystemCall.close, file);
        plan.Mark(none);
        return new HomeDirectory(uid, size, content, variable);
    }
}
