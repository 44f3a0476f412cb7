namespace Runtime.State;

/// <summary>The rule for ids: they are names of directories under the root, and of cgroups.</summary>
internal static class ContainerId
{
    public static void Check(string id)
    {
        if (id.Length == 0)
        {
            throw new StateException("invalid-id", "container id cannot be empty");
        }

        bool isValid = id is not ("." or "..");
        foreach (char character in id)
        {
            isValid &= IsAllowed(character);
        }

        if (!isValid)
        {
            throw new StateException("invalid-id", "invalid container ID format");
        }
    }

    public static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '+' or '-' or '.';
}
