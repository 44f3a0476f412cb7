using System;

namespace Runtime.Commands;

/// <summary>Finds Ctrl-P Ctrl-Q, by which one leaves a terminal, in what is typed, also when it comes in pieces.</summary>
internal sealed class DetachKeys
{
    private const byte First = 0x10; // Ctrl-P
    private const byte Second = 0x11; // Ctrl-Q

    private bool _isHalf;

    /// <param name="typed">The next keys.</param>
    /// <param name="passed">Gets what is for the container: at most one byte more than was typed.</param>
    /// <param name="length">How much that is.</param>
    /// <returns>Whether they are complete; what follows them is lost.</returns>
    public bool Take(ReadOnlySpan<byte> typed, Span<byte> passed, out int length)
    {
        length = 0;
        foreach (byte key in typed)
        {
            if (_isHalf && key == Second)
            {
                return true;
            }

            if (_isHalf)
            {
                passed[length++] = First; // it was meant for the container
            }

            _isHalf = key == First;
            if (!_isHalf)
            {
                passed[length++] = key;
            }
        }

        return false;
    }
}
