"""The shared libraries that Qt loads on Linux and that no Python package brings."""

import ctypes
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass


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


# What the Qt libraries and the platform plugins of PySide6-Essentials are linked to (readelf -d).
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
WAYLAND = (
    Library("libwayland-client.so.0", "libwayland-client0", "libwayland-client", "wayland"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland"),
    Library("libwayland-egl.so.1", "libwayland-egl1", "libwayland-egl", "wayland"),
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
