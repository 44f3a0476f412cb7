// nint CloneInit(nint number, nint a, nint b, nint c, nint d, nint e, const ExecveatArguments *program)
//
// Makes a child by clone3 or clone, with CLONE_VM | CLONE_VFORK, that becomes another program and nothing else. The child borrows this
// process's memory, and with it this stack frame, until execveat: so it makes no call and writes nothing, and managed code, which
// would do both, has no part in it. Returns the child's pid, or -errno; a failing execveat ends the child with status 126.
//
// struct ExecveatArguments { nint directory; const char *path; const char **argv; const char **envp; nint flags; }

    .globl CloneInit
CloneInit:
    mov x8, x0
    mov x0, x1
    mov x1, x2
    mov x2, x3
    mov x3, x4
    mov x4, x5
    mov x9, x6                  // the seventh argument: program
    svc #0
    cbz x0, 1f
    ret                         // the parent: a result in x0
1:  ldp x0, x1, [x9]            // the child
    ldp x2, x3, [x9, #16]
    ldr x4, [x9, #32]
    mov x8, #281                // execveat
    svc #0
    mov x0, #126
    mov x8, #94                 // exit_group
    svc #0
    brk #0

    .section .note.GNU-stack,"",%progbits
