using System;
using System.Collections.Generic;
using System.Text;
using Runtime.Config;
using Runtime.Resources;
using Runtime.State;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Commands;

/// <summary>
/// Messages: one line on standard error, which callers of runc search for known words, and with <c>--log</c> a line in the form of logrus,
/// which they parse. Nothing is written when all is well, because go-runc reads standard error and output as one.
/// </summary>
internal sealed class Log(GlobalOptions options)
{
    private const int StandardError = 2;
    private const uint Readable = 0x1a4; // 0644

    /// <summary>The one line of a call that failed.</summary>
    /// <param name="doing">The command and its operand; empty if it did not come so far.</param>
    /// <param name="failure">Why.</param>
    public void Fail(string doing, RuntimeException failure)
    {
        string message = doing.Length > 0 ? $"{doing}: {failure.Message}" : failure.Message;
        Write(LogLevel.Error, message, CodeOf(failure));
    }

    /// <summary>Something went wrong that does not change the result.</summary>
    public void Warn(string message) => Write(LogLevel.Warning, message, "");

    /// <summary>Says what will not be as it was asked for.</summary>
    /// <param name="find">Called only if warnings are wanted.</param>
    public void Warn(Func<List<string>> find)
    {
        if (LogLevel.Warning <= options.LogLevel)
        {
            foreach (string warning in find())
            {
                Warn(warning);
            }
        }
    }

    public void Debug(string message) => Write(LogLevel.Debug, message, "");

    /// <summary>A line on standard error beside a result, for the eyes of a person.</summary>
    public static void Note(string message) => Kernel.Write(StandardError, Encoding.UTF8.GetBytes(message + "\n"));

    /// <summary>What kind of failure it is, for programs.</summary>
    public static string CodeOf(RuntimeException failure) => failure switch
    {
        KernelException refused => Errno.Name(refused.Errno),
        StateException state => state.Code,
        ConfigException => "invalid-config",
        CgroupException => "cgroup",
        UsageException => "usage",
        _ => "failed",
    };

    private void Write(LogLevel level, string message, string code)
    {
        if (level > options.LogLevel)
        {
            return;
        }

        message = $"{Usage.Program}: {message}";
        if (options.LogFile.Length > 0)
        {
            WriteFile(level, message, code);
        }

        // Less than an error is for the log; on the terminal it is shown only to who asked for it.
        if (level == LogLevel.Error || options.LogFile.Length == 0)
        {
            Note(message);
        }
    }

    private void WriteFile(LogLevel level, string message, string code)
    {
        string time = Timestamp.Seconds(DateTime.UtcNow);
        string line = options.IsLogJson ? JsonLine(level, message, time, code) : TextLine(level, message, time);
        try
        {
            using Descriptor file = Kernel.Open(options.LogFile, O_WRONLY | O_CREAT | O_APPEND | O_SYNC, Readable);
            Kernel.Write(file.Number, Encoding.UTF8.GetBytes(line));
        }
        catch (KernelException e)
        {
            // The message itself still goes to standard error; why it is not in the log belongs beside it.
            Note($"{Usage.Program}: {e.Message}");
        }
    }

    private static string JsonLine(LogLevel level, string message, string time, string code)
    {
        var text = JsonText.OneLine();
        text.WriteStartObject();
        text.WriteString("level", NameOf(level));
        text.WriteString("msg", message);
        text.WriteString("time", time);
        if (code.Length > 0)
        {
            text.WriteString("code", code);
        }

        text.WriteEndObject();
        return Encoding.UTF8.GetString(text.Bytes) + "\n";
    }

    private static string TextLine(LogLevel level, string message, string time) =>
        $"time=\"{time}\" level={NameOf(level)} msg={Quoted.Text(message)}\n";

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Debug => "debug",
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };
}
