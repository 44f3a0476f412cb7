using System.Diagnostics;
using System.Threading.Tasks;

namespace Runtime.Tests.Syscalls;

/// <summary>A program run to its end: what it said and how it ended.</summary>
internal sealed record Command(int ExitCode, string Output)
{
    public static Command Run(string program, string? input, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What `dotnet test` tells its own MSBuild would mislead the one started here.
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment.Remove("MSBuildExtensionsPath");
        start.Environment.Remove("MSBUILD_EXE_PATH");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string all = output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return new Command(process.ExitCode, all);
    }
}
