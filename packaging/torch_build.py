"""Which of PyTorch's builds fits this computer.

PyPI has one build a system: with CUDA (gigabytes) on Linux, for the CPU on Windows, with Metal on
macOS. PyTorch's own index has the others, one folder a tag.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

INDEX = "https://download.pytorch.org/whl"

# The tags that torch 2.13 is published under. CUDA 13 needs a driver of 2025 and a Turing card (GTX 16,
# RTX 20) or newer; the build with CUDA 12.6 serves older drivers and cards.
CUDA_TAG = "cu130"
CUDA_OLDEST_DRIVER = 580
CUDA_OLDEST_CAPABILITY = (7, 5)
OLD_CUDA_TAG = "cu126"
OLD_CUDA_NEWEST_CAPABILITY = (9, 0)

# WSL keeps the driver's tools where PATH may not look.
_WSL_TOOLS = "/usr/lib/wsl/lib"


@dataclass(frozen=True)
class TorchBuild:
    """One build of PyTorch.

    Attributes:
        words: what it is, for the user, with the size of the download.
        tag: its folder in PyTorch's index and its local version; ``None`` for the build on PyPI.
        pypi_serves: whether the build on PyPI does the same work, if perhaps larger.
    """

    words: str
    tag: str | None
    pypi_serves: bool

    def pip_arguments(self, version: str) -> list[str]:
        """Return what ``pip install`` needs to take this build of ``version``, without its dependencies.

        The local version in it (``+cpu``) makes pip replace another build of the same version.
        """
        if self.tag is None:
            return ["--no-deps", f"torch=={version}"]
        return ["--no-deps", "--index-url", f"{INDEX}/{self.tag}", f"torch=={version}+{self.tag}"]


def has_nvidia_driver(system: str, root: Path = Path("/")) -> bool:
    """Tell from a few file names, in no time, whether an NVIDIA driver is installed.

    Args:
        system: as ``platform.system()`` names it.
        root: where the file system begins.
    """
    if system == "Windows":
        return (Path(os.environ.get("SYSTEMROOT", root)) / "System32" / "nvcuda.dll").exists()
    return system == "Linux" and ((root / "proc/driver/nvidia").exists() or _nvidia_smi() is not None)


def ask_nvidia_smi() -> str:
    """Return one line ``driver version, compute capability`` a GPU, or nothing if that cannot be told."""
    program = _nvidia_smi()
    if program is None:
        return ""
    query = [program, "--query-gpu=driver_version,compute_cap", "--format=csv,noheader"]
    try:
        return subprocess.run(query, capture_output=True, text=True, timeout=60, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def choose(system: str, has_driver: bool, gpus: str) -> TorchBuild:
    """Return the build for a computer.

    Args:
        system: as ``platform.system()`` names it.
        has_driver: whether an NVIDIA driver is installed.
        gpus: as ``ask_nvidia_smi`` returns it.
    """
    if system not in ("Linux", "Windows"):
        return TorchBuild("PyTorch (about 100 MB)", None, pypi_serves=True)
    if not has_driver:
        return TorchBuild("PyTorch for the CPU (about 200 MB)", "cpu", pypi_serves=True)
    tag = _cuda_tag(gpus)
    return TorchBuild(
        f"PyTorch for the NVIDIA GPU (about 3 GB with CUDA, {tag})",
        tag,
        pypi_serves=system == "Linux" and tag == CUDA_TAG,
    )


def _cuda_tag(gpus: str) -> str:
    found = [
        (int(major), int(minor), int(driver))
        for driver, major, minor in re.findall(r"^(\d+)\.[\d.]*, (\d+)\.(\d+)$", gpus, re.MULTILINE)
    ]
    if not found:
        return CUDA_TAG
    *capability, driver = max(found)
    too_old = tuple(capability) < CUDA_OLDEST_CAPABILITY
    driver_too_old = driver < CUDA_OLDEST_DRIVER and tuple(capability) <= OLD_CUDA_NEWEST_CAPABILITY
    return OLD_CUDA_TAG if too_old or driver_too_old else CUDA_TAG


def _nvidia_smi() -> str | None:
    return shutil.which("nvidia-smi") or shutil.which("nvidia-smi", path=_WSL_TOOLS)
