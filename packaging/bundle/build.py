"""Makes the bundle, and from it the installers of the system that this runs on.

packaging/bootstrap.py starts it, with a Python that has PyInstaller and everything that is bundled:

    python3 packaging/bootstrap.py bundle

The bundle is build/bundle/HuggingTweets; the installers, and their SHA-256 sums, are in dist.
"""

import hashlib
import importlib
import platform
import subprocess
import sys
from pathlib import Path

PACKAGING = Path(__file__).resolve().parents[1]
ROOT = PACKAGING.parent
sys.path[:0] = [str(PACKAGING), str(ROOT)]

from bundle import licences, sizes  # noqa: E402
from reports import SetupError, say  # noqa: E402

from huggingtweets_gui import __version__  # noqa: E402

_INSTALLERS = {"Linux": "linux.installers", "Windows": "windows.installers", "Darwin": "macos.installers"}


def main() -> int:
    """Make everything and print how large it is; return the exit status."""
    folder = ROOT / "dist"
    folder.mkdir(exist_ok=True)
    build_installers = importlib.import_module(_INSTALLERS[platform.system()]).build_installers
    try:
        bundle = freeze(ROOT)
        installers = build_installers(bundle, __version__, folder)
    except SetupError as error:
        say(f"{error.sentence} {error.advice}")
        return 1
    except subprocess.CalledProcessError as error:
        say(f"“{Path(error.cmd[0]).name}” failed, and has said why above.")
        return 1
    write_sums(installers, folder / f"SHA256SUMS-{platform.system()}.txt")
    print(sizes.report(bundle, installers))
    return 0


def freeze(root: Path) -> Path:
    """Run PyInstaller in the checkout ``root`` and return the bundle, with the licences in it.

    Raises:
        subprocess.CalledProcessError: PyInstaller failed; it has said why.
    """
    work = root / "build" / "pyinstaller"
    folders = ["--distpath", root / "build" / "bundle", "--workpath", work]
    spec = PACKAGING / "bundle" / "huggingtweets.spec"
    subprocess.run([sys.executable, "-m", "PyInstaller", "--noconfirm", *folders, spec], check=True)
    bundle = root / "build" / "bundle" / "HuggingTweets"
    licences.write_licences(bundle / "_internal", bundle / "licences")
    return bundle


def write_sums(files: list[Path], to: Path) -> None:
    """Write the SHA-256 sums of ``files`` the way that ``sha256sum --check`` reads them."""
    lines = []
    for file in files:
        with file.open("rb") as content:
            lines.append(f"{hashlib.file_digest(content, 'sha256').hexdigest()}  {file.name}\n")
    to.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
