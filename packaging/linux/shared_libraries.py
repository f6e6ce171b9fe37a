"""Which Debian packages hold the shared libraries that a bundle loads and does not carry."""

import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

_ELF = b"\x7fELF"


def dependencies(bundle: Path) -> list[str]:
    """Return what ``Depends:`` must name for all executables and libraries in ``bundle``, with versions.

    ``dpkg-shlibdeps`` tells it from what is linked, the packages installed here, and the symbols used.

    Raises:
        subprocess.CalledProcessError: a library is found neither in the bundle nor in a package here.
    """
    files = sorted(elf_files(bundle))
    private = sorted({file.parent for file in files})
    with tempfile.TemporaryDirectory() as folder:
        # The tool reads a source package's control file to know what it is asked for.
        control = Path(folder, "debian", "control")
        control.parent.mkdir()
        stanza = "Package: huggingtweets\nArchitecture: any\n"
        control.write_text(f"Source: huggingtweets\n\n{stanza}", encoding="utf-8")
        carried = (f"-x{package}" for package in packages_of({file.name for file in files}))
        command = [
            "dpkg-shlibdeps",
            "-O",
            "--warnings=0",
            *(f"-l{path}" for path in private),
            *carried,
            *files,
        ]
        done = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return parse(done.stdout)


def packages_of(names: Iterable[str]) -> set[str]:
    """Return the packages installed here that hold shared libraries of these file names."""
    patterns = [f"*/{name}" for name in names]
    found = subprocess.run(
        ["dpkg-query", "--search", *patterns], capture_output=True, encoding="utf-8"
    ).stdout
    return set(re.findall(r"^([^,:\s]+)", found, re.MULTILINE))


def parse(line: str) -> list[str]:
    """Return the packages in ``shlibs:Depends=a (>= 1), b``, the way that dpkg-shlibdeps writes them."""
    return sorted(entry.strip() for entry in line.strip().partition("=")[2].split(",") if entry.strip())


def elf_files(folder: Path) -> Iterator[Path]:
    """Yield the executables and shared libraries in ``folder``, each once: links are not followed."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(len(_ELF)) == _ELF:
                    yield path
