using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>
/// One test's own place: a bundle, a state root and an id. Whatever the test does, at its end every container of it is deleted, and nothing
/// of them may be left on the host.
/// </summary>
[Trait("Category", "BlackBox")]
public abstract class ContainerTest : IDisposable
{
    private static int s_count;

    private readonly List<HostProgram> _programs = [];

    protected ContainerTest()
    {
        PublishedRuntime.RequireIt();
        Mark = $"bb{Environment.ProcessId}x{Interlocked.Increment(ref s_count)}x";
        Id = Mark + "a";
        Place = $"{System.IO.Path.GetTempPath()}{Mark}";
        Bundle = $"{Place}/bundle";
        Rootfs = $"{Bundle}/rootfs";
        StateRoot = $"{Place}/state";
        Directory.CreateDirectory(Rootfs);
        RootFileSystem.Make(Rootfs);
        Config = NewConfig();
    }

    /// <summary>Part of every name the test gives to anything.</summary>
    private protected string Mark { get; }

    private protected string Id { get; }

    /// <summary>The test's directory.</summary>
    private protected string Place { get; }

    private protected string Bundle { get; }

    private protected string Rootfs { get; }

    private protected string StateRoot { get; }

    /// <summary>What the next container is made from: the example of <c>spec</c>, without a terminal and with a root that may be written.</summary>
    private protected Configuration Config { get; set; }

    private protected static Configuration NewConfig()
    {
        Configuration config = new(PublishedRuntime.ExampleConfig);
        config.Set("process.terminal", false);
        config.Set("root.readonly", false);
        return config;
    }

    /// <summary>What <c>spec</c> writes on a machine with cgroup v2 alone has a cgroup namespace, which hides where the container is.</summary>
    private protected void WithoutCgroupNamespace() => Config.Namespaces("pid", "mount", "ipc", "uts", "network");

    /// <summary>The line of /proc/self/cgroup, without its number, that says where the container is.</summary>
    private protected string CgroupLine => Directory.Exists("/sys/fs/cgroup/devices") ? $"devices:/{Id}" : $":/{Id}";

    /// <summary>Runs a shell script in a container, to its end.</summary>
    private protected Outcome RunShell(string script) => RunProgram("sh", "-c", script);

    private protected Outcome RunProgram(params string[] args)
    {
        Config.Args(args);
        return Run();
    }

    /// <summary>Runs the container of <see cref="Config"/>.</summary>
    private protected Outcome Run(params string[] options)
    {
        WriteConfig();
        return Call(["run", .. options, "--bundle", Bundle, Id]);
    }

    /// <summary>Creates a container; its output is in what is returned.</summary>
    private protected HostProgram Create(params string[] options)
    {
        WriteConfig();
        HostProgram create = StartCall(["create", .. options, "--bundle", Bundle, Id]);
        Assert.Equal(new Outcome(0, "", ""), create.Wait());
        return create;
    }

    /// <summary>Creates and starts a container that only waits.</summary>
    private protected void StartSleeping()
    {
        Config.Args("sleep", "600");
        Create();
        Assert.Equal(new Outcome(0, "", ""), Call("start", Id));
    }

    private protected Outcome ExecShell(string script) => Call("exec", Id, "sh", "-c", script);

    /// <summary>Calls the program, and waits for it.</summary>
    private protected Outcome Call(params string[] words) => StartCall(words).Wait();

    private protected HostProgram StartCall(params string[] words) => StartHost(PublishedRuntime.Path, ["--root", StateRoot, .. words]);

    /// <summary>Runs a script of the host's shell, in which "$@" calls the program.</summary>
    private protected Outcome CallFromShell(string script, params string[] words) =>
        StartHost("/bin/sh", ["-c", script, "sh", PublishedRuntime.Path, "--root", StateRoot, .. words]).Wait();

    private protected HostProgram StartHost(string program, params string[] arguments)
    {
        var started = HostProgram.Start(Place, program, arguments);
        _programs.Add(started);
        return started;
    }

    /// <summary>Runs a script with a terminal of its own. script(1) types a NUL when its own input ends.</summary>
    private protected Outcome InTerminal(string script)
    {
        Outcome outcome = StartHost("script", "--quiet", "--return", "--command", script, "/dev/null").Wait();
        return outcome with { Output = outcome.Output.Replace("^@", "", StringComparison.Ordinal) };
    }

    /// <summary>Nothing is mounted on /dev: what the image has there is what the container gets.</summary>
    private protected void UseDevOfTheImage()
    {
        foreach (string mount in new[] { "/dev", "/dev/pts", "/dev/shm", "/dev/mqueue" })
        {
            Config.Unmount(mount);
        }
    }

    private protected void WriteConfig() => File.WriteAllText($"{Bundle}/config.json", Config.Text);

    private protected JsonObject State() => State(Id);

    private protected JsonObject State(string id)
    {
        Outcome state = Call("state", id);
        Assert.Equal("", state.Error);
        return JsonNode.Parse(state.Output)!.AsObject();
    }

    private protected string Status() => (string)State()["status"]!;

    private protected int Pid() => (int)State()["pid"]!;

    /// <summary>The one line that the program says of a failure.</summary>
    private protected Outcome Failure(string command, string message, int status = 1) =>
        new(status, "", $"runtime: {command} \"{Id}\": {message}\n");

    /// <summary>A call that failed has left nothing, and the id is free.</summary>
    private protected void AssertNothingLeft()
    {
        Leftovers.AssertNone(Id);
        if (Directory.Exists(StateRoot))
        {
            Assert.Empty(Directory.EnumerateFileSystemEntries(StateRoot));
        }
    }

    /// <summary>Waits for something to become true.</summary>
    private protected static void WaitUntil(Func<bool> isSo, string what)
    {
        for (int i = 0; i < 1000; i++)
        {
            if (isSo())
            {
                return;
            }

            Thread.Sleep(10);
        }

        Assert.Fail($"after ten seconds it was still not so that {what}");
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        try
        {
            OnDispose();
            foreach (HostProgram program in _programs)
            {
                program.Dispose();
            }

            if (Directory.Exists(StateRoot))
            {
                foreach (string directory in Directory.GetDirectories(StateRoot))
                {
                    Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(Place, PublishedRuntime.Path, "--root", StateRoot, "delete", "--force", Path.GetFileName(directory)));
                }

                Assert.Empty(Directory.EnumerateFileSystemEntries(StateRoot));
            }

            Leftovers.AssertNone(Mark);
        }
        finally
        {
            Directory.Delete(Place, recursive: true);
        }
    }

    /// <summary>What the test itself has to take away.</summary>
    protected virtual void OnDispose()
    {
    }
}
