namespace Runtime.Shim.Wire;

/// <summary>Of gRPC: what containerd makes its kinds of errors of.</summary>
internal enum StatusCode
{
    Unknown = 2,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    AlreadyExists = 6,
    ResourceExhausted = 8,
    FailedPrecondition = 9,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
}
