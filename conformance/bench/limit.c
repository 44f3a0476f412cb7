// The physical limit: a program that makes the clone, the mounts, the pivot and the execve that a config.json asks for, and
// nothing else. The config was compiled in (config.h, written by jq from the very file the runtimes read): nothing is
// parsed, checked, looked up or remembered, no device nodes are made, no capabilities or limits set, no filter loaded.
//
// Usage: limit ROOTFS ID CGROUP...    CGROUP: the directory in each cgroup hierarchy to make ID in and to remove it from; the
//                                     child is born there on v2 (CLONE_INTO_CGROUP) and joins by its `tasks` file on v1
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

struct mount_row { const char *source, *target, *type; unsigned long flags; const char *data; };
#include "config.h" // mounts[], masked_paths[], readonly_paths[], hostname, args[], env[], namespaces

#define COUNT(array) (sizeof(array) / sizeof *(array))
enum { MAX_CGROUPS = 16 };

static void check(long result, const char *doing)
{
    if (result < 0) {
        fprintf(stderr, "limit: %s: %s\n", doing, strerror(errno));
        _exit(125);
    }
}

// A cpuset of v1 is born without processors and memory, and then nothing can join it.
static void copy_cpuset(int parent, int made, const char *name)
{
    char value[256];
    int from = openat(parent, name, O_RDONLY | O_CLOEXEC), to = openat(made, name, O_WRONLY | O_CLOEXEC);
    long length = from < 0 || to < 0 ? -1 : read(from, value, sizeof value);
    check(length < 0 ? -1 : write(to, value, length), name);
    close(from);
    close(to);
}

// mount(2) cannot make a bind read-only in one go; what the mount already forbids must stay forbidden.
static void bind_readonly(const char *path)
{
    struct statfs fs;
    if (mount(path, path, NULL, MS_BIND | MS_REC, NULL) < 0) {
        check(errno == ENOENT ? 0 : -1, path);
        return;
    }
    check(statfs(path, &fs), path);
    check(mount(NULL, path, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | (fs.f_flags & (MS_NOSUID | MS_NODEV | MS_NOEXEC)), NULL), path);
}

static void bind_cgroup(const char *directory, const char *id, const char *target)
{
    char source[512], at[512];
    snprintf(source, sizeof source, "%s/%s", directory, id);
    snprintf(at, sizeof at, "%s/%s", target, strrchr(directory, '/') + 1);
    check(mkdir(at, 0755), at);
    check(mount(source, at, NULL, MS_BIND | MS_REC, NULL), at);
}

static void make_mounts(const char *id, char **cgroups, int count, int is_unified)
{
    for (size_t i = 0; i < COUNT(mounts); i++) {
        const struct mount_row *m = &mounts[i];
        check(mkdir(m->target, 0755) < 0 && errno != EEXIST && errno != EROFS && errno != EPERM ? -1 : 0, m->target);
        if (strcmp(m->type, "cgroup") != 0) {
            check(mount(m->source, m->target, m->type, m->flags, m->data), m->target);
        } else if (is_unified) {
            check(mount(m->source, m->target, "cgroup2", m->flags, m->data), m->target);
        } else {
            check(mount("tmpfs", m->target, "tmpfs", m->flags & ~MS_RDONLY, "mode=755"), m->target);
            for (int c = 0; c < count; c++) {
                bind_cgroup(cgroups[c], id, m->target);
            }
            check(mount(NULL, m->target, NULL, MS_BIND | MS_REMOUNT | m->flags, NULL), m->target);
        }
    }
    for (size_t i = 0; i < COUNT(masked_paths); i++) {
        if (mount("/dev/null", masked_paths[i], NULL, MS_BIND, NULL) < 0 && errno != ENOENT) {
            check(errno == ENOTDIR ? mount("tmpfs", masked_paths[i], "tmpfs", MS_RDONLY, NULL) : -1, masked_paths[i]);
        }
    }
    for (size_t i = 0; i < COUNT(readonly_paths); i++) {
        bind_readonly(readonly_paths[i]);
    }
}

static void become_container(const char *rootfs, const char *id, char **cgroups, int count, int is_unified, const int *tasks)
{
    for (int i = 0; i < count; i++) {
        check(tasks[i] < 0 ? 0 : write(tasks[i], "0", 1), cgroups[i]);
    }
    check(mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL), "/");
    check(mount(rootfs, rootfs, NULL, MS_BIND | MS_REC, NULL), rootfs);
    check(chdir(rootfs), rootfs);
    make_mounts(id, cgroups, count, is_unified);
    check(syscall(SYS_pivot_root, ".", "."), "pivot_root");
    check(umount2(".", MNT_DETACH), "umount2");
    check(mount(NULL, "/", NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL), "/");
    check(sethostname(hostname, strlen(hostname)), hostname);
    execve(args[0], (char **)args, (char **)env);
    check(-1, args[0]);
}

int main(int argc, char **argv)
{
    const char *rootfs = argv[1], *id = argv[2];
    char **cgroups = argv + 3;
    int count = argc - 3, made[MAX_CGROUPS], tasks[MAX_CGROUPS], is_unified = count == 1, status;
    struct clone_args clone = { .flags = namespaces, .exit_signal = SIGCHLD };

    for (int i = 0; i < count; i++) {
        struct statfs fs;
        int parent = open(cgroups[i], O_PATH | O_DIRECTORY | O_CLOEXEC);
        check(parent, cgroups[i]);
        check(mkdirat(parent, id, 0755), id);
        made[i] = openat(parent, id, O_PATH | O_DIRECTORY | O_CLOEXEC);
        tasks[i] = -1;
        check(fstatfs(made[i], &fs), id);
        if (fs.f_type == CGROUP2_SUPER_MAGIC) {
            clone.flags |= CLONE_INTO_CGROUP;
            clone.cgroup = made[i];
        } else {
            if (faccessat(made[i], "cpuset.cpus", F_OK, 0) == 0) {
                copy_cpuset(parent, made[i], "cpuset.cpus");
                copy_cpuset(parent, made[i], "cpuset.mems");
            }
            check(tasks[i] = openat(made[i], "tasks", O_WRONLY | O_CLOEXEC), "tasks");
        }
        close(parent);
    }
    long pid = syscall(SYS_clone3, &clone, sizeof clone);
    check(pid, "clone3");
    if (pid == 0) {
        become_container(rootfs, id, cgroups, count, is_unified, tasks);
    }
    check(waitpid(pid, &status, 0), "waitpid");
    for (int i = 0; i < count; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", cgroups[i], id);
        check(rmdir(path), path);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
