"""Small GPU packs for tests: wheels of random bytes, the lock that names them, a server that has them."""

import hashlib
import os
import random
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.workflow.gpu_pack.installing import Stage
from huggingtweets_gui.workflow.gpu_pack.lock import PackLock, Wheel, platform, python_tag
from tests.fake_hub import FakeHub

TORCH = "2.13.0"
_random = random.Random(13)


def make_wheel(folder: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Write a wheel into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{TORCH}+cu130-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, content in files.items():
            archive.writestr(file, content)
    return path


def make_wheels(folder: Path) -> list[Path]:
    """Write the wheels of a pack into ``folder``: a torch of three libraries, and a library of NVIDIA's."""
    torch = {
        "torch/__init__.py": b"__version__ = '2.13.0+cu130'\n",
        **{f"torch/lib/libtorch_{part}.so": _random.randbytes(600_000) for part in range(3)},
        "torch-2.13.0+cu130.dist-info/METADATA": b"Metadata-Version: 2.1\nName: torch\n",
    }
    nvidia = {"nvidia/cu13/lib/libcudart.so.13": _random.randbytes(700_000)}
    return [make_wheel(folder, "torch", torch), make_wheel(folder, "nvidia_cuda_runtime", nvidia)]


def lock_of(wheels: Iterable[Path], address: str = "http://127.0.0.1:9", torch: str = TORCH) -> PackLock:
    """Return the lock of a pack of ``wheels``, which are published below ``address``."""
    return PackLock(torch, "cu130", python_tag(), platform(), tuple(_wheel(path, address) for path in wheels))


def publish(wheels: Iterable[Path]) -> FakeHub:
    """Return a server, to be used as a context, that has the wheels at ``address_of`` it."""
    return FakeHub("pytorch/wheels", {path.name: path.read_bytes() for path in wheels})


def address_of(server: FakeHub) -> str:
    return f"{server.address('cdn')}/large"


def put_nvidia_smi(folder: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Let an nvidia-smi be found that prints this line: driver version, compute capability, name."""
    program = folder / "nvidia-smi"
    program.write_text(f"#!/bin/sh\necho '{line}'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def cancel_at(stage: Stage, limit: int) -> Callable[[Stage, int, int], None]:
    """Return a ``Report`` that cancels once ``limit`` bytes of ``stage`` are done."""

    def report(at: Stage, done: int, total: int) -> None:
        if at is stage and done >= limit:
            raise Cancelled

    return report


def ignore(stage: Stage, done: int, total: int) -> None:
    """Hear nothing."""


def _wheel(path: Path, address: str) -> Wheel:
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    return Wheel(
        name=path.name.partition("-")[0],
        version=TORCH,
        url=f"{address}/{path.name.replace('+', '%2B')}",
        size=len(content),
        unpacked=unpacked,
        sha256=hashlib.sha256(content).hexdigest(),
    )
