// Times commands: reads cases from standard input, goes through them in turn, as many rounds as asked, so that noise on the
// machine harms all alike. It is static and small on purpose: the kernel folds the memory of a process that was spawned
// with vfork into the peak of the program it executes, so a big driver would hide a small runtime.
//
// A case is a line `case NAME` and steps, one a line, words separated by spaces; each `@` in a step becomes an id that is
// new in every round:
//   time LABEL CMD...         from before posix_spawn to after wait4; must exit with 0
//   burst LABEL N CMD...      the same for N at once; `@` in CMD also tells the N apart
//   do CMD...                 not timed; must exit with 0
//   reap FILE                 waits for the process whose number FILE holds: a created container's init, which becomes a
//                             child of this process when `create` ends
// Output, one line a timed step: case, round, label, microseconds, peak resident kB and CPU microseconds (user and
// system) of the command and the children it waited for; tabs between.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_STEPS = 512, MAX_WORDS = 32, MAX_LINE = 1024, MAX_BURST = 256 };

static struct step { const char *name; char *line; } steps[MAX_STEPS];
static posix_spawn_file_actions_t quiet;
extern char **environ;

static void fail(const char *what, const char *operand)
{
    fprintf(stderr, "driver: %s \"%s\": %s\n", what, operand, strerror(errno));
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

// Splits a copy of the line and puts the id in; the words live in `text`.
static char **words(const char *line, const char *id, char *text, char **out)
{
    char *end = text;
    int count = 0, inside = 0;
    for (; *line; line++) {
        if (*line == ' ') {
            *end++ = 0;
            inside = 0;
            continue;
        }
        if (!inside && count < MAX_WORDS - 1) {
            out[count++] = end;
        }
        inside = 1;
        end = *line == '@' ? stpcpy(end, id) : (*end = *line, end + 1);
    }
    *end = 0;
    out[count] = NULL;
    return out;
}

static pid_t start(char **argv)
{
    pid_t pid;
    errno = posix_spawn(&pid, argv[0], &quiet, NULL, argv, environ);
    if (errno != 0) {
        fail("starting", argv[0]);
    }
    return pid;
}

static void finish(pid_t pid, const struct step *step, struct rusage *usage)
{
    int status;
    if (wait4(pid, &status, 0, usage) != pid) {
        fail("waiting for", step->line);
    }
    if (status != 0) {
        fprintf(stderr, "driver: case %s: \"%s\" ended with status 0x%x\n", step->name, step->line, status);
        exit(1);
    }
}

static long cpu(const struct rusage *u)
{
    return (u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1000000 + u->ru_utime.tv_usec + u->ru_stime.tv_usec;
}

static void reap(const char *file)
{
    char number[32] = "";
    int fd = open(file, O_RDONLY | O_CLOEXEC), status;
    if (fd < 0 || read(fd, number, sizeof number - 1) <= 0) {
        fail("reading", file);
    }
    close(fd);
    if (waitpid(atoi(number), &status, 0) < 0) {
        fail("waiting for the init of", file);
    }
}

static void perform(const struct step *step, int round, const char *id)
{
    char text[MAX_LINE * 2], *argv[MAX_WORDS], each[80];
    struct rusage usage;
    words(step->line, id, text, argv);
    if (strcmp(argv[0], "time") == 0) {
        double from = now();
        finish(start(argv + 2), step, &usage);
        printf("%s\t%d\t%s\t%.0f\t%ld\t%ld\n", step->name, round, argv[1], now() - from, usage.ru_maxrss, cpu(&usage));
    } else if (strcmp(argv[0], "burst") == 0) {
        pid_t pids[MAX_BURST];
        int count = atoi(argv[2]);
        long peak = 0, total = 0;
        double from = now();
        for (int i = 0; i < count && i < MAX_BURST; i++) {
            snprintf(each, sizeof each, "%s-%d", id, i);
            words(step->line, each, text, argv);
            pids[i] = start(argv + 3);
        }
        for (int i = 0; i < count && i < MAX_BURST; i++) {
            finish(pids[i], step, &usage);
            peak = usage.ru_maxrss > peak ? usage.ru_maxrss : peak;
            total += cpu(&usage);
        }
        printf("%s\t%d\t%s\t%.0f\t%ld\t%ld\n", step->name, round, argv[1], now() - from, peak, total);
    } else if (strcmp(argv[0], "do") == 0) {
        finish(start(argv + 1), step, &usage);
    } else if (strcmp(argv[0], "reap") == 0) {
        reap(argv[1]);
    } else {
        errno = EINVAL;
        fail("performing", step->line);
    }
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: driver ROUNDS ID <cases\n");
        return 2;
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);

    char line[MAX_LINE];
    const char *name = "";
    int count = 0;
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, "case ", 5) == 0) {
            name = strdup(line + 5);
        } else if (*line != 0 && count < MAX_STEPS) {
            steps[count++] = (struct step){ name, strdup(line) };
        }
    }
    // Round 0 warms caches up and is not reported.
    for (int round = 0; round <= atoi(argv[1]); round++) {
        for (int i = 0, index = 0; i < count; i++) {
            char id[64];
            index += i > 0 && steps[i].name != steps[i - 1].name;
            snprintf(id, sizeof id, "%s-%d-%d", argv[2], round, index);
            perform(&steps[i], round, id);
            if (i + 1 == count || steps[i + 1].name != steps[i].name) {
                while (waitpid(-1, NULL, WNOHANG) > 0) { // what a runtime left to us ends outside the measured time
                }
            }
        }
        fflush(stdout);
    }
    return 0;
}
