using System;
using System.Text;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Resources;

/// <summary>Stops and continues every process of a cgroup, and waits until it is so.</summary>
internal static class Freezer
{
    private const long Patience = 10_000; // milliseconds, as runc waits

    public static bool IsFrozenV2(CgroupDirectory directory)
    {
        return directory.Peek("cgroup.freeze") == "1";
    }

    public static void FreezeV2(CgroupDirectory directory)
    {
        directory.Write("cgroup.freeze", "1");
        if (!WaitForEvent(directory, "frozen 1"))
        {
            directory.Write("cgroup.freeze", "0");
            throw TookTooLong("freezing", directory);
        }
    }

    public static void ThawV2(CgroupDirectory directory)
    {
        directory.Write("cgroup.freeze", "0");
        if (!WaitForEvent(directory, "frozen 0"))
        {
            throw TookTooLong("thawing", directory);
        }
    }

    public static bool IsFrozenV1(CgroupDirectory directory)
    {
        return directory.Peek("freezer.state") is "FROZEN" or "FREEZING";
    }

    public static void FreezeV1(CgroupDirectory directory)
    {
        long end = Now() + Patience;
        for (int attempt = 1; ; attempt++)
        {
            directory.Write("freezer.state", "FROZEN");
            if (directory.TryRead("freezer.state") is "FROZEN" or null)
            {
                return;
            }
            if (Now() > end)
            {
                directory.Write("freezer.state", "THAWED");
                throw TookTooLong("freezing", directory);
            }
            // It stays at FREEZING if a process was forked at the wrong moment; thawing for a moment lets that one go on
            // to where it can be stopped. Each further write of FROZEN looks at all tasks again.
            if (attempt % 50 == 0)
            {
                directory.Write("freezer.state", "THAWED");
            }
            Sleep(1);
        }
    }

    public static void ThawV1(CgroupDirectory directory)
    {
        directory.Write("freezer.state", "THAWED");
    }

    public static void Sleep(int milliseconds)
    {
        Kernel.Poll([], milliseconds);
    }

    /// <summary>Milliseconds of the monotonic clock.</summary>
    public static long Now()
    {
        timespec now = Kernel.ClockGetTime(CLOCK_MONOTONIC);
        return (now.tv_sec * 1000) + (now.tv_nsec / 1_000_000);
    }

    // cgroup.events becomes ready to poll at each change after it was read. A cgroup that is gone waits for nothing.
    private static bool WaitForEvent(CgroupDirectory directory, string line)
    {
        long end = Now() + Patience;
        Span<byte> buffer = stackalloc byte[256];
        while (true)
        {
            int opened = CgroupFile.Open(directory.Self.Number, "cgroup.events", O_RDONLY);
            if (opened < 0)
            {
                return true;
            }
            using Descriptor events = new(opened);
            int length = Kernel.TryRead(events.Number, buffer);
            if (length < 0 || Encoding.ASCII.GetString(buffer[..length]).Contains(line, StringComparison.Ordinal))
            {
                return true;
            }
            int left = (int)(end - Now());
            if (left <= 0)
            {
                return false;
            }
            Kernel.Poll([new pollfd { fd = events.Number, events = (short)POLLPRI }], left);
        }
    }

    private static CgroupException TookTooLong(string doing, CgroupDirectory directory)
    {
        return new CgroupException(doing + " the cgroup " + Quoted.Text(directory.FullPath) + ": not done after " + LimitValue.Text(Patience / 1000) + " seconds");
    }
}
