namespace Runtime.Tests.BlackBox;

/// <summary>How a program ended, and everything it said.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error);
