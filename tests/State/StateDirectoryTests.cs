using System.Diagnostics;
using System.IO;
using System.Threading;
using Runtime.Config;
using Runtime.State;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.State;

public sealed class StateDirectoryTests
{
    [Fact]
    public void State_comes_back_as_it_was_saved()
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);
        using StateDirectory directory = StateDirectory.Create(root, "web");
        ContainerState saved = Example() with
        {
            Annotations = [new NamedValue("a\"\n", "ü€"), new NamedValue("", "")],
            Cgroups = [new SavedCgroup("", "/sys/fs/cgroup/web", true), new SavedCgroup("cpu", "/sys/fs/cgroup/cpu/web", false)],
            SystemdUnit = "web.scope",
            HasPrivatePidNamespace = true,
            Resctrl = new SavedResctrl("/sys/fs/resctrl/web", "/sys/fs/resctrl/web/mon_groups/web", true),
            HasPoststopHooks = true,
            KeepsKeyring = true,
            IsRootless = true,
        };

        directory.SaveState(saved);

        ContainerState loaded = directory.LoadState()!;
        Assert.Equal(saved.Annotations, loaded.Annotations);
        Assert.Equal(saved.Cgroups, loaded.Cgroups);
        Assert.Equal(saved with { Annotations = loaded.Annotations, Cgroups = loaded.Cgroups }, loaded);
    }

    [Fact]
    public void State_is_replaced_as_a_whole_and_private()
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);
        using StateDirectory directory = StateDirectory.Create(root, "web");
        directory.SaveState(Example() with { Bundle = new string('x', 5000) });
        directory.SaveState(Example());

        Assert.Equal(Example().Bundle, directory.LoadState()!.Bundle);
        Assert.Equal([$"{place.Path}/web/state.json"], Directory.GetFiles($"{place.Path}/web"));
        Assert.Equal(0b110_000_000, ModeOf($"{place.Path}/web/state.json"));
    }

    [Fact]
    public void Properties_of_a_newer_version_are_passed_over()
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);
        using StateDirectory directory = StateDirectory.Create(root, "web");
        File.WriteAllText($"{place.Path}/web/state.json", """{"future": {"a": [1]}, "id": "web", "pid": 7}""");

        Assert.Equal(7, directory.LoadState()!.Pid);
    }

    [Theory]
    [InlineData("", "The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true. LineNumber: 0 | BytePositionInLine: 0.")]
    [InlineData("[]", "StartArray where StartObject should be")]
    [InlineData("""{"id": 1}""", "Number where String should be")]
    [InlineData("""{"pid": -1}""", "a number is out of range")]
    public void Broken_state_is_an_error(string text, string reason)
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);
        using StateDirectory directory = StateDirectory.Create(root, "web");
        File.WriteAllText($"{place.Path}/web/state.json", text);

        StateException e = Assert.Throws<StateException>(() => directory.LoadState());

        Assert.Equal($"reading \"{place.Path}/web/state.json\": {reason}", e.Message);
    }

    [Fact]
    public void Second_create_of_an_id_is_refused()
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);
        using StateDirectory directory = StateDirectory.Create(root, "web");

        StateException e = Assert.Throws<StateException>(() => StateDirectory.Create(root, "web"));

        Assert.Equal("container with given ID already exists", e.Message);
    }

    [Fact]
    public void Of_many_creates_at_once_one_wins()
    {
        using TemporaryDirectory place = new();
        int winners = 0;
        int losers = 0;
        using Barrier start = new(8);
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Create);
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.Equal((1, 7), (winners, losers));

        void Create()
        {
            using StateRoot root = StateRoot.OpenOrCreate($"{place.Path}/new/root");
            start.SignalAndWait();
            try
            {
                StateDirectory.Create(root, "web").Dispose();
                Interlocked.Increment(ref winners);
            }
            catch (StateException e) when (e.Message == "container with given ID already exists")
            {
                Interlocked.Increment(ref losers);
            }
        }
    }

    [Fact]
    public void Create_makes_a_directory_others_may_pass_through_under_a_private_root()
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate($"{place.Path}/a/b");
        using StateDirectory directory = StateDirectory.Create(root, "web");

        Assert.Equal(0b111_000_000, ModeOf($"{place.Path}/a/b"));
        Assert.Equal(0b111_001_001, ModeOf($"{place.Path}/a/b/web"));
    }

    [Fact]
    public void Missing_root_and_missing_container_are_null()
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);

        Assert.Null(StateRoot.Open($"{place.Path}/none"));
        Assert.Null(StateDirectory.Open(root, "web"));
        Assert.False(root.Has("web"));
    }

    [Fact]
    public void List_is_sorted()
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);
        StateDirectory.Create(root, "b").Dispose();
        StateDirectory.Create(root, "a").Dispose();
        StateDirectory.Create(root, "B").Dispose();

        Assert.Equal(["B", "a", "b"], root.List());
        Assert.Equal(["B", "a", "b"], root.List());
    }

    [Fact]
    public void Lock_is_exclusive_and_ends_with_the_directory()
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);
        StateDirectory creator = StateDirectory.Create(root, "web");
        using StateDirectory other = StateDirectory.Open(root, "web")!;

        Assert.False(other.TryLock());
        creator.Dispose();
        Assert.True(other.TryLock());
    }

    [Fact]
    public void Config_is_kept_byte_for_byte()
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);
        using StateDirectory directory = StateDirectory.Create(root, "web");

        directory.SaveConfig("{ \"a\" :\t1 }"u8);

        Assert.Equal("{ \"a\" :\t1 }"u8, directory.LoadConfig());
    }

    [Fact]
    public void Remove_takes_everything_and_follows_no_link()
    {
        using TemporaryDirectory place = new();
        using TemporaryDirectory outside = new();
        File.WriteAllText($"{outside.Path}/precious", "");
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);
        using StateDirectory directory = StateDirectory.Create(root, "web");
        directory.SaveState(Example());
        directory.SaveConfig("{}"u8);
        Directory.CreateDirectory($"{place.Path}/web/notify/deep");
        File.WriteAllText($"{place.Path}/web/notify/deep/file", "");
        Directory.CreateSymbolicLink($"{place.Path}/web/link", outside.Path);
        Directory.CreateSymbolicLink($"{place.Path}/web/notify/link", outside.Path);

        directory.Remove();

        Assert.Equal([], Directory.GetFileSystemEntries(place.Path));
        Assert.True(File.Exists($"{outside.Path}/precious"));
    }

    [Fact]
    public void Remove_may_be_repeated()
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);
        using StateDirectory directory = StateDirectory.Create(root, "web");

        directory.Remove();
        directory.Remove();

        Assert.Empty(root.List());
    }

    [Fact]
    public void A_link_in_place_of_a_container_is_not_followed()
    {
        using TemporaryDirectory place = new();
        using TemporaryDirectory outside = new();
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);
        Directory.CreateSymbolicLink($"{place.Path}/web", outside.Path);

        KernelException e = Assert.Throws<KernelException>(() => StateDirectory.Open(root, "web"));

        Assert.Equal($"opening \"{place.Path}/web\": not a directory (ENOTDIR)", e.Message);
    }

    [Fact]
    public void Status_of_an_intent_is_creating_as_long_as_somebody_has_the_lock()
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);
        StateDirectory creator = StateDirectory.Create(root, "web");
        using StateDirectory observer = StateDirectory.Open(root, "web")!;

        Assert.Equal(ContainerStatus.Creating, creator.Status(Example()));
        Assert.Equal(ContainerStatus.Creating, observer.Status(Example()));
        creator.Dispose();
        Assert.Equal(ContainerStatus.Stopped, observer.Status(Example()));
    }

    [Fact]
    public void Status_follows_the_process_and_the_fifo()
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate(place.Path);
        using StateDirectory directory = StateDirectory.Create(root, "web");
        using Process process = Process.Start("sleep", "1000");
        ProcessIdentity identity = ProcessIdentity.Find(process.Id)!.Value;
        ContainerState state = Example() with { Pid = identity.Pid, StartTime = identity.StartTime };

        Assert.Equal(ContainerStatus.Running, directory.Status(state));
        Assert.Equal(ContainerStatus.Stopped, directory.Status(state with { StartTime = identity.StartTime + 1 }));
        File.WriteAllText($"{place.Path}/web/{StateDirectory.FifoName}", "");
        Assert.Equal(ContainerStatus.Created, directory.Status(state));
        process.Kill();
        process.WaitForExit();
        Assert.Equal(ContainerStatus.Stopped, directory.Status(state));
    }

    private static int ModeOf(string path) => Kernel.Stat(path).stx_mode & 0xfff;

    private static ContainerState Example() => new()
    {
        OciVersion = "1.3.0",
        Id = "web",
        Created = "2026-01-02T03:04:05.6Z",
        Bundle = "/bundle",
        RootPath = "/bundle/rootfs",
    };
}
