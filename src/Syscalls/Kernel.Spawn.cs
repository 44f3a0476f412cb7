using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>
/// posix_spawn(3): the one call that starts a program without a line of managed code in the child. The C library clones with
/// CLONE_VM | CLONE_VFORK, on a stack of its own, and tells the parent why the program could not be executed.
/// </summary>
public static unsafe partial class Kernel
{
    private const int POSIX_SPAWN_SETPGROUP = 0x02;
    private const int POSIX_SPAWN_SETSIGDEF = 0x04;
    private const int POSIX_SPAWN_SETSIGMASK = 0x08;
    private const int POSIX_SPAWN_SETSID = 0x80;
    private const int OpaqueSize = 512; // of posix_spawnattr_t: 336 bytes in glibc; the others are smaller
    private const int FirstFreeNumber = 64;

    /// <summary>Starts a program whose signals have their defaults, save those it is told to block.</summary>
    /// <param name="path">Of the program; it is not looked up.</param>
    /// <param name="arguments">All of argv.</param>
    /// <param name="environment">All of it.</param>
    /// <param name="descriptors">Element n becomes descriptor n of the program; it inherits no other that is close-on-exec.</param>
    /// <param name="directory">Where it runs; null: here.</param>
    /// <param name="blocked">The signals it begins with blocked.</param>
    /// <param name="group">Whether it shares the caller's process group and session.</param>
    /// <returns>Its pid, or −errno.</returns>
    public static int TryPosixSpawn(
        string path,
        ReadOnlySpan<string> arguments,
        ReadOnlySpan<string> environment,
        ReadOnlySpan<int> descriptors,
        string? directory = null,
        ulong blocked = 0,
        SpawnGroup group = SpawnGroup.Same)
    {
        byte* pathBuffer = stackalloc byte[KernelString.BufferSize];
        byte* directoryBuffer = stackalloc byte[KernelString.BufferSize];
        using KernelString pathName = new(path, pathBuffer);
        using KernelString directoryName = new(directory, directoryBuffer);
        using NativeStrings argv = new(arguments);
        using NativeStrings envp = new(environment);
        byte* actions = stackalloc byte[OpaqueSize];
        byte* attributes = stackalloc byte[OpaqueSize];
        byte* mask = stackalloc byte[128]; // sigset_t of the C library
        new Span<byte>(mask, 128).Clear();
        *(ulong*)mask = blocked;
        byte* every = stackalloc byte[128];
        new Span<byte>(every, 128).Fill(byte.MaxValue);

        _ = posix_spawn_file_actions_init(actions);
        _ = posix_spawnattr_init(attributes);
        int* sources = stackalloc int[descriptors.Length];
        int moved = 0;
        try
        {
            // Moved out of the way first, so that no duplication overwrites the source of a later one.
            for (; moved < descriptors.Length; moved++)
            {
                sources[moved] = Dup(descriptors[moved], FirstFreeNumber).Release();
                _ = posix_spawn_file_actions_adddup2(actions, sources[moved], moved);
            }
            if (directory is not null)
            {
                _ = posix_spawn_file_actions_addchdir_np(actions, directoryName.Pointer);
            }
            int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
            flags |= group switch { SpawnGroup.NewGroup => POSIX_SPAWN_SETPGROUP, SpawnGroup.NewSession => POSIX_SPAWN_SETSID, _ => 0 };
            _ = posix_spawnattr_setflags(attributes, (short)flags);
            _ = posix_spawnattr_setsigmask(attributes, mask);
            _ = posix_spawnattr_setsigdefault(attributes, every);
            int pid;
            int error = posix_spawn(&pid, pathName.Pointer, actions, attributes, argv.Pointer, envp.Pointer);
            return error == 0 ? pid : -error;
        }
        finally
        {
            for (int i = 0; i < moved; i++)
            {
                Close(sources[i]);
            }
            _ = posix_spawn_file_actions_destroy(actions);
            _ = posix_spawnattr_destroy(attributes);
        }
    }

    public static int PosixSpawn(
        string path,
        ReadOnlySpan<string> arguments,
        ReadOnlySpan<string> environment,
        ReadOnlySpan<int> descriptors,
        string? directory = null,
        ulong blocked = 0,
        SpawnGroup group = SpawnGroup.Same)
    {
        int result = TryPosixSpawn(path, arguments, environment, descriptors, directory, blocked, group);
        return result >= 0 ? result : throw Failure("starting " + Quoted.Text(path), result);
    }

    /// <summary>Becomes another program, with the signals that are blocked now.</summary>
    [DoesNotReturn]
    public static void Execve(string path, ReadOnlySpan<string> arguments, ReadOnlySpan<string> environment)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(path, buffer);
        using NativeStrings argv = new(arguments);
        using NativeStrings envp = new(environment);
        throw Failure("executing " + Quoted.Text(path), Repeat(SystemCall.execve, name, (nint)argv.Pointer, (nint)envp.Pointer));
    }

    [LibraryImport("libc")]
    private static partial int posix_spawn(int* pid, byte* path, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_addchdir_np(byte* actions, byte* path);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(byte* attributes, byte* mask);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(byte* attributes);
}

/// <summary>Where a started program stands beside its parent.</summary>
public enum SpawnGroup
{
    Same,
    NewGroup,
    NewSession,
}
