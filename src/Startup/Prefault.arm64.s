// Brings in, with one madvise(2) each, the memory that every start touches page by page: a page fault costs from half a microsecond to
// twenty, on a virtual machine, and a page brought in with its neighbours a fraction of one. It is advice: a kernel older than 5.14
// refuses it, and then the pages come as they always did.

    .macro populate advice          // of the pages from x0 up to x1
    and x0, x0, #-4096
    add x1, x1, #4095
    and x1, x1, #-4096
    sub x1, x1, x0
    mov x2, \advice
    mov x8, #233                    // madvise
    svc #0
    .endm

    .macro address register, symbol
    adrp \register, \symbol
    add \register, \register, #:lo12:\symbol
    .endm

    .set MADV_POPULATE_READ, 22
    .set MADV_POPULATE_WRITE, 23

// The program's entry: all of this before the C library's own start, which expects x0 and the stack as the kernel left them.
    .globl Prefault
Prefault:
    mov x19, x0
    address x0, __bss_start
    address x1, _end
    populate #MADV_POPULATE_WRITE
    address x0, __executable_start      // the code: nearly every window that a fault would map is needed
    address x1, __stop___managedcode
    populate #MADV_POPULATE_READ
    mov x1, sp
    sub x0, x1, #0x4000
    populate #MADV_POPULATE_WRITE
    mov x0, x19
    b _start

// The C library's heap is there once constructors run: what the start uses of its first 132 kB.
PrefaultHeap:
    mov x0, #0
    mov x8, #214                    // brk: asks where the heap ends
    svc #0
    sub x0, x0, #0x22, lsl #12
    add x1, x0, #0xa, lsl #12
    populate #MADV_POPULATE_WRITE
    ret

    .section .preinit_array,"aw"
    .quad PrefaultHeap

    .section .note.GNU-stack,"",%progbits
