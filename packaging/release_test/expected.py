"""What may be printed and written, and why. Whatever else there is makes the release test fail."""

import re
from collections.abc import Iterable

from release_test.listing import Allowed
from release_test.root import HOME

WRITTEN_BY_A_START = (
    Allowed(f"{HOME}/.local", "a parent of the data folder"),
    Allowed(f"{HOME}/.local/share", "a parent of the data folder"),
    Allowed(f"{HOME}/.local/share/HuggingTweets", "the data folder that platformdirs names"),
    Allowed(f"{HOME}/.local/share/HuggingTweets/*", "the data folder that platformdirs names"),
    Allowed(f"{HOME}/.local/state", "a parent of the log folder"),
    Allowed(f"{HOME}/.local/state/HuggingTweets", "the log folder that platformdirs names"),
    Allowed(f"{HOME}/.local/state/HuggingTweets/*", "the log folder that platformdirs names"),
    Allowed(f"{HOME}/.cache", "a parent of the cache folder"),
    Allowed(f"{HOME}/.cache/HuggingTweets", "the cache folder that platformdirs names"),
    Allowed(f"{HOME}/.cache/HuggingTweets/*", "the cache folder that platformdirs names"),
    Allowed(f"{HOME}/.cache/fontconfig*", "fontconfig's cache, kept for all programs of the user"),
)

LEFT_BY_A_REMOVAL = (
    Allowed("/var/lib/dpkg*", "what dpkg knows of packages"),
    Allowed("/var/lib/apt*", "what apt knows of packages"),
    Allowed("/var/cache/apt*", "what apt knows of packages"),
    Allowed("/var/log/*", "what dpkg and apt did"),
    Allowed("/var/cache/ldconfig/*", "ldconfig runs after each package with libraries"),
    Allowed("/etc/ld.so.cache", "ldconfig runs after each package with libraries"),
)

# Whole lines that may be printed, each with its reason.
_PRINTED: tuple[tuple[str, str], ...] = ()


def unexpected_lines(lines: Iterable[str]) -> list[str]:
    """Return those of the lines that a start may not print."""
    return [line for line in lines if not any(re.fullmatch(pattern, line) for pattern, _ in _PRINTED)]
