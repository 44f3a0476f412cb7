// What .NET does before Main and these programs have no use for. The linker is told to bind these names here (--wrap, in
// Startup.targets).

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
    mov w0, #1                      // success, where it is asked
    ret

// The size of the processor's caches, for which eight files of sysfs are read: the first generation's share of the heap, of which the
// collector takes a sixth at most. This is no less than that.
    .globl __wrap__ZN15GCToOSInterface25GetCacheSizePerLogicalCpuEb
__wrap__ZN15GCToOSInterface25GetCacheSizePerLogicalCpuEb:
    mov x0, #0x1000000
    ret

// How much memory the host has left, from /proc/meminfo: a collector that fears for it collects earlier. The heap has its own limit.
//   GCToOSInterface::GetMemoryStatus(limit, uint32_t *load, uint64_t *available, uint64_t *page_file)
    .globl __wrap__ZN15GCToOSInterface15GetMemoryStatusEmPjPmS1_
__wrap__ZN15GCToOSInterface15GetMemoryStatusEmPjPmS1_:
    cbz x1, 1f
    str wzr, [x1]
1:  cbz x2, 2f
    mov x4, #0x4000000
    str x4, [x2]
2:  cbz x3, 3f
    str xzr, [x3]
3:  ret

// Where the stack of the only thread is, which the C library looks up in /proc/self/maps: it ends where the kernel began it, and may
// grow to its limit.
//   PalGetMaximumStackBounds(uint8_t **low, uint8_t **high)
    .globl __wrap_PalGetMaximumStackBounds
__wrap_PalGetMaximumStackBounds:
    sub sp, sp, #16
    mov x4, x0
    mov x5, x1
    mov x0, #0
    mov x1, #3                      // RLIMIT_STACK
    mov x2, #0
    mov x3, sp
    mov x8, #261                    // prlimit64
    svc #0
    ldr x0, [sp]
    mov x1, #0x800000
    cmp x0, x1                      // without a limit, or with a large one, as much as is usual
    csel x0, x1, x0, hi
    adrp x2, __libc_stack_end
    ldr x2, [x2, #:lo12:__libc_stack_end]
    add x2, x2, #4095
    and x2, x2, #-4096
    str x2, [x5]
    sub x2, x2, x0
    str x2, [x4]
    mov w0, #1
    add sp, sp, #16
    ret

    .section .note.GNU-stack,"",%progbits
