// A signal handler that writes the signal's number to a pipe. It may run on any thread, at any instruction of managed code, so it is
// none itself.

// nint SignalPipeHandler(int pipe, nint *restorer): remembers the pipe, and returns the addresses that rt_sigaction(2) wants.
    .globl SignalPipeHandler
SignalPipeHandler:
    adrp x2, pipe
    str w0, [x2, #:lo12:pipe]
    str xzr, [x1]               // the kernel's own, in the vDSO
    adr x0, handle
    ret

handle:
    sub sp, sp, #16
    str w0, [sp]                // the number, its lowest byte first
    adrp x2, pipe
    ldr w0, [x2, #:lo12:pipe]
    mov x1, sp
    mov x2, #1
    mov x8, #64                 // write; a full pipe drops the signal, as the kernel drops a pending one
    svc #0
    add sp, sp, #16
    ret

    .local pipe
    .comm pipe, 4, 4

    .section .note.GNU-stack,"",%progbits
