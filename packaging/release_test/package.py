"""A .deb: what it says of itself, and an older copy of it."""

import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from release_test.tools import run

_OLDER_VERSION = "0.0.1~release-test"


@dataclass(frozen=True)
class Package:
    """A .deb file.

    Attributes:
        depends: as in its control file, such as ``libc6 (>= 2.31), libegl1``.
        files: the paths it installs, beginning with a slash; folders among them.
    """

    path: Path
    name: str
    version: str
    depends: str
    files: tuple[str, ...]


def read_package(path: Path) -> Package:
    """Return what the .deb at ``path`` says.

    Raises:
        Failure: it is no .deb.
    """
    fields = {
        field: run(["dpkg-deb", "--field", path, field]).strip()
        for field in ("Package", "Version", "Depends")
    }
    lines = run(["dpkg-deb", "--contents", path]).splitlines()
    names = (line.split(maxsplit=5)[5].split(" -> ")[0] for line in lines)
    return Package(
        path=path,
        name=fields["Package"],
        version=fields["Version"],
        depends=fields["Depends"],
        files=tuple(name.removeprefix(".").rstrip("/") for name in names),
    )


def older_copy(package: Package, folder: Path) -> Package:
    """Return the package with a lower version number and else the same, made in ``folder``.

    It stands in for an older release where there is none. Only its control member is made anew, so
    that the large rest need not be compressed again.
    """
    old = folder / f"{package.name}_older.deb"
    old.write_bytes(package.path.read_bytes())
    members = run(["ar", "t", old]).split()
    control = next(name for name in members if name.startswith("control.tar"))
    data = next(name for name in members if name.startswith("data.tar"))
    control_tar = folder / "control.tar"
    control_tar.write_bytes(_with_version(_control_of(package.path), package.version))
    run(["ar", "d", old, control])
    run(["ar", "rb", data, old, control_tar])
    control_tar.unlink()
    return read_package(old)


def _control_of(path: Path) -> tarfile.TarFile:
    tar = subprocess.run(["dpkg-deb", "--ctrl-tarfile", path], capture_output=True, check=True).stdout
    return tarfile.open(fileobj=io.BytesIO(tar))


def _with_version(control: tarfile.TarFile, version: str) -> bytes:
    made = io.BytesIO()
    with control, tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as changed:
        for member in control:
            file = control.extractfile(member)
            content = file.read() if file is not None else b""
            if member.name.lstrip("./") == "control":
                old, new = f"\nVersion: {version}\n", f"\nVersion: {_OLDER_VERSION}\n"
                content = f"\n{content.decode()}".replace(old, new).encode()[1:]
                member.size = len(content)
            changed.addfile(member, io.BytesIO(content))
    return made.getvalue()
