"""What strace saw of the network."""

import re

# With -y or without, strace writes an address as {sa_family=AF_INET, sin_port=htons(443), sin_addr=...}.
_CALL = re.compile(r"\b(connect|bind|sendto|sendmsg|sendmmsg)\(.*?\{sa_family=(AF_INET6?), ([^}]*)\}")
_QUOTED = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
_PORT = re.compile(r"htons\((\d+)\)")


def addresses(trace: str) -> list[str]:
    """Return each network address that was used, with the call that used it, sorted.

    Sockets of the own machine, such as those of the screen and of D-Bus, have none.
    """
    used = set()
    for call, family, rest in _CALL.findall(trace):
        host = _QUOTED.search(rest)
        port = _PORT.search(rest)
        name = next(filter(None, host.groups())) if host else rest
        used.add(f"{call} {family} {name} port {port[1] if port else '?'}")
    return sorted(used)


def calls(trace: str) -> int:
    """Return how many calls of the network's kind were seen: none means that nothing was traced."""
    return len(re.findall(r"^\d+ +\w+\(", trace, re.MULTILINE))
