using System;

namespace Runtime.Syscalls;

/// <summary>
/// An owned file descriptor. There is no finalizer on purpose: a number closed at an unforeseen moment could by then belong to another file.
/// </summary>
public sealed class Descriptor : IDisposable
{
    private int _number;

    public Descriptor(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        _number = number;
    }

    public int Number
    {
        get
        {
            ObjectDisposedException.ThrowIf(_number < 0, this);
            return _number;
        }
    }

    /// <summary>Gives the number away: whoever takes it closes it.</summary>
    public int Release()
    {
        int number = Number;
        _number = -1;
        return number;
    }

    public void Dispose()
    {
        if (_number >= 0)
        {
            // Linux frees the number even when close reports an error (close(2)), so there is nothing to repeat or to report.
            _ = RawCall.InvokeBlocking(SystemCall.close, _number);
            _number = -1;
        }
    }
}
