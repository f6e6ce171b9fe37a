"""Looking at the disk before much is written to it."""

import shutil
from pathlib import Path

from huggingtweets_gui.foundation.errors import ErrorCode, UserError

_MARGIN = 200_000_000  # bytes left free on the disk for everything else


def require_room(folder: Path, size: int) -> None:
    """Check that ``size`` bytes more fit on the disk with ``folder``.

    Raises:
        UserError: DISK_FULL.
    """
    needed = size + _MARGIN
    if shutil.disk_usage(_existing(folder)).free < needed:
        raise disk_full(folder, needed)


def disk_full(folder: Path, needed: int) -> UserError:
    """Return the error that says how much is needed in ``folder``, and how much is free."""
    free = shutil.disk_usage(_existing(folder)).free
    return UserError(ErrorCode.DISK_FULL, needed=_readable(needed), folder=folder, free=_readable(free))


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _readable(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
