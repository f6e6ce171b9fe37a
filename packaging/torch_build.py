"""Which of PyTorch's builds fits this computer.

PyPI has one build a system: with CUDA (gigabytes) on Linux, for the CPU on Windows, with Metal on
macOS. PyTorch's own index has the others, one folder a tag.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from huggingtweets_gui.foundation.nvidia import CUDA_BUILDS, Gpu, choose_build

INDEX = "https://download.pytorch.org/whl"
CPU_TAG = "cpu"
TAGS = (CPU_TAG, *(build.tag for build in CUDA_BUILDS))


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


def choose(system: str, has_driver: bool, gpus: Sequence[Gpu]) -> TorchBuild:
    """Return the build for a computer.

    Args:
        system: as ``platform.system()`` names it.
        has_driver: whether an NVIDIA driver is installed.
        gpus: NVIDIA's GPUs, as far as is known.
    """
    return published(system, choose_build(gpus).tag if has_driver else CPU_TAG)


def published(system: str, tag: str) -> TorchBuild:
    """Return the build that is published under ``tag``, or for macOS the only one that there is.

    Args:
        system: as ``platform.system()`` names it.
        tag: one of ``TAGS``.
    """
    if system not in ("Linux", "Windows"):
        return TorchBuild("PyTorch (about 100 MB)", None, pypi_serves=True)
    if tag == CPU_TAG:
        return TorchBuild("PyTorch for the CPU (about 200 MB)", tag, pypi_serves=True)
    return TorchBuild(
        f"PyTorch for the NVIDIA GPU (about 3 GB with CUDA, {tag})",
        tag,
        pypi_serves=system == "Linux" and tag == CUDA_BUILDS[0].tag,
    )
