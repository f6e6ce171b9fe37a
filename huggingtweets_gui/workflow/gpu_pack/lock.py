"""What a GPU pack consists of: the lock files in ``resources/gpu_pack``, made for each release.

A lock is for one version of torch, one Python and one system, those of the program that it came with.
"""

import json
import sys
import sysconfig
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from huggingtweets_gui.foundation.resources import resource


@dataclass(frozen=True, slots=True)
class Wheel:
    """A package of a pack, in the form that pip installs.

    Attributes:
        name: the package's name.
        url: where it is published.
        size: in bytes.
        unpacked: the bytes of the files in it that are needed.
        sha256: in hexadecimal.
    """

    name: str
    version: str
    url: str
    size: int
    unpacked: int
    sha256: str

    @property
    def file(self) -> str:
        """The name of its file."""
        return unquote(urlsplit(self.url).path.rpartition("/")[2])


@dataclass(frozen=True, slots=True)
class PackLock:
    """A GPU pack.

    Attributes:
        torch: the version of torch, without the build's tag.
        cuda: the build's tag, such as "cu130".
        python: the Python that it is for, such as "cp311".
        platform: the system that it is for, as ``sysconfig.get_platform()`` names it.
        wheels: what it consists of.
    """

    torch: str
    cuda: str
    python: str
    platform: str
    wheels: tuple[Wheel, ...]

    @property
    def id(self) -> str:
        """What tells it from all other packs; the name of its folder."""
        return f"{self.torch}+{self.cuda}-{self.python}-{self.platform}"

    @property
    def size(self) -> int:
        """The bytes to be downloaded."""
        return sum(wheel.size for wheel in self.wheels)

    @property
    def unpacked(self) -> int:
        """The bytes that it takes on the disk."""
        return sum(wheel.unpacked for wheel in self.wheels)


def locks_here() -> list[PackLock]:
    """Return the packs that fit this program on this system; there may be none."""
    files = resource("gpu_pack").glob(f"{platform()}-{python_tag()}-*.json")
    return [read_lock(path) for path in sorted(files)]


def python_tag() -> str:
    """Return what wheels call this Python, such as "cp311"."""
    return f"cp{sys.version_info.major}{sys.version_info.minor}"


def platform() -> str:
    """Return what Python calls this system, such as "linux-x86_64" or "win-amd64"."""
    return sysconfig.get_platform()


def read_lock(path: Path) -> PackLock:
    """Read a lock file."""
    record = json.loads(path.read_text(encoding="utf-8"))
    return PackLock(**{**record, "wheels": tuple(Wheel(**wheel) for wheel in record["wheels"])})


def write_lock(folder: Path, lock: PackLock) -> Path:
    """Write a lock file into ``folder`` and return its path."""
    path = folder / f"{lock.platform}-{lock.python}-{lock.cuda}.json"
    path.write_text(json.dumps(asdict(lock), indent=2) + "\n", encoding="utf-8", newline="\n")
    return path
