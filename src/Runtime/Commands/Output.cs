using System;
using System.Text;
using Runtime.Syscalls;

namespace Runtime.Commands;

/// <summary>Standard output: what a command was asked for, and nothing else.</summary>
internal static class Output
{
    private const int StandardOutput = 1;

    public static void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    public static void Write(ReadOnlySpan<byte> text) => Kernel.Write(StandardOutput, text);
}
