# A signal handler that writes the signal's number to a pipe. It may run on any thread, at any instruction of managed code, so it is
# none itself.

# nint SignalPipeHandler(int pipe, nint *restorer): remembers the pipe, and returns the addresses that rt_sigaction(2) wants.
    .globl SignalPipeHandler
SignalPipeHandler:
    mov %edi, pipe(%rip)
    lea restore(%rip), %rax
    mov %rax, (%rsi)
    lea handle(%rip), %rax
    ret

handle:
    push %rdi                   # the number, its lowest byte first
    mov pipe(%rip), %edi
    mov %rsp, %rsi
    mov $1, %edx
    mov $1, %eax                # write; a full pipe drops the signal, as the kernel drops a pending one
    syscall
    pop %rdi
    ret

restore:
    mov $15, %eax               # rt_sigreturn
    syscall

    .local pipe
    .comm pipe, 4, 4

    .section .note.GNU-stack,"",@progbits
