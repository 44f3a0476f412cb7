using System;
using System.IO;
using System.Text;

namespace Runtime.Tests.Syscalls;

/// <summary>A directory of a test's own, gone with all that is in it when the test ends.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("runtime-test-").FullName;

    public string this[string name] => Path + "/" + name;

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return this[name];
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
    }
}
