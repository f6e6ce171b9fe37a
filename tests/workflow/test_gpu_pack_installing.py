"""Installing GPU packs: from a folder and over the network, broken off, resumed, removed."""

import errno
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.workflow import meter, patience
from huggingtweets_gui.workflow.gpu_pack import installing, unpacking
from huggingtweets_gui.workflow.gpu_pack.installing import Stage, install, remove
from huggingtweets_gui.workflow.gpu_pack.lock import PackLock
from huggingtweets_gui.workflow.gpu_pack.places import MANIFEST, arrived, is_installed, wheels_folder
from huggingtweets_gui.workflow.gpu_pack.sources import PublishedWheels, WheelFolder
from tests.fake_hub import FakeHub
from tests.gpu_packs import address_of, cancel_at, ignore, lock_of, make_wheel, make_wheels, publish


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr(meter, "_REPORT_EVERY", 0.0)


@pytest.fixture
def wheels(tmp_path: Path) -> list[Path]:
    return make_wheels(tmp_path / "wheels")


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return tmp_path / "home" / "gpu_packs"


@pytest.fixture
def server(wheels: list[Path]) -> Iterator[FakeHub]:
    with publish(wheels) as server:
        yield server


def from_folder(lock: PackLock, packs: Path, folder: Path, report=ignore) -> Path:
    return install(lock, packs, WheelFolder(folder, lock.wheels), report)


def from_server(lock: PackLock, packs: Path, report=ignore) -> Path:
    return install(lock, packs, PublishedWheels(wheels_folder(packs)), report)


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def published(wheels: list[Path], folder: Path) -> dict[str, bytes]:
    for wheel in wheels:
        shutil.unpack_archive(wheel, folder, "zip")
    return content(folder)


def entries(packs: Path) -> set[str]:
    return {path.name for path in packs.iterdir()} - {".lock"}


def test_a_pack_is_installed_from_a_folder_which_stays_as_it_is(wheels, packs, tmp_path):
    lock = lock_of(wheels)
    assert not is_installed(packs, lock)
    folder = from_folder(lock, packs, tmp_path / "wheels")
    assert is_installed(packs, lock)
    assert content(folder) == published(wheels, tmp_path / "expected")
    assert entries(packs) == {lock.id}
    assert sorted((tmp_path / "wheels").iterdir()) == sorted(wheels)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert {wheel["name"]: wheel["sha256"] for wheel in manifest["wheels"]} == {
        wheel.name: wheel.sha256 for wheel in lock.wheels
    }


def test_a_pack_is_installed_over_the_network_and_the_wheels_go(wheels, packs, server, tmp_path):
    lock = lock_of(wheels, address_of(server))
    folder = from_server(lock, packs)
    assert content(folder) == published(wheels, tmp_path / "expected")
    assert entries(packs) == {lock.id}
    asked = len(server.asked)
    assert from_server(lock, packs) == folder
    assert len(server.asked) == asked


def test_progress_is_told_in_bytes_of_each_stage(wheels, packs, server):
    lock = lock_of(wheels, address_of(server))
    told: list[tuple[Stage, int, int]] = []
    from_server(lock, packs, lambda *report: told.append(report))
    stages = [stage for stage, _, _ in told]
    assert stages == sorted(stages)  # first fetching, then unpacking
    assert {total for stage, _, total in told if stage is Stage.FETCHING} == {lock.size}
    assert told[-1] == (Stage.UNPACKING, lock.unpacked, lock.unpacked)
    for stage in Stage:
        done = [count for at, count, _ in told if at is stage]
        assert done == sorted(done)


def test_a_connection_that_breaks_is_taken_up_where_it_broke(wheels, packs, server, tmp_path):
    lock = lock_of(wheels, address_of(server))
    server.cut_after = [200_000, 100_000]
    folder = from_server(lock, packs)
    assert content(folder) == published(wheels, tmp_path / "expected")
    assert sum(server.sent.values()) == lock.size


