namespace Runtime.Syscalls;

/// <summary>Device numbers as mknod(2) takes them: twelve bits of major among twenty of minor.</summary>
public static class DeviceNumber
{
    public static uint Make(uint major, uint minor)
    {
        return (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & ~0xffu) << 12);
    }

    public static uint Major(uint device)
    {
        return (device >> 8) & 0xfff;
    }

    public static uint Minor(uint device)
    {
        return (device & 0xff) | ((device >> 12) & 0xfff00);
    }
}
