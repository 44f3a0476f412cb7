// Where the kernel enters, and the one instruction C# has no word for.

    .globl _start
_start:
    mov x29, xzr                // the end of the chain of frames, for debuggers
    mov x30, xzr
    mov x0, sp                  // Enter's argument: argc, argv and the environment
    bl Enter
    brk #0

// nint RawSystemCall(nint number, nint a, nint b, nint c, nint d, nint e, nint f)
    .globl RawSystemCall
RawSystemCall:
    mov x8, x0
    mov x0, x1
    mov x1, x2
    mov x2, x3
    mov x3, x4
    mov x4, x5
    mov x5, x6
    svc #0
    ret

    .section .note.GNU-stack,"",%progbits
