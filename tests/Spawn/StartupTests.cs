using System;
using System.Collections.Generic;
using System.Linq;

using Runtime.Tests.BlackBox;
using Runtime.Tests.Syscalls;

using Xunit;

namespace Runtime.Tests.Spawn;

/// <summary>What src/Startup takes out of .NET's start and puts before it, read from the published program's symbols.</summary>
public class StartupTests
{
    [Theory] // a name that .NET changes would bring the original back, and nothing else would show it
    [InlineData("PalStartFinalizerThread")]
    [InlineData("_Z16InitializeCGroupv")]
    [InlineData("_Z19InitializeCpuCGroupv")]
    [InlineData("_Z21NUMASupportInitializev")]
    public void What_is_left_out_is_not_in_the_program(string function)
    {
        Dictionary<string, string> symbols = Symbols();

        Assert.Contains("__wrap_" + function, symbols.Keys);
        Assert.DoesNotContain(function, symbols.Keys);
    }

    [Fact]
    public void The_program_begins_with_bringing_memory_in()
    {
        Command header = Command.Run("readelf", null, "--file-header", PublishedRuntime.Path);
        string entry = header.Output.Split('\n').Single(line => line.Contains("Entry point", StringComparison.Ordinal)).Split("0x")[1];

        Assert.Equal(Convert.ToInt64(entry, 16), Convert.ToInt64(Symbols()["Prefault"], 16));
    }

    /// <summary>Every name and its address, in hexadecimal.</summary>
    private static Dictionary<string, string> Symbols()
    {
        PublishedRuntime.RequireIt();
        Command names = Command.Run("nm", null, "--defined-only", PublishedRuntime.Path);
        Assert.True(names.ExitCode == 0, names.Output);
        Dictionary<string, string> symbols = [];
        foreach (string line in names.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(' ');
            symbols[parts[^1]] = parts[0];
        }

        return symbols;
    }
}
