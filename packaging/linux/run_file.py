"""The single file that installs on any Linux, for one user and without an administrator."""

import os
import shutil
import subprocess
from pathlib import Path

import desktop_files

from huggingtweets_gui import APPLICATION_ID

_HEADER = Path(__file__).with_name("run_header.sh")


def build_run(bundle: Path, version: str, folder: Path) -> Path:
    """Make the self-extracting file of a ``bundle`` in ``folder`` and return its path.

    Args:
        bundle: the folder with both executables; its files are linked, not copied.
        version: of the program.
        folder: where the file, and for a while a folder with what it installs, are made.

    Raises:
        OSError: a file cannot be read or written.
        subprocess.CalledProcessError: tar or xz failed; it has said why.
    """
    tree = folder / "run"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(bundle, tree / "program", symlinks=True, copy_function=os.link)
    desktop_files.place(tree / "share")
    payload = folder / "payload.tar.xz"
    owner = ("--sort=name", "--owner=0", "--group=0", "--numeric-owner")
    compress = "--use-compress-program=xz -T0 -6"
    subprocess.run(["tar", "-c", *owner, compress, "-f", payload, "-C", tree, "program", "share"], check=True)
    shutil.rmtree(tree)
    file = folder / f"huggingtweets_{version}_linux_{os.uname().machine}.run"
    with file.open("wb") as whole, payload.open("rb") as rest:
        whole.write(header(version).encode())
        shutil.copyfileobj(rest, whole)
    payload.unlink()
    file.chmod(0o755)
    return file


def header(version: str) -> str:
    """Return the shell script that the file begins with."""
    script = _HEADER.read_text(encoding="utf-8")
    facts = {"@VERSION@": version, "@APPLICATION@": APPLICATION_ID, "@LINES@": str(script.count("\n"))}
    for name, value in facts.items():
        script = script.replace(name, value)
    return script
