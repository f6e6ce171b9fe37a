"""Sees to it that the shared libraries are there which Qt loads on Linux."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping

from reports import SetupError, say

from huggingtweets_gui.foundation.system_libraries import (
    CORE,
    WAYLAND,
    XCB,
    Library,
    for_window,
    install_command,
    missing,
)

__all__ = ["CORE", "WAYLAND", "XCB", "for_window", "install_missing", "install_tools", "require"]


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
