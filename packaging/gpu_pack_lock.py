"""Write the lock file of a GPU pack: which wheels it consists of, with their sizes and hashes.

Run it for a release, on each system that the release is for, with the bundle's Python, in which
HuggingTweets is installed::

    python packaging/gpu_pack_lock.py cu130

pip says which wheels those are; nothing is installed, and of the wheels only the list of their files is
downloaded. On Linux the newest CUDA comes from PyPI, all else from PyTorch's own index.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import tomllib
import urllib.request
import zipfile
from pathlib import Path

from torch_build import INDEX

from huggingtweets_gui.foundation.nvidia import CUDA_BUILDS
from huggingtweets_gui.workflow.gpu_pack.lock import PackLock, Wheel, platform, python_tag, write_lock
from huggingtweets_gui.workflow.gpu_pack.unpacking import needed

_ROOT = Path(__file__).resolve().parent.parent
_LOCKS = _ROOT / "resources" / "gpu_pack"
_PYPI = "https://pypi.org/simple"
_TIMEOUT = 60.0  # seconds


class PublishedFile(io.RawIOBase):
    """A file on a server, of which only those parts are downloaded that are read."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._position = 0
        with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=_TIMEOUT) as answer:
            self.size = int(answer.headers["Content-Length"])

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that reading can go on anywhere."""
        return True

    def tell(self) -> int:
        """Return where reading goes on."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go on reading elsewhere."""
        begins = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}
        self._position = begins[whence] + offset
        return self._position

    def read(self, count: int = -1) -> bytes:
        """Download ``count`` bytes, or all that follow."""
        end = self.size if count < 0 else min(self._position + count, self.size)
        if end <= self._position:
            return b""
        part = urllib.request.Request(self._url, headers={"Range": f"bytes={self._position}-{end - 1}"})
        with urllib.request.urlopen(part, timeout=_TIMEOUT) as answer:
            data: bytes = answer.read()
        self._position += len(data)
        return data


def resolve(torch: str, index: str) -> list[dict[str, object]]:
    """Return what pip would install for ``torch`` from ``index``, as its report tells it."""
    # What the computer is set up to take packages from does not belong into a lock.
    sources = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS")
    environment = {key: value for key, value in os.environ.items() if key not in sources}
    environment["PIP_CONFIG_FILE"] = os.devnull
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
        command += ["--only-binary", ":all:", "--index-url", index, "--report", str(report), torch]
        subprocess.run(command, env=environment, check=True)
        found: list[dict[str, object]] = json.loads(report.read_text(encoding="utf-8"))["install"]
    return found


def belongs(name: str) -> bool:
    """Tell whether a package is of the pack: all else torch needs is in the program, or not needed by it."""
    return name == "torch" or name.startswith("nvidia-")


def wheel(item: dict) -> Wheel:
    """Return the wheel that an item of pip's report names."""
    url, _, _ = item["download_info"]["url"].partition("#")
    file = PublishedFile(url)
    with zipfile.ZipFile(file) as archive:
        unpacked = sum(member.file_size for member in needed(archive))
    print(f"{url.rpartition('/')[2]}: {file.size:,} bytes, {unpacked:,} unpacked")
    return Wheel(
        name=item["metadata"]["name"],
        version=item["metadata"]["version"],
        url=url,
        size=file.size,
        unpacked=unpacked,
        sha256=item["download_info"]["archive_info"]["hashes"]["sha256"],
    )


def torch_version() -> str:
    """Return the version of torch that the program is made for."""
    settings = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (torch,) = (line for line in settings["project"]["dependencies"] if line.startswith("torch=="))
    return torch.removeprefix("torch==")


def main() -> None:
    """Write the lock that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write the lock file of a GPU pack.")
    parser.add_argument("cuda", choices=[build.tag for build in CUDA_BUILDS])
    cuda = parser.parse_args().cuda
    version = torch_version()
    if sys.platform == "linux" and cuda == CUDA_BUILDS[0].tag:
        items = resolve(f"torch=={version}", _PYPI)
    else:
        items = resolve(f"torch=={version}+{cuda}", f"{INDEX}/{cuda}")
    wheels = tuple(wheel(item) for item in items if belongs(item["metadata"]["name"]))
    lock = PackLock(version, cuda, python_tag(), platform(), wheels)
    path = write_lock(_LOCKS, lock)
    print(f"{path}: {lock.size:,} bytes to download, {lock.unpacked:,} unpacked")


if __name__ == "__main__":
    main()
