using System;
using System.Threading;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.BlackBox;

/// <summary>The attack of every race: two names of an image are exchanged, as fast as can be, until this ends.</summary>
internal sealed class Exchange : IDisposable
{
    private const uint RENAME_EXCHANGE = 2;

    private readonly Thread _attacker;
    private volatile bool _isOver;

    public Exchange(string one, string other)
    {
        _attacker = new Thread(() =>
        {
            while (!_isOver)
            {
                _ = Kernel.TryRenameAt(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
            }
        });
        _attacker.Start();
    }

    public void Dispose()
    {
        _isOver = true;
        _attacker.Join();
    }
}
