using System;
using System.IO;

namespace Runtime.Tests.State;

/// <summary>A directory that is gone after the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("runtime-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
