using System;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Syscalls;

/// <summary>src/Syscalls as it is compiled for each architecture: this machine's is the one the tests use, the other is built.</summary>
public sealed class CompiledSyscalls : IDisposable
{
    private readonly TemporaryDirectory _artifacts = new();
    private readonly Lazy<Assembly> _foreign;

    public CompiledSyscalls()
    {
        _foreign = new Lazy<Assembly>(() => Build(Here == "x64" ? "arm64" : "x64"));
    }

    private static string Here => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    public Assembly For(string architecture)
    {
        return architecture == Here ? typeof(Kernel).Assembly : _foreign.Value;
    }

    public void Dispose()
    {
        _artifacts.Dispose();
    }

    private Assembly Build(string architecture)
    {
        string project = RepositoryFiles.Root + "/src/Syscalls/Syscalls.csproj";
        Command build = Command.Run(
            "dotnet", null, "build", project, "-m:1", "-nodeReuse:false", "-p:UseSharedCompilation=false",
            "-p:TargetArchitecture=" + architecture, "-p:ArtifactsPath=" + _artifacts.Path);
        Assert.True(build.ExitCode == 0, build.Output);
        // The code is not run, only looked at: metadata and layout are those of any 64-bit machine.
        AssemblyLoadContext context = new("Syscalls for " + architecture);
        return context.LoadFromAssemblyPath(_artifacts["bin/Syscalls/debug/Runtime.Syscalls.dll"]);
    }
}
