"""Installing and removing GPU packs.

A pack's folder has another name until it is whole. A kill at any moment leaves what the next attempt
goes on from: beginnings of wheels, and the wheels that are unpacked, listed in the manifest.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Protocol

from huggingtweets_gui.foundation.alone import LOCK, alone_in
from huggingtweets_gui.foundation.atomic import write_text
from huggingtweets_gui.foundation.disk import disk_used
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.workflow.gpu_pack.lock import PackLock, Wheel
from huggingtweets_gui.workflow.gpu_pack.places import (
    MANIFEST,
    is_installed,
    unfinished_folder,
    wheels_folder,
)
from huggingtweets_gui.workflow.gpu_pack.sources import Source
from huggingtweets_gui.workflow.gpu_pack.unpacking import unpack
from huggingtweets_gui.workflow.gpu_pack.uses import USES, is_used
from huggingtweets_gui.workflow.meter import Meter
from huggingtweets_gui.workflow.room import require_room

_REMOVED = ".removed"


class Stage(StrEnum):
    """What is being done to install a pack."""

    FETCHING = "fetching"
    UNPACKING = "unpacking"


class Report(Protocol):
    """Told several times a second where the installation stands; what it raises ends it there."""

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        """Report ``done`` of ``total`` bytes of a stage."""


def install(lock: PackLock, packs: Path, source: Source, report: Report) -> Path:
    """Install a pack, going on where an earlier attempt stopped; do nothing where it is there.

    Packs of other versions of torch go: the program that they were for is not this one.

    Args:
        lock: which pack.
        packs: where to, the folder of all packs.
        source: where its wheels come from.
        report: told where it stands. What arrived stays when it raises something.

    Returns:
        The pack's folder, for ``sys.path``.

    Raises:
        UserError: DISK_FULL, NO_ROOM, NOT_PERMITTED, or what is wrong with a wheel.
    """
    folder = packs / lock.id
    with alone_in(packs, lambda: report(Stage.FETCHING, 0, lock.size)):
        if is_installed(packs, lock):
            return folder
        unfinished = unfinished_folder(packs, lock)
        try:
            _drop_others(packs, lock)
            unpacked = _unpacked(unfinished)
            # Small wheels first: what is wrong with the source then shows before the long wait.
            left = sorted(
                (wheel for wheel in lock.wheels if wheel.name not in unpacked), key=lambda wheel: wheel.size
            )
            require_room(packs, sum(source.missing(wheel) + wheel.unpacked for wheel in left))
            wheels = _fetch(lock, left, source, partial(report, Stage.FETCHING))
            meter = Meter(
                lock.unpacked,
                {wheel.name: wheel.unpacked for wheel in lock.wheels if wheel not in left},
                partial(report, Stage.UNPACKING),
            )
            for wheel in left:
                unpack(wheels[wheel], unfinished, meter.of(wheel.name))
                unpacked.append(wheel.name)
                _write_manifest(unfinished, lock, unpacked)
                source.release(wheel)
            unfinished.replace(folder)
            shutil.rmtree(wheels_folder(packs), ignore_errors=True)
        except OSError as error:
            raise UserError.of_file(error, packs) from error
        report(Stage.UNPACKING, lock.unpacked, lock.unpacked)
        return folder


def remove(packs: Path, tick: Callable[[], None]) -> int:
    """Remove all packs and all beginnings of some; return the bytes that this frees.

    Args:
        packs: the folder of all packs.
        tick: called while another process works in the folder; what it raises ends the waiting.

    Raises:
        UserError: PACK_IN_USE, also where an engine of another process has loaded one.
    """
    if not packs.exists():
        return 0
    with alone_in(packs, tick):
        # Elsewhere than on Windows the system would take it away from under the engine.
        if is_used(packs):
            raise UserError(ErrorCode.PACK_IN_USE)
        freed = disk_used(packs)
        for path in _entries(packs):
            _remove(path)
        return freed - disk_used(packs)


def _fetch(lock: PackLock, left: list[Wheel], source: Source, report: Progress) -> dict[Wheel, Path]:
    """Bring the wheels that are ``left`` to be unpacked; return where each is."""
    present = {wheel.name: 0 if wheel in left else wheel.size for wheel in lock.wheels}
    meter = Meter(lock.size, present, report)
    return {wheel: source.bring(wheel, meter.of(wheel.name)) for wheel in left}


def _unpacked(unfinished: Path) -> list[str]:
    """Return the names of the wheels that an earlier attempt has unpacked."""
    try:
        manifest = json.loads((unfinished / MANIFEST).read_text(encoding="utf-8"))
        return [wheel["name"] for wheel in manifest["wheels"]]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return []


def _write_manifest(unfinished: Path, lock: PackLock, unpacked: list[str]) -> None:
    wheels = [asdict(wheel) for wheel in lock.wheels if wheel.name in unpacked]
    write_text(unfinished / MANIFEST, json.dumps({**asdict(lock), "wheels": wheels}, indent=2) + "\n")


def _drop_others(packs: Path, lock: PackLock) -> None:
    kept = {unfinished_folder(packs, lock), wheels_folder(packs)}
    for path in _entries(packs):
        if path not in kept:
            _remove(path)


def _entries(packs: Path) -> list[Path]:
    return [path for path in packs.iterdir() if path.name not in (LOCK, USES)]


def _remove(path: Path) -> None:
    """Remove a file or folder; a folder loses its name first, so that half of it is no pack.

    Raises:
        UserError: PACK_IN_USE.
    """
    if path.is_file():
        path.unlink()
        return
    gone = path if path.name.endswith(_REMOVED) else path.with_name(f"{path.name}{_REMOVED}")
    try:
        if gone != path:
            shutil.rmtree(gone, ignore_errors=True)
            path.replace(gone)
        shutil.rmtree(gone)
    except OSError as error:  # Windows keeps what is loaded.
        raise UserError(ErrorCode.PACK_IN_USE, details=repr(error)) from error
