# nint CloneInit(nint number, nint a, nint b, nint c, nint d, nint e, const ExecveatArguments *program)
#
# Makes a child by clone3 or clone, with CLONE_VM | CLONE_VFORK, that becomes another program and nothing else. The child borrows this
# process's memory, and with it this stack frame, until execveat: so it makes no call and writes nothing, and managed code, which
# would do both, has no part in it. Returns the child's pid, or -errno; a failing execveat ends the child with status 126.
#
# struct ExecveatArguments { nint directory; const char *path; const char **argv; const char **envp; nint flags; }

    .globl CloneInit
CloneInit:
    push %rbx
    mov 16(%rsp), %rbx          # the seventh argument: program
    mov %rdi, %rax
    mov %rsi, %rdi
    mov %rdx, %rsi
    mov %rcx, %rdx
    mov %r8, %r10
    mov %r9, %r8
    syscall
    test %rax, %rax
    jz 1f
    pop %rbx                    # the parent: a result in rax
    ret
1:  mov (%rbx), %rdi            # the child
    mov 8(%rbx), %rsi
    mov 16(%rbx), %rdx
    mov 24(%rbx), %r10
    mov 32(%rbx), %r8
    mov $322, %eax              # execveat
    syscall
    mov $126, %edi
    mov $231, %eax              # exit_group
    syscall
    hlt

    .section .note.GNU-stack,"",@progbits
