/*
 * Preloaded, this library shifts the time of day by the milliseconds in the file that USHER_TEST_CLOCK names, which
 * holds them as one signed number of 64 bits in the machine's byte order and may change at any moment. Monotonic clocks
 * go on as they are.
 *
 * jemalloc asks for the time before main and while it holds its locks, so nothing here allocates, locks, or calls a
 * function that could.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NANOS_PER_SECOND 1000000000LL
#define NANOS_PER_MILLI 1000000LL

static const volatile int64_t *shared;

static const volatile int64_t *map(void)
{
    const char *path = getenv("USHER_TEST_CLOCK");
    if (path == NULL)
        return NULL;
    long file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return NULL;
    long address = syscall(SYS_mmap, NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0L);
    syscall(SYS_close, file);
    return address < 0 && address >= -4095 ? NULL : (const volatile int64_t *) address;
}

static int64_t shift_millis(void)
{
    const volatile int64_t *mapped = __atomic_load_n(&shared, __ATOMIC_ACQUIRE);
    if (mapped == NULL) {
        mapped = map();
        if (mapped == NULL)
            return 0;
        __atomic_store_n(&shared, mapped, __ATOMIC_RELEASE);
    }
    return *mapped;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    long result = syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        int64_t nanos = time->tv_sec * NANOS_PER_SECOND + time->tv_nsec + shift_millis() * NANOS_PER_MILLI;
        time->tv_sec = nanos / NANOS_PER_SECOND;
        time->tv_nsec = nanos % NANOS_PER_SECOND;
    }
    return (int) result;
}

int gettimeofday(struct timeval *restrict day, void *restrict zone)
{
    (void) zone;
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return -1;
    day->tv_sec = now.tv_sec;
    day->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *seconds)
{
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return -1;
    if (seconds != NULL)
        *seconds = now.tv_sec;
    return now.tv_sec;
}
