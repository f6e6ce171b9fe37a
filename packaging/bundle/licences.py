"""The licences of everything that a bundle carries, in one folder that people find."""

import importlib.metadata
import re
import shutil
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from linux.shared_libraries import packages_of

_TEXTS = Path(__file__).with_name("licences")
_LICENCE = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
_INTRODUCTION = """\
HuggingTweets is under the MIT licence. It carries these works of others, unchanged, each under its own
licence. The folders beside this file hold their texts; LGPL-3.0.txt is that of Qt, which lies in the bundle
as libraries of its own that may be replaced.

"""


def write_licences(libraries: Path, folder: Path) -> None:
    """Fill ``folder`` with the licences of what is carried, and a table of it.

    Args:
        libraries: where PyInstaller has put the libraries and what is known of their packages.
        folder: where to; made anew.

    Raises:
        OSError: a file cannot be read or written.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_TEXTS, folder)
    rows = []
    for package in importlib.metadata.distributions(path=[str(libraries)]):
        rows.append((package.name, package.version, _licence(package)))
        for text in _texts(libraries, package):
            place = folder / package.name / "-".join(text.relative_to(libraries).parts[1:])
            place.parent.mkdir(exist_ok=True)
            shutil.copyfile(text, place)
    python = Path(sysconfig.get_path("stdlib"), "LICENSE.txt")
    if python.exists():  # Debian's own Python keeps it elsewhere, among the copyrights of its packages.
        shutil.copyfile(python, folder / "Python.txt")
    for package, text in _system_packages(libraries):
        rows.append((package, "of this system", f"{package}.txt"))
        shutil.copyfile(text, folder / f"{package}.txt")
    table = "".join(f"{name:32}{version:20}{licence}\n" for name, version, licence in sorted(rows))
    (folder / "README.txt").write_text(_INTRODUCTION + table, encoding="utf-8")


def _licence(package: importlib.metadata.Distribution) -> str:
    facts = package.metadata
    named = facts.get("License-Expression") or facts.get("License") or ""
    if named and "\n" not in named:
        return named
    classified = [line for line in facts.get_all("Classifier") or [] if line.startswith("License ::")]
    return ", ".join(line.rpartition(" :: ")[2] for line in classified) or "see its folder"


def _texts(libraries: Path, package: importlib.metadata.Distribution) -> Iterator[Path]:
    """Yield the licence files in the folder of a package's metadata."""
    wanted = re.sub(r"[-_.]+", "_", package.name).lower()
    for information in libraries.glob("*.dist-info"):
        if re.sub(r"[-_.]+", "_", information.name.partition("-")[0]).lower() == wanted:
            for path in information.rglob("*"):
                if path.is_file() and _LICENCE.search(path.name):
                    yield path


def _system_packages(libraries: Path) -> Iterator[tuple[str, Path]]:
    """Yield the Debian packages whose libraries are carried, with the file that holds their licence."""
    if not shutil.which("dpkg-query"):
        return
    for package in sorted(packages_of(path.name for path in libraries.glob("lib*.so*"))):
        text = Path("/usr/share/doc", package, "copyright")
        if text.exists():
            yield package, text
