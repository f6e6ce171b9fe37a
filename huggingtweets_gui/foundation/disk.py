"""How much of the disk is used."""

import os
from contextlib import suppress
from pathlib import Path


def disk_used(path: Path) -> int:
    """Return the bytes that a file, or all files in a folder, take; 0 where there is none."""
    files = (Path(folder, name) for folder, _, names in os.walk(path) for name in names)
    total = 0
    for file in (path,) if path.is_file() else files:
        with suppress(OSError):  # Others add and remove files meanwhile.
            total += file.stat().st_size
    return total
