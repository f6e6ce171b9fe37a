"""Which files there are in a root, and which were made, changed or removed since."""

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

# Of a folder neither: what is made in it stands in the listing by itself.
Facts = tuple[int, int, int]
Listing = dict[str, Facts]


@dataclass(frozen=True)
class Allowed:
    """Files that may differ, and why: ``pattern`` is matched against the path, ``*`` also across slashes."""

    pattern: str
    reason: str


def list_files(root: Path) -> Listing:
    """Return kind and rights, size, and time of change in nanoseconds, of everything in ``root``.

    The paths begin with a slash, as seen from inside. Symbolic links are not followed.
    """
    found: Listing = {}
    for folder, subfolders, files in os.walk(root):
        for name in (*subfolders, *files):
            path = os.path.join(folder, name)  # noqa: PTH118 - a hundred thousand paths
            facts = os.lstat(path)
            size, changed = facts.st_size, facts.st_mtime_ns
            if stat.S_ISDIR(facts.st_mode):
                size = changed = 0
            found[path.removeprefix(str(root))] = (facts.st_mode, size, changed)
    return found


def differences(before: Mapping[str, Facts], after: Mapping[str, Facts]) -> list[str]:
    """Return a line for each path that was made, changed or removed, sorted by path."""
    lines = []
    for path in sorted(before.keys() | after.keys()):
        if path not in before:
            lines.append(f"made {path}")
        elif path not in after:
            lines.append(f"removed {path}")
        elif before[path] != after[path]:
            lines.append(f"changed {path}")
    return lines


def unexpected(lines: Iterable[str], allowed: Iterable[Allowed]) -> list[str]:
    """Return the lines of ``differences`` whose path no pattern allows."""
    patterns = [one.pattern for one in allowed]
    return [
        line for line in lines if not any(fnmatchcase(line.split(" ", 1)[1], pattern) for pattern in patterns)
    ]
