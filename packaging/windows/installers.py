"""What people on Windows install from."""

import os
import shutil
import subprocess
from pathlib import Path

from reports import SetupError

_SCRIPT = Path(__file__).with_name("huggingtweets.iss")
# GitHub takes no file above 2 GiB, and Inno Setup packs PyTorch to about two fifths.
_SPLIT_ABOVE = 4_500_000_000  # bytes


def build_installers(bundle: Path, version: str, folder: Path) -> list[Path]:
    """Make the installer with Inno Setup and return its path, and those of its further parts.

    A bundle with CUDA needs further parts, which have to lie beside the installer when it is started.

    Args:
        bundle: the folder with the executables.
        version: of the program.
        folder: where they are made.

    Raises:
        SetupError: Inno Setup is not installed.
        subprocess.CalledProcessError: it failed, and has said why.
    """
    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file())
    name = f"HuggingTweets-{version}-setup"
    options = [f"/DVersion={version}", f"/DBundle={bundle}", f"/O{folder}", f"/F{name}"]
    split = ["/DSplit"] if size > _SPLIT_ABOVE else []
    subprocess.run([_compiler(), *options, *split, str(_SCRIPT)], check=True)
    return sorted(folder.glob(f"{name}*"))


def _compiler() -> str:
    programs = os.environ.get("ProgramFiles(x86)", "")  # noqa: SIM112 – Windows writes it so.
    found = shutil.which("ISCC") or shutil.which("ISCC", path=str(Path(programs, "Inno Setup 6")))
    if found is None:
        raise SetupError("Inno Setup is not installed.", "Install version 6 from jrsoftware.org.")
    return found
