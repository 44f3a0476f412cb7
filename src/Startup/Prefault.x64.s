# Brings in, with one madvise(2) each, the memory that every start touches page by page: a page fault costs from half a microsecond to
# twenty, on a virtual machine, and a page brought in with its neighbours a fraction of one. It is advice: a kernel older than 5.14
# refuses it, and then the pages come as they always did.

    .macro populate advice          # of the pages from rdi up to rsi
    and $-4096, %rdi
    add $4095, %rsi
    and $-4096, %rsi
    sub %rdi, %rsi
    mov \advice, %edx
    mov $28, %eax                   # madvise
    syscall
    .endm

    .set MADV_POPULATE_READ, 22
    .set MADV_POPULATE_WRITE, 23

# The program's entry: all of this before the C library's own start, which expects rdx and the stack as the kernel left them.
    .globl Prefault
Prefault:
    mov %rdx, %r12
    lea __bss_start(%rip), %rdi
    lea _end(%rip), %rsi
    populate $MADV_POPULATE_WRITE
    lea __executable_start(%rip), %rdi      # the code: nearly every window that a fault would map is needed
    lea __stop___managedcode(%rip), %rsi
    populate $MADV_POPULATE_READ
    lea -0x4000(%rsp), %rdi
    mov %rsp, %rsi
    populate $MADV_POPULATE_WRITE
    mov %r12, %rdx
    jmp _start

# The C library's heap is there once constructors run: what the start uses of its first 132 kB.
PrefaultHeap:
    xor %edi, %edi
    mov $12, %eax                   # brk: asks where the heap ends
    syscall
    lea -0x22000(%rax), %rdi
    lea 0xa000(%rdi), %rsi
    populate $MADV_POPULATE_WRITE
    ret

    .section .preinit_array,"aw"
    .quad PrefaultHeap

    .section .note.GNU-stack,"",@progbits
