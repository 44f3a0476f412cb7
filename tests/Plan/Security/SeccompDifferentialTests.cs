using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Runtime.Config;
using Runtime.Plan;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Plan;

/// <summary>Our filters and libseccomp's, call by call.</summary>
public sealed class SeccompDifferentialTests(ITestOutputHelper output)
{
    public static TheoryData<string> Captured => [.. Profiles.Captured];

    [Theory]
    [MemberData(nameof(Captured))]
    public void Profile_of_an_engine_gives_the_verdicts_of_libseccomp(string name)
    {
        AssertJudged(AssertSameVerdicts(Profiles.Read(name), SeccompArch.SCMP_ARCH_X86_64));
    }

    [Fact]
    public void Podmans_profile_gives_the_verdicts_of_libseccomp_on_every_architecture()
    {
        foreach (SeccompArch native in Libseccomp.Architectures.Where(native => native != SeccompArch.SCMP_ARCH_X32))
        {
            AssertJudged(AssertSameVerdicts(Profiles.ReadPodman(native), native));
        }
    }

    [Fact]
    public void Ten_thousand_random_profiles_give_the_verdicts_of_libseccomp()
    {
        int calls = 0;
        int judged = 0;
        Parallel.For(0, 10_000, seed =>
        {
            SeccompSpec spec = RandomProfile.Create(seed);
            (int ofCalls, int ofJudged) = AssertSameVerdicts(spec, spec.Architectures[0], isComplete: false);
            Interlocked.Add(ref calls, ofCalls);
            Interlocked.Add(ref judged, ofJudged);
        });

        output.WriteLine($"{calls} calls, libseccomp judged {judged} of them");
        Assert.True(judged > calls / 2, $"libseccomp judged only {judged} of {calls} calls");
    }

    /// <summary>Nothing of a real profile is left to our own reading but the calls newer than it.</summary>
    private static void AssertJudged((int Calls, int Judged) count) => Assert.InRange(count.Judged, count.Calls / 3, count.Calls);

    /// <summary>Returns on how many calls our filter was judged by the plain reading of the profile, and on how many by libseccomp too.</summary>
    private static (int Calls, int Judged) AssertSameVerdicts(SeccompSpec whole, SeccompArch native, bool isComplete = true)
    {
        // A call that libseccomp does not know yet is a deliberate difference: we heed its rule, libseccomp cannot.
        SeccompSpec spec = whole with
        {
            Syscalls = [.. whole.Syscalls.Select(rule => rule with { Names = [.. rule.Names.Where(Libseccomp.Knows)] })],
        };
        bool isBigEndian = SeccompAbi.Of(native).IsBigEndian;
        BpfSimulator ours = new(SeccompCompiler.Compile(spec, native).Instructions, isBigEndian);
        BpfSimulator? theirs = Libseccomp.TryCompile(spec, native, isTree: isComplete) is { } code ? new(code, isBigEndian) : null;
        ReferenceFilter reference = new(spec, native);
        List<string> differences = [];
        int calls = 0;
        int judged = 0;
        foreach (SystemCallRecord call in CallGrid.Of(spec, native, isComplete))
        {
            if (IsNeverReported(call, spec, native))
            {
                continue;
            }

            uint expected = reference.Judge(call, out ReferenceFilter.Treatment treatment);
            uint actual = ours.Run(call);
            bool isNewer = treatment.Otherwise == (SECCOMP_RET_ERRNO | Errno.ENOSYS);
            bool isJudged = theirs is not null && !isNewer && !IsDisputed(treatment, call) && !IsMuddled(treatment);
            uint peer = isJudged ? theirs!.Run(call) : expected;
            calls++;
            judged += isJudged ? 1 : 0;
            if (actual != expected || peer != expected)
            {
                differences.Add($"{native} {call}: 0x{actual:x}, libseccomp 0x{peer:x}, meant 0x{expected:x}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
        return (calls, judged);
    }

    /// <summary>
    /// Rules with conditions that contradict each other on this call: our filter takes the first one of the profile, libseccomp the
    /// one that its tree of arguments happens to test first, whatever their order. A deliberate difference.
    /// </summary>
    private static bool IsDisputed(ReferenceFilter.Treatment treatment, in SystemCallRecord call)
    {
        uint? verdict = null;
        foreach (ReferenceFilter.Rule rule in treatment.Rules)
        {
            if (ReferenceFilter.Matches(rule, call, treatment.ArgumentMask))
            {
                if (verdict is not null && verdict != rule.Verdict)
                {
                    return true;
                }

                verdict = rule.Verdict;
            }
        }

        return false;
    }

    /// <summary>
    /// The profile lists every architecture that the kernel reports, and this is another one. Then our filter answers the lowest numbers
    /// without a look at the architecture, where libseccomp kills. A deliberate difference, which no process can see.
    /// </summary>
    private static bool IsNeverReported(in SystemCallRecord call, SeccompSpec spec, SeccompArch native)
    {
        uint other = SeccompAbi.Of(native).OtherAudit;
        return call.Audit == CallGrid.UnknownAudit && spec.Architectures.Any(architecture => SeccompAbi.Of(architecture).Audit == other);
    }

    /// <summary>
    /// Two rules for the call test one argument, and not only for equality: libseccomp 2.5 merges their tests of a word into
    /// one and gets some values wrong. There only the plain reading of the profile judges ours.
    /// </summary>
    private static bool IsMuddled(ReferenceFilter.Treatment treatment)
    {
        return treatment.Rules.SelectMany(rule => rule.Conditions).GroupBy(condition => condition.Index)
            .Any(group => group.Count() > 1 && group.Any(condition => condition.Op != SeccompOperator.SCMP_CMP_EQ));
    }
}