@pytest.mark.parametrize("stage", Stage)
def test_a_cancelled_installation_goes_on_where_it_stopped(stage, wheels, packs, server, tmp_path):
    lock = lock_of(wheels, address_of(server))
    with pytest.raises(Cancelled):
        from_server(lock, packs, cancel_at(stage, 1_000_000))
    assert not is_installed(packs, lock)
    assert arrived(packs, lock) >= 1_000_000
    sent = sum(server.sent.values())
    folder = from_server(lock, packs)
    assert content(folder) == published(wheels, tmp_path / "expected")
    # What had arrived was not asked for again, but for what was under way.
    assert sum(server.sent.values()) <= lock.size + (sent - 1_000_000 if stage is Stage.FETCHING else 0)
    assert arrived(packs, lock) == 0


@pytest.mark.parametrize("stage", Stage)
def test_a_killed_installation_goes_on_where_it_stopped(stage, wheels, packs, server, tmp_path):
    lock = lock_of(wheels, address_of(server))
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from huggingtweets_gui.workflow import meter; meter._REPORT_EVERY = 0.0\n"
        "from tests.gpu_packs import lock_of\n"
        "from huggingtweets_gui.workflow.gpu_pack.installing import install\n"
        "from huggingtweets_gui.workflow.gpu_pack.places import wheels_folder\n"
        "from huggingtweets_gui.workflow.gpu_pack.sources import PublishedWheels\n"
        "packs, stage, address, *wheels = sys.argv[1:]\n"
        "def report(at, done, total):\n"
        "    if at == stage and done >= 1_000_000:\n"
        "        os.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))\n"
        "lock = lock_of(map(Path, wheels), address)\n"
        "install(lock, Path(packs), PublishedWheels(wheels_folder(Path(packs))), report)"
    )
    command = [sys.executable, "-c", code, str(packs), stage, address_of(server), *map(str, wheels)]
    assert subprocess.run(command, timeout=60).returncode != 0
    assert not is_installed(packs, lock)
    sent = server.sent.copy()
    folder = from_server(lock, packs)
    assert content(folder) == published(wheels, tmp_path / "expected")
    assert entries(packs) == {lock.id}
    assert sum((server.sent - sent).values()) <= lock.size - 1_000_000


def test_wheels_that_are_unpacked_are_not_read_again(wheels, packs, tmp_path):
    lock = lock_of(wheels)
    first = min(lock.wheels, key=lambda wheel: wheel.size)
    with pytest.raises(Cancelled):
        from_folder(lock, packs, tmp_path / "wheels", cancel_at(Stage.UNPACKING, first.unpacked + 1))
    (tmp_path / "wheels" / first.file).write_bytes(b"not needed any more")
    folder = from_folder(lock, packs, tmp_path / "wheels")
    assert (folder / "torch/__init__.py").is_file()


def test_damage_on_the_way_is_noticed_and_nothing_of_it_kept(wheels, packs, server):
    lock = lock_of(wheels, address_of(server))
    server.damaged = {wheels[0].name}
    with pytest.raises(UserError) as caught:
        from_server(lock, packs)
    assert caught.value.code == ErrorCode.DOWNLOAD_BROKEN
    assert not is_installed(packs, lock)
    server.damaged = set()
    from_server(lock, packs)
    assert is_installed(packs, lock)


def test_a_wheel_in_the_folder_that_is_another_one_is_refused(wheels, packs, tmp_path):
    lock = lock_of(wheels)
    wheels[1].write_bytes(wheels[1].read_bytes()[:-1] + b"!")
    with pytest.raises(UserError, match="not as it was published") as caught:
        from_folder(lock, packs, tmp_path / "wheels")
    assert caught.value.code == ErrorCode.PACK_WHEEL_WRONG
    assert not is_installed(packs, lock)


def test_a_folder_that_lacks_wheels_says_where_they_are(wheels, packs, tmp_path):
    lock = lock_of(wheels, "https://wheels.example")
    wheels[0].unlink()
    with pytest.raises(UserError, match="lacks 1 of the GPU pack's wheels") as caught:
        from_folder(lock, packs, tmp_path / "wheels")
    assert lock.wheels[0].url in caught.value.advice
    assert not packs.exists()


def test_a_server_out_of_reach_is_told(wheels, packs):
    with pytest.raises(UserError, match=r"127\.0\.0\.1:9 could not be reached") as caught:
        from_server(lock_of(wheels, "http://127.0.0.1:9"), packs)
    assert caught.value.code == ErrorCode.PACK_UNREACHABLE


