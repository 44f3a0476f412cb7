using System.Collections.Generic;
using System.Text.RegularExpressions;

using Runtime.Tests.Syscalls;

using Xunit;

namespace Runtime.Tests.Init;

/// <summary>The instructions of one function, as objdump(1) prints them: <c>mov $0x9d,%edi</c>.</summary>
internal static class Disassembly
{
    public static string[] Of(string program, string function, string objdump = "objdump")
    {
        Command dump = Command.Run(objdump, null, "-d", "--no-show-raw-insn", "--disassemble=" + function, program);
        Assert.True(dump.ExitCode == 0, dump.Output);
        List<string> instructions = [];
        foreach (Match match in Regex.Matches(dump.Output, @"^ +[0-9a-f]+:\t(.*)$", RegexOptions.Multiline))
        {
            instructions.Add(Regex.Replace(match.Groups[1].Value.Trim(), @"\s+", " "));
        }

        Assert.True(instructions.Count > 0, $"{program} has no function {function}");
        return instructions.ToArray();
    }

    public static bool IsCall(string instruction) => Regex.IsMatch(instruction, @"^(call|bl|blr)\b");

    public static bool IsSystemCall(string instruction) => Regex.IsMatch(instruction, @"^(syscall|svc)\b");
}
