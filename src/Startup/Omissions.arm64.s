// What .NET does before Main and these programs have no use for. The linker is told to bind the four names here (--wrap, in
// Startup.targets); each of the real functions reports success or nothing, and so do these.

// The thread that runs finalizers: there are none here. Without it the process has one thread, which is what clone(2), setns(2) and
// a quick exit like best.
    .globl __wrap_PalStartFinalizerThread
__wrap_PalStartFinalizerThread:

// The memory limit of the cgroup around this process, for which mountinfo is read whole, twice, on hosts where it has thousands of
// lines. The heap's limit is set when the program is built.
    .globl __wrap__Z16InitializeCGroupv
__wrap__Z16InitializeCGroupv:

// Its processor limit, which sizes a thread pool that is never started.
    .globl __wrap__Z19InitializeCpuCGroupv
__wrap__Z19InitializeCpuCGroupv:

// The host's memory nodes, for a collector with one heap per node.
    .globl __wrap__Z21NUMASupportInitializev
__wrap__Z21NUMASupportInitializev:
    mov w0, #1
    ret

    .section .note.GNU-stack,"",%progbits
