using System;
using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary><c>ociVersion</c> is a SemVer 2.0.0 version whose major number is 1: later minor versions only add.</summary>
internal static class VersionChecks
{
    public static void Check(Spec spec)
    {
        ReadOnlySpan<char> version = spec.OciVersion;
        int suffix = version.IndexOfAny('-', '+');
        ReadOnlySpan<char> core = suffix < 0 ? version : version[..suffix];
        int first = core.IndexOf('.');
        int second = core.LastIndexOf('.');
        if (first < 0 || first == second || !IsNumber(core[..first]) || !IsNumber(core[(first + 1)..second]) || !IsNumber(core[(second + 1)..])
            || (suffix >= 0 && !IsSuffix(version[suffix..])))
        {
            throw Place.ConfigFile.Fault("ociVersion", $"{Quoted.Text(spec.OciVersion)} is not a SemVer 2.0.0 version");
        }

        if (core[..first] is not "1")
        {
            throw Place.ConfigFile.Fault("ociVersion", $"{Quoted.Text(spec.OciVersion)} is not supported; the major version must be 1");
        }
    }

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        return text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0 && (text.Length == 1 || text[0] != '0');
    }

    // "-rc.1", "+build" or both, of identifiers that dots divide.
    private static bool IsSuffix(ReadOnlySpan<char> text)
    {
        bool inIdentifier = false;
        bool inBuild = text[0] == '+';
        foreach (char c in text[1..])
        {
            bool divides = c == '.' || (c == '+' && !inBuild);
            if (divides ? !inIdentifier : !char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }

            inIdentifier = !divides;
            inBuild |= c == '+';
        }

        return inIdentifier;
    }
}
