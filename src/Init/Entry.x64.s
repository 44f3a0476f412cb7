# Where the kernel enters, and the one instruction C# has no word for.

    .globl _start
_start:
    xor %ebp, %ebp              # the end of the chain of frames, for debuggers
    mov %rsp, %rdi              # Enter's argument: argc, argv and the environment
    and $-16, %rsp              # as the calling convention wants it
    call Enter
    hlt

# nint RawSystemCall(nint number, nint a, nint b, nint c, nint d, nint e, nint f)
    .globl RawSystemCall
RawSystemCall:
    mov %rdi, %rax
    mov %rsi, %rdi
    mov %rdx, %rsi
    mov %rcx, %rdx
    mov %r8, %r10
    mov %r9, %r8
    mov 8(%rsp), %r9
    syscall
    ret

    .section .note.GNU-stack,"",@progbits
