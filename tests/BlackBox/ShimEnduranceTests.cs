using System;
using System.Globalization;
using System.IO;

using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>A week in short: a shim after many processes is what it was after a few.</summary>
public sealed class ShimEnduranceTests : ShimTest
{
    private const int Few = 20;
    private const int Kilobytes = 64;

    /// <summary>$EXECS; the README's figures are of 10000.</summary>
    private static int Count => Environment.GetEnvironmentVariable("EXECS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 150;

    [Fact]
    public void Execs_leave_neither_descriptors_nor_memory_behind()
    {
        Config.Args("sleep", "100000");
        Assert.Equal((Ok, ""), Status(Create(PublishedRuntime.Path)));
        Assert.Equal((Ok, ""), Status(Call("Start")));
        ExecAll(0, Few);
        int busy = Shim.OwnMemory;
        WaitUntil(() => Shim.OwnMemory < busy, "the idle shim gave memory back");
        int descriptors = Shim.Descriptors;
        int memory = Shim.OwnMemory;

        ExecAll(Few, Count);

        WaitUntil(() => Shim.OwnMemory <= memory + Kilobytes, $"the idle shim had no more than {memory + Kilobytes} kB again");
        Assert.Equal(descriptors, Shim.Descriptors);
        Assert.Empty(Directory.GetFiles(Bundle, "*exec-*"));
        TestContext.Current.SendDiagnosticMessage($"{Count} execs: {descriptors} descriptors and {memory} kB after {Few}, {Shim.Descriptors} and {Shim.OwnMemory} after the last");
    }

    private void ExecAll(int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            string id = $"exec-{i}";
            Assert.Equal((Ok, ""), Status(Exec(id)));
            Assert.Equal((Ok, ""), Status(Shim.Call("Start", Named(id))));
            Assert.Equal(5UL, Shim.Call("Wait", Named(id)).Number(1));
            Assert.Equal(5UL, Shim.Call("Delete", Named(id)).Number(2));
        }
    }
}
