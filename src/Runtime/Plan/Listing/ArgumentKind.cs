namespace Runtime.Plan;

/// <summary>What an argument of a system call is, or a field of a structure: how the listing shows it.</summary>
internal enum ArgumentKind
{
    /// <summary>Signed and decimal.</summary>
    Number,

    /// <summary>Unsigned and decimal, of 32 bits: sizes and ids where −1 means none or all.</summary>
    Word,

    /// <summary>A set of bits nobody has names for.</summary>
    Bits,
    Descriptor,
    Text,

    /// <summary>A null-terminated array of texts.</summary>
    Texts,

    /// <summary>Bytes that are read; their number is the argument after this one.</summary>
    Bytes,

    /// <summary>Bytes that the kernel writes.</summary>
    Buffer,

    /// <summary>Numbers of 32 bits; their number is the argument before this one.</summary>
    Ids,

    /// <summary>A bit for each number that is meant; how many bits there are, and one more, is the argument after this one.</summary>
    NodeMask,
    Mode,

    /// <summary>A file's type and its permissions.</summary>
    TypeAndMode,
    Device,
    SignalSet,

    // Structures.
    statx,
    statfs,
    open_how,
    mount_attr,
    sigaction,
    cap_header,
    cap_data,
    ifreq,
    rlimit64,
    sched_attr,
    sock_fprog,
    pollfd,
    timespec,
    msghdr,
    cmsghdr,
    winsize,
    siginfo,

    /// <summary>A pointer to a number of 32 bits.</summary>
    Integer,

    // One of several names.
    Capability,
    FileSystemCommand,
    IdType,
    IoControl,
    KeyControl,
    MemoryPolicy,
    Personality,
    ProcessControl,
    AmbientControl,
    Rlimit,
    SeccompOperation,
    SeekOrigin,
    Signal,
    SignalMaskRule,
    SocketFamily,
    FileControl,

    // Any of several names.
    AccessMode,
    AccessFlags,
    AtFlags,
    CloneFlags,
    CloseOnExec,
    CloseRangeFlags,
    FsmountFlags,
    FsopenFlags,
    FspickFlags,
    InterfaceFlags,
    MemfdFlags,
    MessageFlags,
    MountAttributes,
    MountFlags,
    MoveMountFlags,
    OpenFlags,
    OpenTreeFlags,
    PollEvents,
    RemovalFlags,
    ResolveFlags,
    SeccompFlags,
    SignalFlags,
    SocketType,
    StatxMask,
    UnmountFlags,
    WaitFlags,
}
