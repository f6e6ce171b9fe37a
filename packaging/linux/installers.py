"""What people on Linux install from."""

from pathlib import Path

from linux.deb import build_deb
from linux.run_file import build_run


def build_installers(bundle: Path, version: str, folder: Path) -> list[Path]:
    """Make the package for Debian and Ubuntu, and the single file for every Linux; return their paths.

    Args:
        bundle: the folder with both executables.
        version: of the program.
        folder: where they are made.

    Raises:
        OSError: a file cannot be read or written.
        subprocess.CalledProcessError: one of the tools failed; it has said why.
    """
    return [build_deb(bundle, version, folder), build_run(bundle, version, folder)]
