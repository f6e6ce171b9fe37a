import sys
import time
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.nvidia import choose_build, find_gpus, has_driver, parse_gpus
from huggingtweets_gui.foundation.progress import Cancelled

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


def put_nvidia_smi(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "nvidia-smi"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")


@pytest.mark.parametrize(
    ("lines", "tag"),
    [
        ("580.95.05, 8.9, NVIDIA GeForce RTX 4070\n", "cu130"),
        ("", "cu130"),
        ("580.95.05, [N/A], Something\n", "cu130"),
        ("550.120, 8.6, NVIDIA GeForce RTX 3060\n", "cu126"),  # a driver from before CUDA 13
        ("580.95.05, 6.1, NVIDIA GeForce GTX 1080\n", "cu126"),
        ("580.95.05, 6.1, GTX 1080\n580.95.05, 12.0, RTX 5090\n", "cu130"),  # the better of two decides
        ("570.86, 12.0, RTX 5090\n", "cu130"),  # Blackwell is in no older build: the driver must be renewed
    ],
)
def test_the_build_is_what_card_and_driver_allow(lines, tag):
    assert choose_build(parse_gpus(lines)).tag == tag


def test_the_gpus_are_what_nvidia_smi_says(tmp_path, monkeypatch):
    put_nvidia_smi(tmp_path, monkeypatch, 'echo "580.95.05, 8.6, NVIDIA GeForce RTX 3060"')
    [gpu] = find_gpus()
    assert (gpu.name, gpu.capability, gpu.driver) == ("NVIDIA GeForce RTX 3060", (8, 6), "580.95.05")
    assert gpu.driver_branch == 580
    assert has_driver("Linux", tmp_path)


@pytest.mark.parametrize("script", ["echo '580.95.05, 8.6, RTX'; exit 9", "echo No devices were found"])
def test_a_driver_that_does_not_work_has_no_gpus(script, tmp_path, monkeypatch):
    put_nvidia_smi(tmp_path, monkeypatch, script)
    assert find_gpus() == []


def test_asking_can_be_cancelled(tmp_path, monkeypatch):
    put_nvidia_smi(tmp_path, monkeypatch, "exec sleep 60")

    def cancel() -> None:
        raise Cancelled

    began = time.monotonic()
    with pytest.raises(Cancelled):
        find_gpus(cancel)
    assert time.monotonic() - began < 5


def test_without_nvidia_smi_nothing_is_known(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_gpus() == []


@pytest.mark.parametrize(
    ("system", "trace"), [("Linux", "proc/driver/nvidia"), ("Windows", "System32/nvcuda.dll")]
)
def test_a_driver_is_found_by_its_files(system, trace, tmp_path, monkeypatch):
    monkeypatch.delenv("SYSTEMROOT", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not has_driver(system, tmp_path)
    (tmp_path / trace).mkdir(parents=True)
    assert has_driver(system, tmp_path)
    assert not has_driver("Darwin", tmp_path)
