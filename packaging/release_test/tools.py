"""Running the tools that the test needs on the machine it runs on."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from release_test.report import Failure

_SHOWN_LINES = 15
# The program of a tool, and the Debian package that brings it.
_TOOLS = {
    "Xvfb": "xvfb",
    "ar": "binutils",
    "dbus-daemon": "dbus-daemon",
    "debootstrap": "debootstrap",
    "import": "imagemagick",
    "ip": "iproute2",
    "openbox": "openbox",
    "strace": "strace",
    "unshare": "util-linux",
    "xdotool": "xdotool",
    "xprop": "x11-utils",
}


def require_tools() -> None:
    """Make sure that everything is there.

    Raises:
        Failure: it names the packages to install.
    """
    missing = sorted(package for program, package in _TOOLS.items() if shutil.which(program) is None)
    if missing:
        raise Failure(f"missing here: sudo apt-get install {' '.join(missing)}")


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> str:
    """Run a command and return what it printed on standard output.

    Raises:
        Failure: it failed; the end of its output is shown.
    """
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", env=environment)
    if done.returncode != 0:
        output = (done.stdout + done.stderr).strip().splitlines()[-_SHOWN_LINES:]
        raise Failure("\n".join([f"{command[0]} ended with {done.returncode}:", *output]))
    return done.stdout
