using System;

namespace Runtime.Syscalls;

/// <summary>Device numbers as mknod(2) takes them: twelve bits of major among twenty of minor.</summary>
public static class DeviceNumber
{
    public const uint LargestMajor = 0xfff;
    public const uint LargestMinor = 0xfffff;

    public static uint Make(uint major, uint minor)
    {
        // Cut to their bits they would be another device.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(major, LargestMajor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minor, LargestMinor);
        return (minor & 0xff) | (major << 8) | ((minor & ~0xffu) << 12);
    }

    public static uint Major(uint device)
    {
        return (device >> 8) & LargestMajor;
    }

    public static uint Minor(uint device)
    {
        return (device & 0xff) | ((device >> 12) & 0xfff00);
    }
}
