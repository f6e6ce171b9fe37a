"""What people on macOS install from."""

import platform
import shutil
import subprocess
from pathlib import Path


def build_installers(bundle: Path, version: str, folder: Path) -> list[Path]:
    """Make a disk image with the app, to be dragged onto the folder of applications; return its path.

    The app is signed without a name, as Apple silicon asks for at least. For Gatekeeper to open it without
    a question it would have to be signed and notarised with an account of Apple's.

    Args:
        bundle: the folder with both executables; PyInstaller has made the app beside it.
        version: of the program.
        folder: where it is made.

    Raises:
        OSError: a file cannot be read or written.
        subprocess.CalledProcessError: one of the system's tools failed; it has said why.
    """
    contents = folder / "dmg"
    shutil.rmtree(contents, ignore_errors=True)
    contents.mkdir()
    app = contents / "HuggingTweets.app"
    # Links and signatures have to stay as they are, which ditto sees to.
    subprocess.run(["ditto", bundle.with_name("HuggingTweets.app"), app], check=True)
    subprocess.run(["codesign", "--verify", "--deep", "--strict", app], check=True)
    shutil.copytree(bundle / "licences", contents / "Licences")
    (contents / "Applications").symlink_to("/Applications")
    image = folder / f"HuggingTweets-{version}-macos-{platform.machine()}.dmg"
    options = ["-volname", "HuggingTweets", "-srcfolder", contents, "-format", "ULMO", "-ov"]
    subprocess.run(["hdiutil", "create", *options, image], check=True)
    shutil.rmtree(contents)
    return [image]