def test_a_pack_that_is_published_no_more_is_told(wheels, packs, server):
    lock = lock_of(wheels, address_of(server))
    server.files.clear()
    with pytest.raises(UserError) as caught:
        from_server(lock, packs)
    assert caught.value.code == ErrorCode.PACK_WITHDRAWN


def test_a_full_disk_is_told_before_anything_is_downloaded(wheels, packs, server, monkeypatch):
    lock = lock_of(wheels, address_of(server))
    free = lock.size + lock.unpacked + 199_000_000
    usage = shutil.disk_usage(wheels[0].parent)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(UserError) as caught:
        from_server(lock, packs)
    assert caught.value.code == ErrorCode.DISK_FULL
    assert not server.asked


def test_a_disk_that_fills_up_meanwhile_costs_nothing_that_arrived(wheels, packs, tmp_path, monkeypatch):
    lock = lock_of(wheels)

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(installing, "unpack", fail)
        with pytest.raises(UserError) as caught:
            from_folder(lock, packs, tmp_path / "wheels")
    assert caught.value.code == ErrorCode.NO_ROOM
    from_folder(lock, packs, tmp_path / "wheels")
    assert is_installed(packs, lock)


def test_a_pack_for_another_torch_is_no_pack_and_goes_with_the_next_installation(wheels, packs, tmp_path):
    old = lock_of(wheels, torch="2.12.0")
    from_folder(old, packs, tmp_path / "wheels")
    new = lock_of(wheels)
    assert not is_installed(packs, new)
    assert not is_installed(packs, replace(old, python="cp399"))
    from_folder(new, packs, tmp_path / "wheels")
    assert entries(packs) == {new.id}


def test_a_removed_pack_is_gone_with_all_beginnings(wheels, packs, tmp_path, server):
    assert remove(packs, lambda: None) == 0
    lock = lock_of(wheels, address_of(server))
    from_folder(lock, packs, tmp_path / "wheels")
    assert remove(packs, lambda: None) > lock.unpacked
    assert not is_installed(packs, lock)
    with pytest.raises(Cancelled):
        from_server(lock, packs, cancel_at(Stage.FETCHING, 1_000_000))
    assert remove(packs, lambda: None) >= 1_000_000
    assert entries(packs) == set()


def test_headers_for_compilers_are_left_out(tmp_path):
    files = {"torch/__init__.py": b"", "torch/include/ATen/ATen.h": b"#pragma once", "torch/lib/c10.so": b"1"}
    unpacking.unpack(make_wheel(tmp_path, "torch", files), tmp_path / "pack", lambda done: None)
    assert set(content(tmp_path / "pack")) == {"torch/__init__.py", "torch/lib/c10.so"}


@pytest.mark.skipif(os.name != "posix", reason="permissions of programs")
def test_programs_in_a_wheel_can_be_run(tmp_path):
    wheel = tmp_path / "torch.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        program = zipfile.ZipInfo("torch/bin/torch_shm_manager")
        program.external_attr = 0o100755 << 16
        archive.writestr(program, b"#!/bin/sh\n")
    unpacking.unpack(wheel, tmp_path / "pack", lambda done: None)
    assert os.access(tmp_path / "pack/torch/bin/torch_shm_manager", os.X_OK)


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/outside", "torch/../../outside", "C:/outside", "torch\\..\\..\\outside"]
)
def test_a_wheel_that_reaches_outside_is_refused(name, tmp_path):
    wheel = make_wheel(tmp_path / "wheels", "evil", {"torch/__init__.py": b"", name: b"!"})
    with pytest.raises(UserError) as caught:
        unpacking.unpack(wheel, tmp_path / "home" / "pack", lambda done: None)
    assert caught.value.code == ErrorCode.PACK_WHEEL_UNREADABLE
    assert not list((tmp_path / "home").glob("**/*"))


def test_what_is_no_wheel_is_refused(tmp_path):
    wheel = tmp_path / "torch.whl"
    wheel.write_bytes(b"PK but no zip")
    with pytest.raises(UserError) as caught:
        unpacking.unpack(wheel, tmp_path / "pack", lambda done: None)
    assert caught.value.code == ErrorCode.PACK_WHEEL_UNREADABLE
