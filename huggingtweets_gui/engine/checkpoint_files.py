"""The files of one checkpoint: tensors as safetensors, and ``state.json`` with everyone's checksum.

The checksums are CRC-32: they are there against accidents, a cut-off file or a flipped bit, and are
many times faster than a cryptographic hash where the processor has no instructions for one.
"""

import json
import shutil
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import load_file, save_file

from huggingtweets_gui.engine.failures import is_out_of_memory
from huggingtweets_gui.engine.snapshot import Snapshot
from huggingtweets_gui.engine.training_state import TrainingState
from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.hashing import crc32_of
from huggingtweets_gui.foundation.progress import Cancelled

_FORMAT = 2
_STATE = "state.json"
_BEST = "best.safetensors"
_WEIGHTS = "weights.safetensors"
_MOMENTS = "moments.safetensors"
_RANDOM = "random.safetensors"


class CheckpointDamaged(Exception):
    """A checkpoint is not as it was written, or was written by another version of the program."""


@dataclass(frozen=True)
class SameBest:
    """A checkpoint with the same best weights, which need not be written again.

    Attributes:
        folder: its folder.
        checksum: of their file when it was written: what has been damaged since shall be noticed.
    """

    folder: Path
    checksum: int


def write_checkpoint(
    snapshot: Snapshot, folder: Path, same_best: SameBest | None, give_up: Callable[[], bool]
) -> int:
    """Write the files of a checkpoint.

    Args:
        snapshot: what it holds.
        folder: an empty folder.
        same_best: whose best weights are linked instead of written; or None.
        give_up: asked before each file.

    Returns:
        The checksum of the file of the best weights.

    Raises:
        Cancelled: ``give_up`` said so; the files are incomplete.
        OSError, SafetensorError: they could not be written.
    """
    contents = {
        _WEIGHTS: snapshot.weights,
        _MOMENTS: snapshot.moments,
        _BEST: snapshot.best,
        _RANDOM: snapshot.random,
    }
    checksums: dict[str, int] = {}
    for name, tensors in contents.items():
        if give_up():
            raise Cancelled
        if name == _BEST and same_best is not None:
            _link_or_copy(same_best.folder / name, folder / name)
            checksums[name] = same_best.checksum
            continue
        save_file({key: tensor.contiguous() for key, tensor in tensors.items()}, folder / name)
        checksums[name] = crc32_of(folder / name)
        # One by one, so that a stop waits for one of them at most.
        atomic.sync(folder / name)
    description = {"format": _FORMAT, "state": asdict(snapshot.state), "files": checksums}
    text = json.dumps(description | {"checksum": _checksum(description)}, indent=2)
    (folder / _STATE).write_text(text, encoding="utf-8")
    return checksums[_BEST]


def read_checkpoint(folder: Path) -> Snapshot:
    """Read what ``write_checkpoint`` wrote, once all of it is known to be whole.

    The tensors lie in the mapped files, so that they take no memory that is wanted elsewhere. Copy what
    shall last: as long as one of them is there, Windows cannot remove its file.

    Raises:
        CheckpointDamaged: it is not.
    """
    try:
        description = _read_description(folder)
        for name, checksum in description["files"].items():
            if crc32_of(folder / name) != checksum:
                raise CheckpointDamaged(f"{name} has another checksum")
        return Snapshot(
            state=TrainingState(**description["state"]),
            weights=load_file(folder / _WEIGHTS),
            moments=load_file(folder / _MOMENTS),
            best=load_file(folder / _BEST),
            random=load_file(folder / _RANDOM),
        )
    except CheckpointDamaged:
        raise
    except Exception as error:  # Whatever a damaged file makes of JSON and safetensors.
        if is_out_of_memory(error):
            raise
        raise CheckpointDamaged(repr(error)) from error


def _read_description(folder: Path) -> dict[str, Any]:
    description: dict[str, Any] = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    if description.pop("checksum") != _checksum(description):
        raise CheckpointDamaged(f"{_STATE} has another checksum")
    if description["format"] != _FORMAT:
        raise CheckpointDamaged(f"the format is {description['format']}, not {_FORMAT}")
    return description


def _checksum(description: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(description, sort_keys=True).encode())


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # Some file systems, such as exFAT, have no links.
        shutil.copyfile(source, target)
