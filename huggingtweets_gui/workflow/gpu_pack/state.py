"""What there is to say about the GPU pack on this computer: whether it helps, is there, can be had."""

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from huggingtweets_gui.foundation import nvidia
from huggingtweets_gui.foundation.disk import disk_used
from huggingtweets_gui.foundation.nvidia import Gpu
from huggingtweets_gui.workflow.gpu_pack.lock import PackLock
from huggingtweets_gui.workflow.gpu_pack.places import arrived, is_installed


@dataclass(frozen=True)
class PackState:
    """The GPU pack on this computer.

    Attributes:
        gpu: the GPU that it is for; None where none was found.
        lock: the pack that works here, or None.
        wanted_driver: the branch of the driver that a pack for this GPU needs, where the one that is
            installed is older.
        installed: whether the pack is there.
        used: the bytes on the disk of the pack, or of one whose installation was broken off.
        useless: the bytes on the disk of packs that this program or this computer cannot use.
    """

    gpu: Gpu | None
    lock: PackLock | None = None
    wanted_driver: int | None = None
    installed: bool = False
    used: int = 0
    useless: int = 0

    @property
    def is_broken_off(self) -> bool:
        """Whether an installation was begun and has not ended."""
        return not self.installed and self.used > 0

    @property
    def reason(self) -> str:
        """Why there is no pack for this computer, as the end of a sentence."""
        if self.gpu is None:
            return "no NVIDIA graphics card with a working driver was found"
        if self.wanted_driver is not None:
            driver = self.gpu.driver
            return f"the driver of the {self.gpu.name} is {driver}, and {self.wanted_driver} is needed"
        return f"none was made for the {self.gpu.name} and this version of the program"


def find_state(packs: Path, locks: Sequence[PackLock], tick: Callable[[], None]) -> PackState:
    """Look at the GPU, its driver and the disk, which may take seconds.

    Args:
        packs: the folder of all packs.
        locks: the packs that fit this program.
        tick: called ten times a second meanwhile; what it raises ends the looking.
    """
    has_driver = nvidia.has_driver(platform.system())
    gpu = nvidia.best_gpu(nvidia.find_gpus(tick)) if has_driver else None
    installed = next((lock for lock in locks if is_installed(packs, lock)), None)
    if installed is not None:
        return PackState(gpu, installed, installed=True, used=disk_used(packs / installed.id))
    here = disk_used(packs)
    if gpu is None:
        return PackState(None, useless=here)
    by_tag = {lock.cuda: lock for lock in locks}
    fitting = [build for build in nvidia.CUDA_BUILDS if build.tag in by_tag and build.fits(gpu)]
    build = next((build for build in fitting if build.serves(gpu)), None)
    if build is not None:
        lock = by_tag[build.tag]
        used = arrived(packs, lock)
        return PackState(gpu, lock, used=used, useless=here - used)
    wanted = min((build.oldest_driver for build in fitting), default=None)
    return PackState(gpu, wanted_driver=wanted, useless=here)
