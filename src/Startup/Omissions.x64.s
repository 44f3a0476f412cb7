# What .NET does before Main and these programs have no use for. The linker is told to bind these names here (--wrap, in
# Startup.targets).

# The thread that runs finalizers: there are none here. Without it the process has one thread, which is what clone(2), setns(2) and
# a quick exit like best.
    .globl __wrap_PalStartFinalizerThread
__wrap_PalStartFinalizerThread:

# The memory limit of the cgroup around this process, for which mountinfo is read whole, twice, on hosts where it has thousands of
# lines. The heap's limit is set when the program is built.
    .globl __wrap__Z16InitializeCGroupv
__wrap__Z16InitializeCGroupv:

# Its processor limit, which sizes a thread pool that is never started.
    .globl __wrap__Z19InitializeCpuCGroupv
__wrap__Z19InitializeCpuCGroupv:

# The host's memory nodes, for a collector with one heap per node.
    .globl __wrap__Z21NUMASupportInitializev
__wrap__Z21NUMASupportInitializev:
    mov $1, %eax                    # success, where it is asked
    ret

# The size of the processor's caches, for which eight files of sysfs are read: the first generation's share of the heap, of which the
# collector takes a sixth at most. This is no less than that.
    .globl __wrap__ZN15GCToOSInterface25GetCacheSizePerLogicalCpuEb
__wrap__ZN15GCToOSInterface25GetCacheSizePerLogicalCpuEb:
    mov $0x1000000, %eax
    ret

# How much memory the host has left, from /proc/meminfo: a collector that fears for it collects earlier. The heap has its own limit.
#   GCToOSInterface::GetMemoryStatus(limit, uint32_t *load, uint64_t *available, uint64_t *page_file)
    .globl __wrap__ZN15GCToOSInterface15GetMemoryStatusEmPjPmS1_
__wrap__ZN15GCToOSInterface15GetMemoryStatusEmPjPmS1_:
    test %rsi, %rsi
    jz 1f
    movl $0, (%rsi)
1:  test %rdx, %rdx
    jz 2f
    movq $0x4000000, (%rdx)
2:  test %rcx, %rcx
    jz 3f
    movq $0, (%rcx)
3:  ret

# Where the stack of the only thread is, which the C library looks up in /proc/self/maps: it ends where the kernel began it, and may
# grow to its limit.
#   PalGetMaximumStackBounds(uint8_t **low, uint8_t **high)
    .globl __wrap_PalGetMaximumStackBounds
__wrap_PalGetMaximumStackBounds:
    sub $24, %rsp
    mov %rdi, %r8
    mov %rsi, %r9
    xor %edi, %edi
    mov $3, %esi                    # RLIMIT_STACK
    xor %edx, %edx
    mov %rsp, %r10
    mov $302, %eax                  # prlimit64
    syscall
    mov (%rsp), %rax
    mov $0x800000, %ecx
    cmp %rcx, %rax                  # without a limit, or with a large one, as much as is usual
    cmova %rcx, %rax
    mov __libc_stack_end(%rip), %rcx
    add $4095, %rcx
    and $-4096, %rcx
    mov %rcx, (%r9)
    sub %rax, %rcx
    mov %rcx, (%r8)
    mov $1, %eax
    add $24, %rsp
    ret

    .section .note.GNU-stack,"",@progbits
