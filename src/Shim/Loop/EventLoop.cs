using System;
using System.Collections.Generic;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Loop;

/// <summary>The one place where the shim waits. Everything else is called from here, on one thread, and must not block.</summary>
internal sealed class EventLoop : IDisposable
{
    private const int EventsAtOnce = 32;
    private const int GenerationShift = 32;
    private const int IdleMilliseconds = 2000;

    private readonly Descriptor _epoll = Kernel.EpollCreate1();
    private readonly Action<Exception> _failed;
    private readonly List<Alarm> _alarms = [];
    private readonly Queue<Action> _posted = new();
    private Watch?[] _watches = new Watch?[64]; // by descriptor
    private uint _generation;
    private bool _isStopped;

    /// <param name="failed">Told what a callback could not do, be it a defect of this program; the loop goes on, for containers depend on it.</param>
    public EventLoop(Action<Exception> failed)
    {
        _failed = failed;
    }

    /// <summary>Called when nothing has happened for a while.</summary>
    public Action? Idle { get; set; }

    /// <summary>Calls <paramref name="ready"/> with what epoll(7) says, until the watch is disposed. The descriptor stays the caller's.</summary>
    public Watch Add(int descriptor, uint events, Action<uint> ready)
    {
        Watch watch = new(this, descriptor, ++_generation, ready);
        Kernel.EpollCtl(_epoll.Number, EPOLL_CTL_ADD, descriptor, events, KeyOf(watch));
        if (descriptor >= _watches.Length)
        {
            Array.Resize(ref _watches, Math.Max(_watches.Length * 2, descriptor + 1));
        }

        _watches[descriptor] = watch;
        return watch;
    }

    /// <summary>Calls once, so much later, unless it is disposed before.</summary>
    public Alarm After(int milliseconds, Action due)
    {
        Alarm alarm = new(this, Environment.TickCount64 + Math.Max(milliseconds, 1), due);
        _alarms.Add(alarm);
        return alarm;
    }

    /// <summary>Calls when the callback that runs now has returned.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
    }

    public void Stop()
    {
        _isStopped = true;
    }

    /// <summary>Until <see cref="Stop"/>.</summary>
    public void Run()
    {
        _isStopped = false;
        Span<epoll_event> events = stackalloc epoll_event[EventsAtOnce];
        bool isIdle = Idle is null;
        while (!_isStopped)
        {
            CallPosted();
            CallAlarms();
            if (_isStopped)
            {
                return;
            }

            int wait = _posted.Count > 0 ? 0 : MillisecondsToWait();
            bool maySleep = !isIdle && (wait < 0 || wait > IdleMilliseconds);
            int count = Kernel.EpollWait(_epoll.Number, events, maySleep ? IdleMilliseconds : wait);
            if (count == 0 && maySleep && Idle is Action idle)
            {
                isIdle = true;
                Call(idle);
            }

            foreach (epoll_event happened in events[..count])
            {
                isIdle = Idle is null;
                Watch? watch = Find(happened.data);
                if (watch is not null)
                {
                    Call(watch, happened.events);
                    CallPosted();
                }
            }
        }
    }

    public void Dispose()
    {
        _epoll.Dispose();
    }

    internal void Change(Watch watch, uint events)
    {
        Kernel.EpollCtl(_epoll.Number, EPOLL_CTL_MOD, watch.Descriptor, events, KeyOf(watch));
    }

    internal void Remove(Watch watch)
    {
        _watches[watch.Descriptor] = null;
        Kernel.EpollCtl(_epoll.Number, EPOLL_CTL_DEL, watch.Descriptor, 0, 0);
    }

    internal void Remove(Alarm alarm)
    {
        _alarms.Remove(alarm);
    }

    private static ulong KeyOf(Watch watch)
    {
        return ((ulong)watch.Generation << GenerationShift) | (uint)watch.Descriptor;
    }

    // An earlier callback of the same round may have closed the descriptor, and another may have got its number.
    private Watch? Find(ulong key)
    {
        Watch? watch = _watches[(uint)key];
        return watch is not null && watch.Generation == (uint)(key >> GenerationShift) ? watch : null;
    }

    private int MillisecondsToWait()
    {
        long next = long.MaxValue;
        foreach (Alarm alarm in _alarms)
        {
            next = Math.Min(next, alarm.Due);
        }

        return next == long.MaxValue ? -1 : (int)Math.Clamp(next - Environment.TickCount64, 0, int.MaxValue);
    }

    private void CallAlarms()
    {
        long now = Environment.TickCount64; // what a callback asks for is later
        for (int i = 0; i < _alarms.Count; i++)
        {
            Alarm alarm = _alarms[i];
            if (alarm.Due <= now)
            {
                alarm.Dispose();
                Call(alarm.Ring);
                CallPosted();
                i = -1; // the callback may have changed the list
            }
        }
    }

    private void CallPosted()
    {
        while (!_isStopped && _posted.TryDequeue(out Action? action))
        {
            Call(action);
        }
    }

    private void Call(Watch watch, uint events)
    {
        try
        {
            watch.Ready(events);
        }
        catch (Exception failure)
        {
            _failed(failure);
        }
    }

    private void Call(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure)
        {
            _failed(failure);
        }
    }
}
