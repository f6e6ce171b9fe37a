"""Where GPU packs lie: in a folder of the user's data, each in a folder named by its lock."""

from pathlib import Path

from huggingtweets_gui.foundation.disk import disk_used
from huggingtweets_gui.workflow.gpu_pack.lock import PackLock

MANIFEST = "gpu_pack.json"
"""The file in a pack's folder that lists its wheels."""


def is_installed(packs: Path, lock: PackLock) -> bool:
    """Tell whether a pack is in the folder of all ``packs``, whole."""
    return (packs / lock.id / MANIFEST).is_file()


def unfinished_folder(packs: Path, lock: PackLock) -> Path:
    """Return the folder of a pack that is not whole yet."""
    return packs / f"{lock.id}.incomplete"


def wheels_folder(packs: Path) -> Path:
    """Return the folder that wheels are downloaded to."""
    return packs / "wheels"


def arrived(packs: Path, lock: PackLock) -> int:
    """Return the bytes on the disk of an installation that was broken off; 0 where none was."""
    return disk_used(unfinished_folder(packs, lock)) + disk_used(wheels_folder(packs))
