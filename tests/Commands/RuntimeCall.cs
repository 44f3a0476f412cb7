using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Runtime.Commands;

namespace Runtime.Tests.Commands;

/// <summary>One call of the program from outside: what it wrote and how it ended.</summary>
internal sealed record RuntimeCall(int Status, string Output, string Error)
{
    public static RuntimeCall Of(params string[] words) => In(Path.GetTempPath(), words);

    public static RuntimeCall In(string directory, params string[] words)
    {
        using Process process = Start(directory, words);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new RuntimeCall(process.ExitCode, output, error.Result);
    }

    /// <summary>For a call that goes on for a while.</summary>
    public static Process Start(string directory, params string[] words)
    {
        string program = typeof(CommandLine).Assembly.Location;
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", "--roll-forward", "Major", program, .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        })!;
    }
}
