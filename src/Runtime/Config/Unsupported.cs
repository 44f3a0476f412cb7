namespace Runtime.Config;

/// <summary>
/// The properties of the specification that this version does not implement, one a line.
/// They are refused by name: whoever asks for a protection must not go without it silently.
/// </summary>
internal static class Unsupported
{
    public static void Check(Spec spec)
    {
        LinuxSpec linux = spec.Linux;
        Refuse(linux.IntelRdt is not null, Place.ConfigFile, "linux.intelRdt");
    }

    private static void Refuse(bool isGiven, Place at, string member)
    {
        if (isGiven)
        {
            throw at.Fault(member, "not supported by this version of runtime");
        }
    }
}
