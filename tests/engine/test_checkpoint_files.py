"""What is read from a checkpoint is what was written, or nothing."""

import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from huggingtweets_gui.engine.checkpoint_files import (
    CheckpointDamaged,
    SameBest,
    read_checkpoint,
    write_checkpoint,
)
from huggingtweets_gui.foundation.progress import Cancelled
from tests.engine.snapshots import a_snapshot, same

FILES = ["weights.safetensors", "moments.safetensors", "best.safetensors", "random.safetensors"]


def never() -> bool:
    return False


@pytest.fixture
def written(tmp_path: Path) -> SameBest:
    """A checkpoint after step 5."""
    folder = tmp_path / "step-000005"
    folder.mkdir()
    return SameBest(folder, write_checkpoint(a_snapshot(5), folder, None, never))


@pytest.fixture
def folder(written: SameBest) -> Path:
    return written.folder


def test_what_was_written_is_read(folder: Path) -> None:
    assert same(read_checkpoint(folder), a_snapshot(5))


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip_the_last_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut_off, flip_the_last_bit, empty, Path.unlink])
@pytest.mark.parametrize("name", [*FILES, "state.json"])
def test_damage_of_any_file_is_noticed(folder: Path, name: str, damage: Callable[[Path], None]) -> None:
    damage(folder / name)
    with pytest.raises(CheckpointDamaged):
        read_checkpoint(folder)


def test_a_number_that_has_changed_is_noticed(folder: Path) -> None:
    """JSON that is still JSON would otherwise be believed."""
    state = folder / "state.json"
    text = state.read_text(encoding="utf-8")
    assert '"step": 5' in text
    state.write_text(text.replace('"step": 5', '"step": 6'), encoding="utf-8")
    with pytest.raises(CheckpointDamaged):
        read_checkpoint(folder)


def test_json_without_what_belongs_there_is_noticed(folder: Path) -> None:
    for text in ("[]", "{}", "null", '{"checksum": 1}'):
        (folder / "state.json").write_text(text, encoding="utf-8")
        with pytest.raises(CheckpointDamaged):
            read_checkpoint(folder)


def test_the_same_best_weights_are_not_written_twice(written: SameBest, tmp_path: Path) -> None:
    later = tmp_path / "step-000009"
    later.mkdir()
    write_checkpoint(a_snapshot(9, best_of=5), later, written, never)
    assert (later / "best.safetensors").samefile(written.folder / "best.safetensors")
    assert same(read_checkpoint(later), a_snapshot(9, best_of=5))


def test_where_there_are_no_links_they_are_copied(
    written: SameBest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise PermissionError  # as on an exFAT disk

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    later = tmp_path / "step-000009"
    later.mkdir()
    write_checkpoint(a_snapshot(9, best_of=5), later, written, never)
    assert same(read_checkpoint(later), a_snapshot(9, best_of=5))


def test_best_weights_damaged_since_are_not_believed_again(written: SameBest, tmp_path: Path) -> None:
    flip_the_last_bit(written.folder / "best.safetensors")
    later = tmp_path / "step-000009"
    later.mkdir()
    write_checkpoint(a_snapshot(9, best_of=5), later, written, never)
    with pytest.raises(CheckpointDamaged):
        read_checkpoint(later)


def test_a_cancel_is_heard_between_files(tmp_path: Path) -> None:
    asked = iter([False, False, True])
    with pytest.raises(Cancelled):
        write_checkpoint(a_snapshot(5), tmp_path, None, lambda: next(asked))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES[:2])


def test_a_checkpoint_of_another_version_is_not_read(folder: Path) -> None:
    state = folder / "state.json"
    description = json.loads(state.read_text(encoding="utf-8"))
    del description["checksum"]
    description["format"] = 99
    checksum = zlib.crc32(json.dumps(description, sort_keys=True).encode())
    state.write_text(json.dumps(description | {"checksum": checksum}), encoding="utf-8")
    with pytest.raises(CheckpointDamaged, match="format"):
        read_checkpoint(folder)
