"""The package for Debian, Ubuntu and what descends from them."""

import os
import shutil
import subprocess
from pathlib import Path

import desktop_files
from linux.shared_libraries import dependencies

_HERE = Path(__file__).parent
_PROGRAM = "usr/lib/huggingtweets"
_CONTROL = """\
Package: huggingtweets
Version: {version}
Architecture: {architecture}
Maintainer: The HuggingTweets contributors <huggingtweets@users.noreply.github.com>
Homepage: https://github.com/huggingtweets/huggingtweets-gui
Section: misc
Priority: optional
Installed-Size: {kibibytes}
Depends: {depends}
Recommends: ca-certificates, xdg-utils
Description: small language model that writes like you
 Drop your Twitter archive, watch a small language model learn from it on
 your own computer, and read what it tweets. There is no cloud and no
 account, and it works without a network: a base model to begin with is
 part of this package.
"""


def build_deb(bundle: Path, version: str, folder: Path) -> Path:
    """Make the package of a ``bundle`` in ``folder`` and return its path.

    No script refreshes menus, icons and file types: the packages that keep them watch their folders.

    Args:
        bundle: the folder with both executables; its files are linked, not copied.
        version: of the program.
        folder: where the package, and a folder with what it installs, are made.

    Raises:
        OSError: a file cannot be read or written.
        subprocess.CalledProcessError: one of dpkg's tools failed; it has said why.
    """
    architecture = _output(["dpkg", "--print-architecture"]).strip()
    package = folder / f"huggingtweets_{version}_{architecture}.deb"
    tree = folder / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(bundle, tree / _PROGRAM, symlinks=True, copy_function=os.link)
    (tree / "usr/bin").mkdir()
    (tree / "usr/bin/huggingtweets").symlink_to("../lib/huggingtweets/HuggingTweets")
    desktop_files.place(tree / "usr/share")
    documents = tree / "usr/share/doc/huggingtweets"
    documents.mkdir(parents=True)
    shutil.copyfile(_HERE / "copyright", documents / "copyright")
    control = tree / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(
        _CONTROL.format(
            version=version,
            architecture=architecture,
            kibibytes=_kibibytes(tree),
            depends=", ".join(dependencies(tree / _PROGRAM)),
        ),
        encoding="utf-8",
    )
    shutil.copyfile(_HERE / "prerm", control / "prerm")
    (control / "prerm").chmod(0o755)
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", tree, package], check=True)
    shutil.rmtree(tree)
    return package


def _kibibytes(tree: Path) -> int:
    return sum(path.lstat().st_size for path in tree.rglob("*")) // 1024


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
