using System;
using System.Diagnostics;
using System.IO;
using Runtime.State;
using Runtime.Tests.State;

namespace Runtime.Tests.Commands;

/// <summary>A root with one container, "web", whose first process is a sleep.</summary>
internal sealed class StoredContainer : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    public StoredContainer(bool waitsForStart = false, SavedCgroup[]? cgroups = null)
    {
        Process = Process.Start("sleep", "1000");
        ProcessIdentity identity = ProcessIdentity.Find(Process.Id)!.Value;
        State = new ContainerState
        {
            OciVersion = "1.3.0",
            Id = "web",
            Pid = identity.Pid,
            StartTime = identity.StartTime,
            Created = "2026-01-02T03:04:05.6Z",
            Bundle = "/bundle",
            RootPath = "/bundle/rootfs",
            HasPrivatePidNamespace = cgroups is null,
            Cgroups = cgroups ?? [],
        };
        using StateRoot root = StateRoot.OpenOrCreate(Root);
        using StateDirectory directory = StateDirectory.Create(root, "web");
        directory.SaveState(State);
        directory.SaveConfig("""{"ociVersion": "1.3.0", "linux": {"resources": {"pids": {"limit": 9}}}}"""u8);
        if (waitsForStart)
        {
            Runtime.Syscalls.Kernel.MkFifoAt(directory.Number, StateDirectory.FifoName, 0x190);
        }
    }

    public Process Process { get; }

    public ContainerState State { get; }

    public string Root => _place.Path;

    public RuntimeCall Call(params string[] words) => RuntimeCall.Of(["--root", Root, .. words]);

    public string Config() => File.ReadAllText($"{Root}/web/config.json");

    public void Save(ContainerState state)
    {
        using StateRoot root = StateRoot.Open(Root)!;
        using StateDirectory directory = StateDirectory.Open(root, "web")!;
        directory.SaveState(state);
    }

    public void EndProcess()
    {
        Process.Kill();
        Process.WaitForExit();
    }

    public void Dispose()
    {
        EndProcess();
        Process.Dispose();
        _place.Dispose();
    }
}
