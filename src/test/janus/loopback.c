/*
 * Janus leaves loopback interfaces out when it gathers ICE candidates. Preloaded, this library makes 127.0.0.1 look
 * like the address of an ordinary interface, so that in tests media stays on loopback.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stddef.h>

typedef int lookup(struct ifaddrs **);

int getifaddrs(struct ifaddrs **list)
{
    lookup *libc = (lookup *) dlsym(RTLD_NEXT, "getifaddrs");
    if (libc == NULL) {
        errno = ENOSYS;
        return -1;
    }
    if (libc(list) != 0)
        return -1;
    for (struct ifaddrs *entry = *list; entry != NULL; entry = entry->ifa_next)
        if (entry->ifa_flags & IFF_LOOPBACK)
            entry->ifa_flags ^= IFF_LOOPBACK;
    return 0;
}
