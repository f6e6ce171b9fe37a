"""A clean Debian system in a folder: made, copied, and given packages."""

import hashlib
import shutil
from pathlib import Path

from release_test.package import Package
from release_test.tools import run

_SUITE = "bookworm"
_MIRROR = "http://deb.debian.org/debian"
_ENTER = Path(__file__).with_name("enter.sh")
# The system is thrown away: nobody needs to wait until each file is on the disk.
_QUICKLY = ("--yes", "--no-install-recommends", "--option", "Dpkg::Options::=--force-unsafe-io")
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

USER = "visitor"
USER_NUMBER = 1000
HOME = f"/home/{USER}"
RUNTIME = f"/run/user/{USER_NUMBER}"


class Root:
    """A Debian system in the folder ``path``, with one user who has no privileges."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def home(self) -> Path:
        """The user's home, as seen from outside."""
        return self.path / HOME.lstrip("/")

    def run(self, *command: str, online: bool = False) -> str:
        """Run a command as the administrator, and return what it printed.

        Raises:
            Failure: it failed.
        """
        environment = ["env", "-i", f"PATH={_PATH}", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
        within = [*namespaces(online=online), str(_ENTER), str(self.path)]
        return run([*within, "chroot", str(self.path), *environment, *command])

    def install(self, package: Package) -> None:
        """Install a .deb without a network: whatever it needs must be there, and named in Depends."""
        inside = f"/root/{package.path.name}"
        shutil.copy(package.path, self.path / inside.lstrip("/"))
        try:
            self.run("apt-get", "install", *_QUICKLY, inside)
        finally:
            (self.path / inside.lstrip("/")).unlink()

    def remove(self, package: Package) -> str:
        """Remove a package, and return what the user is told."""
        return self.run("apt-get", "remove", "--yes", package.name)


def namespaces(*, online: bool) -> list[str]:
    """Return the start of a command that gives the rest of it processes and mounts of its own.

    All of them end when the first one does. Unless ``online`` they have no network either.
    """
    kinds = ["--mount", "--pid", "--fork", "--kill-child"]
    return ["unshare", *kinds, *([] if online else ["--net"]), "sh"]


def make_root(path: Path, cache: Path, package: Package) -> Root:
    """Return a fresh root at ``path`` with what ``package`` depends on, but not the package itself.

    Roots that were made before are kept in ``cache`` as tar files, by what is installed in them.

    Raises:
        Failure: something could not be downloaded or installed.
    """
    cache.mkdir(parents=True, exist_ok=True)
    bare = cache / f"{_SUITE}.tar"
    if not bare.exists():
        _pack(_debootstrap(path), bare)
    key = hashlib.sha256(package.depends.encode()).hexdigest()[:12]
    fitted = cache / f"{_SUITE}-{key}.tar"
    if not fitted.exists():
        root = _unpack(bare, path)
        root.run("apt-get", "update", online=True)
        root.run("apt-get", "satisfy", *_QUICKLY, package.depends, online=True)
        root.run("apt-get", "clean")
        _pack(root, fitted)
    return _unpack(fitted, path)


def _debootstrap(path: Path) -> Root:
    shutil.rmtree(path, ignore_errors=True)
    run(["debootstrap", "--variant=minbase", _SUITE, path, _MIRROR])
    root = Root(path)
    (path / "tmp/.X11-unix").mkdir(mode=0o1777)
    shutil.copy("/etc/resolv.conf", path / "etc/resolv.conf")
    root.run("useradd", "--create-home", "--uid", str(USER_NUMBER), "--shell", "/bin/bash", USER)
    root.run("install", "-d", "-m", "700", "-o", USER, "-g", USER, RUNTIME)
    return root


def _pack(root: Root, archive: Path) -> None:
    unfinished = archive.with_suffix(".unfinished")
    run(["tar", "--create", "--numeric-owner", "--file", unfinished, "--directory", root.path, "."])
    unfinished.rename(archive)


def _unpack(archive: Path, path: Path) -> Root:
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    run(["tar", "--extract", "--numeric-owner", "--same-permissions", "--file", archive, "--directory", path])
    return Root(path)
