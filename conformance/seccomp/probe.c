// Makes every system call once, each in a process of its own and with arguments that no call can do anything with (−1: no
// descriptor, no address, no process), and prints what came of it: "x86_64 165 errno 1", "i386 20 ok", "x32 1 signal 31".
// A result other than an error is only "ok", for it may be a pid or an address.
// Usage: probe, inside a container: fork, setsid, exit and the like do to their own process what they do.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HIGHEST = 600, X32_BIT = 0x40000000, PATIENCE_MS = 50 };

static volatile long *result;

static long call_native(long number) {
  register long r10 __asm__("r10") = -1;
  register long r8 __asm__("r8") = -1;
  register long r9 __asm__("r9") = -1;
  long value;
  __asm__ volatile("syscall" : "=a"(value) : "a"(number), "D"(-1L), "S"(-1L), "d"(-1L), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
  return value;
}

static long call_i386(long number) {
  int value;
  __asm__ volatile("push %%rbp; mov $-1, %%ebp; int $0x80; pop %%rbp"
                   : "=a"(value) : "a"((int)number), "b"(-1), "c"(-1), "d"(-1), "S"(-1), "D"(-1) : "r8", "r9", "r10", "r11", "memory");
  return value;
}

static void probe(const char *name, long number, long (*call)(long)) {
  static const long unanswered = 1L << 62;
  *result = unanswered;
  fflush(stdout);
  pid_t maker = getpid();
  pid_t child = fork();
  if (child < 0) {
    perror("fork");
    exit(1);
  }
  if (child == 0) {
    // Some wait for ever: the alarm ends those, and is a verdict too.
    struct itimerval patience = {.it_value = {.tv_usec = PATIENCE_MS * 1000}};
    setitimer(ITIMER_REAL, &patience, NULL);
    long value = call(number);
    if (getppid() == maker) *result = value; // not what a fork of the child got
    _exit(0);
  }
  int status;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  printf("%s %ld ", name, number & ~(long)X32_BIT);
  if (WIFSIGNALED(status)) printf("signal %d\n", WTERMSIG(status));
  else if (*result == unanswered) printf("exit %d\n", WEXITSTATUS(status));
  else if (*result < 0 && *result >= -4095) printf("errno %ld\n", -*result);
  else printf("ok\n");
}

int main(void) {
  result = mmap(NULL, sizeof *result, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (result == MAP_FAILED) {
    perror("mmap");
    return 1;
  }
  for (long number = 0; number < HIGHEST; number++) probe("x86_64", number, call_native);
  for (long number = 0; number < HIGHEST; number++) probe("x32", number | X32_BIT, call_native);
  for (long number = 0; number < HIGHEST; number++) probe("i386", number, call_i386);
  return 0;
}
