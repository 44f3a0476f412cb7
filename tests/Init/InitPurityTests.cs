using System;
using System.Linq;
using System.Text.RegularExpressions;

using Runtime.Tests.Syscalls;

using Xunit;

namespace Runtime.Tests.Init;

/// <summary>What runs inside a container is small, is all ours, and depends on nothing: read from the linked init itself.</summary>
public class InitPurityTests
{
    private const int LargestSize = 4096;

    private static string Symbols => InitRun.Image + ".symbols";

    [Fact]
    public void Init_is_a_small_static_program_that_cannot_change_its_own_code()
    {
        AssertPure(ElfFile.Read(InitRun.Image));
    }

    [Fact]
    public void Init_for_arm64_is_one_too()
    {
        using TemporaryDirectory artifacts = new();
        Command build = Command.Run(
            "dotnet", null, "build", RepositoryFiles.PathOf("src/Init/Init.csproj"), "-m:1", "-nodeReuse:false", "-p:UseSharedCompilation=false",
            "-p:TargetArchitecture=arm64", "-p:ArtifactsPath=" + artifacts.Path);
        Assert.True(build.ExitCode == 0, build.Output);
        var init = ElfFile.Read(artifacts["init/arm64/runtime-init"]);

        Assert.Equal(ElfFile.EM_AARCH64, init.Machine);
        AssertPure(init);
    }

    [Fact]
    public void Every_symbol_is_of_init_or_of_its_core_library()
    {
        // Beside the methods of Init.cs, Core.cs and Entry: the tables that ILCompiler always writes, which are data and empty.
        Regex ours = new(@"^(_start|Enter|RawSystemCall|Rhp(P|ReverseP)Invoke(Return)?|RhpGcPoll|RhpFallbackFailFast|runtime_init_(Runtime_Init_Init|Internal_Runtime_CompilerHelpers_(StartupCodeHelpers|ThrowHelpers))__\w+)$");
        Regex made = new(@"^(Internal_CompilerGenerated__Module___NativeLibraryStartup|__managed__Startup)$");
        foreach (string line in Lines("--defined-only"))
        {
            string[] symbol = line.Split(' ');
            bool isCode = symbol[1] is "T" or "t";
            bool isWritable = symbol[1] is "D" or "d" or "B" or "b";
            Assert.False(isWritable, $"init has a variable: {line}");
            Assert.True(!isCode || ours.IsMatch(symbol[2]) || made.IsMatch(symbol[2]), $"init has code from elsewhere: {line}");
        }
    }

    [Fact]
    public void No_symbol_is_undefined()
    {
        Assert.Equal([], Lines("--undefined-only"));
    }

    [Fact]
    public void First_system_call_makes_init_undumpable()
    {
        string[] enter = Disassembly.Of(Symbols, "Enter");
        string[] first = enter.TakeWhile(instruction => !Disassembly.IsCall(instruction)).ToArray();

        Assert.EndsWith("<RawSystemCall>", enter[first.Length], StringComparison.Ordinal);
        Assert.DoesNotContain(first, Disassembly.IsSystemCall);
        Assert.Contains("mov $0x9d,%edi", first); // prctl
        Assert.Contains("mov $0x4,%esi", first); // PR_SET_DUMPABLE
        Assert.Contains("xor %edx,%edx", first); // 0
    }

    [Fact]
    public void Nothing_comes_before_Enter()
    {
        string[] start = Disassembly.Of(Symbols, "_start");

        Assert.Single(start, Disassembly.IsCall);
        Assert.Single(start, instruction => instruction.EndsWith("<Enter>", StringComparison.Ordinal));
        Assert.DoesNotContain(start, Disassembly.IsSystemCall);
    }

    [Fact]
    public void Only_one_instruction_enters_the_kernel()
    {
        Command dump = Command.Run("objdump", null, "-d", "--no-show-raw-insn", Symbols);

        Assert.Single(Regex.Matches(dump.Output, @"\t(syscall|svc|int |sysenter)"));
    }

    private static void AssertPure(ElfFile init)
    {
        Assert.Equal(ElfFile.ET_EXEC, init.Type);
        Assert.InRange(init.Size, 1, LargestSize);
        Assert.DoesNotContain(init.Segments, segment => segment.Type is ElfFile.PT_INTERP or ElfFile.PT_DYNAMIC);
        Assert.DoesNotContain(init.Segments, segment => (segment.Flags & (ElfFile.PF_W | ElfFile.PF_X)) == (ElfFile.PF_W | ElfFile.PF_X));
    }

    private static string[] Lines(string option)
    {
        Command names = Command.Run("nm", null, option, Symbols);
        Assert.True(names.ExitCode == 0, names.Output);
        return names.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
