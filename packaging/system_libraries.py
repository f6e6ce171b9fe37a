"""The shared libraries that Qt loads on Linux and that no Python package brings."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from reports import SetupError, say


@dataclass(frozen=True)
class Library:
    """A shared library and the packages that hold it.

    Attributes:
        name: what the loader is asked for.
        debian: the package on Debian and Ubuntu.
        fedora: the package on Fedora.
        arch: the package on Arch.
    """

    name: str
    debian: str
    fedora: str
    arch: str


# What the Qt libraries and the platform plugins of PySide6-Essentials 6.12 are linked to (readelf -d).
CORE = (
    Library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Library("libX11.so.6", "libx11-6", "libX11", "libx11"),
    Library("libbrotlidec.so.1", "libbrotli1", "libbrotli", "brotli"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype", "freetype2"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Library("libgssapi_krb5.so.2", "libgssapi-krb5-2", "krb5-libs", "krb5"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Library("libzstd.so.1", "libzstd1", "libzstd", "zstd"),
)
XCB = (
    Library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    Library("libxcb.so.1", "libxcb1", "libxcb", "libxcb"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    Library("libxcb-render.so.0", "libxcb-render0", "libxcb", "libxcb"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Library("libxcb-shm.so.0", "libxcb-shm0", "libxcb", "libxcb"),
    Library("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb"),
    Library("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
)


def for_window(environment: Mapping[str, str]) -> tuple[Library, ...]:
    """Return what a window needs on the screen that ``environment`` names.

    Under Wayland, Qt goes without the X11 libraries.
    """
    return CORE if environment.get("WAYLAND_DISPLAY") else CORE + XCB


def missing(wanted: Iterable[Library], load: Callable[[str], object] = ctypes.CDLL) -> list[Library]:
    """Return those of the ``wanted`` that ``load`` cannot load; it raises OSError for them."""
    absent = []
    for library in wanted:
        try:
            load(library.name)
        except OSError:
            absent.append(library)
    return absent


def install_command(absent: Collection[Library]) -> str | None:
    """Return the command that installs ``absent`` here, or ``None`` on a system without known packages."""
    managers = {
        "apt-get": ("apt-get install -y", [library.debian for library in absent]),
        "dnf": ("dnf install -y", [library.fedora for library in absent]),
        "pacman": ("pacman -S --needed", [library.arch for library in absent]),
    }
    for program, (command, packages) in managers.items():
        if shutil.which(program):
            return " ".join([command, *sorted(set(packages))])
    return None


def install_missing(wanted: Iterable[Library]) -> list[Library]:
    """Install what is missing of the ``wanted``, if root can with apt-get; return what then still is."""
    absent = missing(wanted)
    if not absent or not _may_install():
        return absent
    _apt_install(sorted({library.debian for library in absent}))
    return missing(absent)


def install_tools(packages: Mapping[str, str]) -> None:
    """Install the Debian package of each program that is missing, if root can with apt-get.

    Args:
        packages: programs and the packages that hold them.
    """
    absent = [package for program, package in packages.items() if not shutil.which(program)]
    if absent and _may_install():
        _apt_install(absent)


def require(wanted: Iterable[Library]) -> None:
    """See to it that all ``wanted`` libraries are there.

    Raises:
        SetupError: some are missing and were not to be installed from here.
    """
    absent = install_missing(wanted)
    if absent:
        names = ", ".join(library.name for library in absent)
        command = install_command(absent)
        raise SetupError(
            f"The window needs libraries that this system lacks: {names}.",
            f"Install them as root with “{command}”, then start again."
            if command
            else "Install the packages of your system that hold them, then start again.",
        )


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt_install(packages: list[str]) -> None:
    say(f"Installing {', '.join(packages)} with apt-get …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def apt_get(*arguments: str) -> bool:
        command = ["apt-get", "-q", "-y", *arguments]
        return subprocess.run(command, env=environment, capture_output=True).returncode == 0

    install = ("install", "--no-install-recommends", *packages)
    # A new machine has no package lists, or old ones that name files which are gone.
    if not apt_get(*install) and not (apt_get("update") and apt_get(*install)):
        say(f"apt-get could not install {', '.join(packages)}.")
