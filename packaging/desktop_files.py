"""Places what a Linux desktop reads of the program: ``python packaging/desktop_files.py SHARE``.

SHARE is ``/usr/share`` of the package being built, or ``~/.local/share``. It holds afterwards::

    applications/<id>.desktop
    metainfo/<id>.metainfo.xml
    icons/hicolor/<n>x<n>/apps/<id>.png      for each size
    icons/hicolor/scalable/apps/<id>.svg

The type of zip files is known to every desktop, so nothing is added to its list of types.
"""

import shutil
import sys
from pathlib import Path

import icons

from huggingtweets_gui import APPLICATION_ID

_RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def place(share: Path) -> None:
    """Put the desktop entry, the AppStream metadata and the icons under ``share``."""
    for folder, ending in (("applications", "desktop"), ("metainfo", "metainfo.xml")):
        name = f"{APPLICATION_ID}.{ending}"
        (share / folder).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_RESOURCES / "linux" / name, share / folder / name)
    icons.write_hicolor(_RESOURCES / "icons" / "app.svg", share / "icons" / "hicolor", APPLICATION_ID)


if __name__ == "__main__":
    place(Path(sys.argv[1]))
