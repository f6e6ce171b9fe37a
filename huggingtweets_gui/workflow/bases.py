"""The base models in the user's data folder: which are complete, and how one gets there.

A manifest, written last, says that a folder is complete. From then on nothing is asked of the
network again for it.
"""

import json
from pathlib import Path

from huggingtweets_gui.foundation.alone import alone_in
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.workflow.catalogue import BaseModel

MANIFEST = "download.json"


def is_complete(folder: Path) -> bool:
    """Say whether ``folder`` holds a whole base model, downloaded by ``fetch_base``."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return all((folder / file["name"]).stat().st_size == file["size"] for file in manifest["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def fetch_base(model: BaseModel, folder: Path, report: Progress, endpoint: str | None = None) -> Path:
    """Bring the base ``model`` into ``folder`` and return the folder; do nothing if it is there.

    An interrupted download, also one that was killed, goes on where it stopped. What arrived is
    checked against the Hub's hashes and for being safe to load. While another process fetches
    into the same folder, it waits.

    Args:
        model: which model; not one that comes with the program.
        folder: where to, such as ``<data>/bases/gpt2``.
        report: told the bytes that are there of all bytes; cancels at once, also while the
            network hangs.
        endpoint: the address of the Hub, if another one than ``HF_ENDPOINT`` or huggingface.co.

    Raises:
        UserError: HUB_UNREACHABLE, HUB_REFUSED, HUB_NOT_FOUND, OFFLINE, DOWNLOAD_BROKEN,
            DISK_FULL, NO_ROOM, NOT_PERMITTED, BASE_UNSAFE or BASE_UNREADABLE.
        Cancelled: raised by ``report``; what arrived stays.
    """
    if not is_complete(folder):
        # Here and not above: the Hub's client takes long to import, and only downloads need it.
        from huggingtweets_gui.workflow.fetching import fetch

        with alone_in(folder, lambda: report(0, model.download_bytes)):
            if not is_complete(folder):  # Another process may have brought it meanwhile.
                fetch(model, folder, folder / MANIFEST, report, endpoint)
    return folder
