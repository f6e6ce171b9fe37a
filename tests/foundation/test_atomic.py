"""Files and folders are written whole or not at all."""

import subprocess
import sys
from pathlib import Path

import pytest

from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.hashing import sha256_of


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder" / "card.md"
    atomic.write_text(target, "Möwe 🌊\n")
    atomic.write_text(target, "second\n")
    assert target.read_bytes() == b"second\n"
    assert names(target.parent) == ["card.md"]


def test_a_file_that_could_not_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    atomic.write_bytes(target, b"old")
    with pytest.raises(RuntimeError), atomic.replacing(target) as temporary:
        temporary.write_bytes(b"half of the n")
        raise RuntimeError
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["run.json"]


def test_a_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "model"
    for content in ("old", "new"):
        with atomic.replacing_folder(target) as temporary:
            (temporary / "sub").mkdir()
            (temporary / "sub" / content).write_text(content, encoding="utf-8")
    assert [path.name for path in target.rglob("*")] == ["sub", "new"]
    assert names(tmp_path) == ["model"]


def test_a_folder_that_could_not_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "model"
    target.mkdir()
    (target / "old").touch()
    with pytest.raises(RuntimeError), atomic.replacing_folder(target):
        raise RuntimeError
    assert names(target) == ["old"]
    assert names(tmp_path) == ["model"]


def test_a_folder_that_cannot_take_its_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "model"
    target.mkdir()
    (target / "old").touch()
    replace = Path.replace

    def refuse(path: Path, other: Path) -> Path:
        if path.suffix == ".tmp":
            raise PermissionError  # as on Windows while another program looks into it
        return replace(path, other)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError), atomic.replacing_folder(target) as temporary:
        (temporary / "new").touch()
    assert names(target) == ["old"]
    assert names(tmp_path) == ["model"]


def test_on_windows_whoever_reads_a_file_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, replace, refusals = tmp_path / "run.json", Path.replace, 3
    target.touch()

    def refuse(path: Path, other: Path) -> Path:
        nonlocal refusals
        refusals -= 1
        if refusals >= 0:
            raise PermissionError(13, "Access is denied")
        return replace(path, other)

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(atomic, "_IS_WINDOWS", True)
    monkeypatch.setattr(atomic, "sync", lambda path: None)
    atomic.write_text(target, "new")
    assert target.read_text() == "new"
    assert names(tmp_path) == ["run.json"]


def test_what_a_kill_left_half_written_goes_with_the_next_attempt(tmp_path: Path) -> None:
    for kind in ("file", "folder"):
        target = tmp_path / kind
        code = (
            "import os, sys\n"
            "from pathlib import Path\n"
            "from huggingtweets_gui.foundation import atomic\n"
            f"with atomic.replacing{'_folder' if kind == 'folder' else ''}(Path(sys.argv[1])) as temporary:\n"
            "    (temporary if sys.argv[1].endswith('file') else temporary / 'half').touch()\n"
            "    os._exit(9)\n"
        )
        assert subprocess.run([sys.executable, "-c", code, str(target)], check=False).returncode == 9
    assert len(names(tmp_path)) == 2
    atomic.write_text(tmp_path / "file", "whole")
    with atomic.replacing_folder(tmp_path / "folder"):
        pass
    assert names(tmp_path) == ["file", "folder"]


def test_the_hash_is_that_of_all_bytes_in_order(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"ab")
    (tmp_path / "b").write_bytes(b"c")
    abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256_of([tmp_path / "a", tmp_path / "b"]) == abc
