"""NVIDIA's GPUs, seen without PyTorch: by the driver's files, and by what its nvidia-smi says.

The standard library suffices, so that the set-up of a checkout can use this before anything is installed.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

# WSL keeps the driver's tools where PATH may not look.
_WSL_TOOLS = "/usr/lib/wsl/lib"
_TICK_SECONDS = 0.1
_TICKS = 600
_LINE = re.compile(r"^((\d+)\.[\d.]*), (\d+)\.(\d+), (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Gpu:
    """A GPU of NVIDIA's.

    Attributes:
        name: such as "NVIDIA GeForce RTX 3060".
        capability: what its hardware can do, as CUDA counts it: (8, 6).
        driver: the version of the driver, such as "580.95.05".
    """

    name: str
    capability: tuple[int, int]
    driver: str

    @property
    def driver_branch(self) -> int:
        """The first number of the driver's version."""
        return int(self.driver.partition(".")[0])


@dataclass(frozen=True)
class CudaBuild:
    """A build of PyTorch with CUDA, and what it asks for.

    Attributes:
        tag: its name in PyTorch's index.
        oldest_driver: the branch of the oldest driver that it works with.
        oldest, newest: the capabilities that it holds code for.
    """

    tag: str
    oldest_driver: int
    oldest: tuple[int, int]
    newest: tuple[int, int]

    def fits(self, gpu: Gpu) -> bool:
        """Tell whether it holds code for ``gpu``, whatever the driver."""
        return self.oldest <= gpu.capability <= self.newest

    def serves(self, gpu: Gpu) -> bool:
        """Tell whether it works on ``gpu`` with the driver that is installed."""
        return self.fits(gpu) and gpu.driver_branch >= self.oldest_driver


CUDA_BUILDS = (
    # A driver of 2025 and a Turing card (GTX 16, RTX 20) or newer.
    CudaBuild("cu130", oldest_driver=580, oldest=(7, 5), newest=(99, 0)),
    CudaBuild("cu126", oldest_driver=528, oldest=(0, 0), newest=(9, 0)),
)
"""The builds that torch 2.13 is published in, the better ones first."""


def has_driver(system: str, root: Path = Path("/")) -> bool:
    """Tell from a few file names, in no time, whether an NVIDIA driver is installed.

    Args:
        system: as ``platform.system()`` names it.
        root: where the file system begins.
    """
    if system == "Windows":
        return (Path(os.environ.get("SYSTEMROOT", root)) / "System32" / "nvcuda.dll").exists()
    return system == "Linux" and ((root / "proc/driver/nvidia").exists() or _nvidia_smi() is not None)


def find_gpus(tick: Callable[[], None] = lambda: None) -> list[Gpu]:
    """Ask nvidia-smi for the GPUs, which may take seconds; where it cannot tell, there are none.

    Args:
        tick: called ten times a second meanwhile; what it raises ends the asking.
    """
    program = _nvidia_smi()
    if program is None:
        return []
    query = [program, "--query-gpu=driver_version,compute_cap,name", "--format=csv,noheader"]
    try:
        with subprocess.Popen(
            query,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            errors="replace",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as process:
            return parse_gpus(_output(process, tick))
    except OSError:
        return []


def parse_gpus(output: str) -> list[Gpu]:
    """Return the GPUs in nvidia-smi's lines of driver version, compute capability and name."""
    return [
        Gpu(name.strip(), (int(major), int(minor)), driver)
        for driver, _, major, minor, name in _LINE.findall(output)
    ]


def best_gpu(gpus: Sequence[Gpu]) -> Gpu | None:
    """Return the newest of several GPUs, which is the one to choose a build for."""
    return max(gpus, key=lambda gpu: gpu.capability, default=None)


def choose_build(gpus: Sequence[Gpu]) -> CudaBuild:
    """Return the build for ``gpus``; where no driver is new enough, the one that asks least of it."""
    gpu = best_gpu(gpus)
    if gpu is None:
        return CUDA_BUILDS[0]
    fitting = [build for build in CUDA_BUILDS if build.fits(gpu)]
    return next((build for build in fitting if build.serves(gpu)), fitting[-1])


def _output(process: "subprocess.Popen[str]", tick: Callable[[], None]) -> str:
    """Return what ``process`` prints; nothing where it fails or takes a minute."""
    try:
        for _ in range(_TICKS):
            try:
                output, _ = process.communicate(timeout=_TICK_SECONDS)
            except subprocess.TimeoutExpired:
                tick()
            else:
                return output if process.returncode == 0 else ""
        return ""
    finally:
        process.kill()


def _nvidia_smi() -> str | None:
    return shutil.which("nvidia-smi") or shutil.which("nvidia-smi", path=_WSL_TOOLS)
