using System;
using System.Collections.Generic;

using Runtime.Shim.Streams;
using Runtime.Syscalls;

namespace Runtime.Shim.Conmon;

/// <summary>Where output is logged: each <c>--log-path</c> is <c>DRIVER:PATH</c>, and a path alone is a file that kubelet can read.</summary>
internal sealed class LogChoice
{
    public LogChoice(OptionReader reader)
    {
        List<LogTarget> targets = [];
        foreach (string text in reader.Texts("log-path"))
        {
            var target = LogTarget.Read(text);
            PassesThrough |= target.Driver == LogDriver.Passthrough;
            targets.Add(target);
        }

        Targets = [.. targets];
        Limits = new LogLimits(
            Positive(reader.Number("log-size-max")),
            Positive(reader.Number("log-global-size-max")),
            reader.Has("log-rotate") ? (int)(reader.Number("log-max-files") ?? 1) : 0);
        Tag = reader.Text("log-tag");
        Labels = reader.Texts("log-label");
        IsPartialMarked = !reader.Has("no-container-partial-message");
        IsSynced = !reader.Has("no-sync-log");
        CheckLabels();
        CheckFolders(reader.Texts("log-allowlist-dir"));
    }

    public LogTarget[] Targets { get; }

    /// <summary>The container has the caller's own descriptors.</summary>
    public bool PassesThrough { get; }

    public LogLimits Limits { get; }

    public string? Tag { get; }

    public string[] Labels { get; }

    public bool IsPartialMarked { get; }

    public bool IsSynced { get; }

    private void CheckLabels()
    {
        foreach (string label in Labels)
        {
            int equals = label.IndexOf('=');
            if (equals <= 0 || label.IndexOf('=', equals + 1) >= 0 || !Array.TrueForAll(label[..equals].ToCharArray(), MayBeInName))
            {
                throw new UsageException($"the log label {Quoted.Text(label)} is not LABEL=VALUE, with capital letters, digits and underscores before one equals sign");
            }
        }
    }

    private void CheckFolders(string[] allowed)
    {
        foreach (LogTarget target in Targets)
        {
            if (target.Path is string path && allowed.Length > 0 && !Array.Exists(allowed, folder => IsWithin(path, folder)))
            {
                throw new UsageException($"the log {Quoted.Text(path)} is in none of the folders of --log-allowlist-dir");
            }
        }
    }

    private static bool IsWithin(string path, string folder)
    {
        return path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal) && !(path + "/").Contains("/../", StringComparison.Ordinal);
    }

    private static bool MayBeInName(char character)
    {
        return char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character == '_';
    }

    private static long? Positive(long? number)
    {
        return number > 0 ? number : null;
    }
}

/// <summary>One place where output is logged.</summary>
/// <param name="Driver">How.</param>
/// <param name="Path">Of the file; null where there is none.</param>
internal sealed record LogTarget(LogDriver Driver, string? Path)
{
    public static LogTarget Read(string text)
    {
        int colon = text.IndexOf(':');
        string driver = colon < 0 ? text : text[..colon];
        string? path = colon < 0 || colon + 1 == text.Length ? null : text[(colon + 1)..];
        return driver switch
        {
            "none" or "off" or "null" => new LogTarget(LogDriver.None, null),
            "journald" => new LogTarget(LogDriver.Journald, null),
            "passthrough" => new LogTarget(LogDriver.Passthrough, null),
            "k8s-file" or "" => new LogTarget(LogDriver.File, path ?? throw new UsageException($"the log driver {Quoted.Text(text)} needs a path")),
            _ when colon < 0 => new LogTarget(LogDriver.File, driver),
            _ => throw new UsageException($"no such log driver {Quoted.Text(driver)}"),
        };
    }
}

internal enum LogDriver
{
    None,
    File,
    Journald,
    Passthrough,
}
