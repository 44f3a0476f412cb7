using System;
using System.IO;

using Runtime.Shim.Loop;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Death;

/// <summary>
/// By the count in memory.events. The kernel says at most every 10 ms that such a file has changed (CGROUP_FILE_NOTIFY_MIN_INTV), and systemd removes
/// a scope as soon as it is empty; so the count may be gone before anyone could read it. That of the cgroup above includes it and stays.
/// </summary>
internal sealed class OomWatchV2 : OomWatch
{
    // Of what was counted above for longer, siblings may have had a part. A cgroup that comes to its limit has said so just before, as slow machines go.
    private const long FreshMilliseconds = 5000;
    private const int Killed = 128 + SIGKILL;

    private readonly KillCount _own;
    private readonly KillCount? _above;
    private readonly Watch _watch;
    private ulong _kills;
    private ulong _killsAbove;
    private long _lookedAt;
    private bool _isGone;

    private OomWatchV2(EventLoop loop, KillCount own, KillCount? above, Action happened)
        : base(happened)
    {
        _own = own;
        _above = above;
        _watch = loop.Add(own.Number, EPOLLPRI, _ => Look());
        _killsAbove = above?.Read() ?? 0;
        _kills = own.Read() ?? 0;
        _lookedAt = Environment.TickCount64;
    }

    public static OomWatchV2? Start(EventLoop loop, string directory, Action happened)
    {
        return KillCount.TryOpen(directory) is not KillCount own ? null
            : new OomWatchV2(loop, own, KillCount.TryOpen(Path.GetDirectoryName(directory)!), happened);
    }

    public override void End(int status)
    {
        Look();
        if (_isGone && status == Killed && _above?.Read() > _killsAbove && Environment.TickCount64 - _lookedAt < FreshMilliseconds)
        {
            Tell();
        }
    }

    public override void Dispose()
    {
        _watch.Dispose();
        _own.Dispose();
        _above?.Dispose();
    }

    private void Look()
    {
        ulong killsAbove = _above?.Read() ?? 0; // first: a kill between the two is found in the own one
        if (_own.Read() is not ulong kills)
        {
            _isGone = true;
            _watch.Change(0); // or it would stay ready
            return;
        }

        _killsAbove = killsAbove;
        _lookedAt = Environment.TickCount64;
        if (kills > _kills)
        {
            _kills = kills;
            Tell();
        }
    }
}
