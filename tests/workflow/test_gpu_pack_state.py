"""What is said of the GPU pack on computers of all kinds."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.workflow.gpu_pack.installing import Stage, install
from huggingtweets_gui.workflow.gpu_pack.lock import PackLock, locks_here, read_lock, write_lock
from huggingtweets_gui.workflow.gpu_pack.sources import WheelFolder
from huggingtweets_gui.workflow.gpu_pack.state import PackState, find_state
from tests.gpu_packs import cancel_at, ignore, lock_of, make_wheels, put_nvidia_smi

RTX_3060 = "580.95.05, 8.6, NVIDIA GeForce RTX 3060"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for nvidia-smi is a script")


@pytest.fixture
def lock(tmp_path: Path) -> PackLock:
    return lock_of(make_wheels(tmp_path / "wheels"))


def state(packs: Path, *locks: PackLock) -> PackState:
    return find_state(packs, locks, lambda: None)


def test_a_gpu_with_a_new_driver_can_have_the_pack(lock, tmp_path, monkeypatch):
    put_nvidia_smi(tmp_path, monkeypatch, RTX_3060)
    found = state(tmp_path / "packs", lock)
    assert found.gpu is not None and found.gpu.name == "NVIDIA GeForce RTX 3060"
    assert (found.lock, found.installed, found.is_broken_off) == (lock, False, False)


def test_a_computer_without_an_nvidia_gpu_is_offered_nothing(lock, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    found = state(tmp_path / "packs", lock)
    assert (found.gpu, found.lock) == (None, None)
    assert "no NVIDIA graphics card" in found.reason


def test_a_driver_that_is_too_old_is_named(lock, tmp_path, monkeypatch):
    put_nvidia_smi(tmp_path, monkeypatch, "550.120, 8.6, NVIDIA GeForce RTX 3060")
    found = state(tmp_path / "packs", lock)
    assert (found.lock, found.wanted_driver) == (None, 580)
    assert found.reason == "the driver of the NVIDIA GeForce RTX 3060 is 550.120, and 580 is needed"


def test_an_older_driver_gets_the_pack_with_the_older_cuda(lock, tmp_path, monkeypatch):
    put_nvidia_smi(tmp_path, monkeypatch, "550.120, 8.6, NVIDIA GeForce RTX 3060")
    older = replace(lock, cuda="cu126")
    assert state(tmp_path / "packs", lock, older).lock == older


def test_a_card_that_no_pack_was_made_for_is_told(lock, tmp_path, monkeypatch):
    put_nvidia_smi(tmp_path, monkeypatch, "580.95.05, 6.1, NVIDIA GeForce GTX 1080")
    found = state(tmp_path / "packs", lock)
    assert (found.lock, found.wanted_driver) == (None, None)
    assert "none was made for the NVIDIA GeForce GTX 1080" in found.reason


def test_what_is_on_the_disk_is_told(lock, tmp_path, monkeypatch):
    put_nvidia_smi(tmp_path, monkeypatch, RTX_3060)
    packs, source = tmp_path / "packs", WheelFolder(tmp_path / "wheels", lock.wheels)
    with pytest.raises(Cancelled):
        install(lock, packs, source, cancel_at(Stage.UNPACKING, 1))
    assert state(packs, lock).is_broken_off
    install(lock, packs, source, ignore)
    found = state(packs, lock)
    assert (found.installed, found.is_broken_off) == (True, False)
    assert found.used >= lock.unpacked


def test_a_pack_of_an_older_program_is_of_no_use(lock, tmp_path, monkeypatch):
    packs, source = tmp_path / "packs", WheelFolder(tmp_path / "wheels", lock.wheels)
    install(replace(lock, torch="2.12.0"), packs, source, ignore)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert state(packs, lock).useless >= lock.unpacked
    put_nvidia_smi(tmp_path, monkeypatch, RTX_3060)
    found = state(packs, lock)
    assert (found.lock, found.installed, found.is_broken_off) == (lock, False, False)
    assert found.useless >= lock.unpacked


def test_the_locks_of_the_release_are_for_the_torch_of_the_program(repository):
    settings = (repository / "pyproject.toml").read_text(encoding="utf-8")
    paths = list((repository / "resources" / "gpu_pack").glob("*.json"))
    assert paths
    for path in paths:
        lock = read_lock(path)
        assert f'"torch=={lock.torch}"' in settings
        assert path.name == f"{lock.platform}-{lock.python}-{lock.cuda}.json"
        assert {wheel.name for wheel in lock.wheels} >= {"torch"}
        assert all(len(wheel.sha256) == 64 and wheel.url.startswith("https://") for wheel in lock.wheels)
        assert all(wheel.file.endswith(".whl") and "/" not in wheel.file for wheel in lock.wheels)


def test_a_lock_is_read_as_it_was_written(lock, tmp_path):
    assert read_lock(write_lock(tmp_path, lock)) == lock


def test_the_locks_of_other_systems_and_pythons_are_none_of_ours(lock, tmp_path, monkeypatch):
    monkeypatch.setattr("huggingtweets_gui.workflow.gpu_pack.lock.resource", lambda name: tmp_path)
    for other in (replace(lock, platform="plan9-x86_64"), replace(lock, python="cp399"), lock):
        write_lock(tmp_path, other)
    assert locks_here() == [lock]
