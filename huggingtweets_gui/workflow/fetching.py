"""Bringing a whole base model from the Hub into a folder: what, whether it fits, all files, the manifest."""

import errno
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from huggingtweets_gui.foundation.atomic import write_text
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.workflow.base_folder import check_base_folder
from huggingtweets_gui.workflow.catalogue import BaseModel
from huggingtweets_gui.workflow.download import INCOMPLETE, download_file, present_bytes
from huggingtweets_gui.workflow.hub import Hub, Snapshot
from huggingtweets_gui.workflow.meter import Meter
from huggingtweets_gui.workflow.patience import Attempts, Background
from huggingtweets_gui.workflow.remote import Unavailable
from huggingtweets_gui.workflow.room import disk_full, require_room


def fetch(model: BaseModel, folder: Path, manifest: Path, report: Progress, endpoint: str | None) -> None:
    """Bring the base ``model`` into ``folder``, which is there, and then write ``manifest``.

    See ``bases.fetch_base`` for the arguments and errors.
    """
    hub = Hub(endpoint)
    try:
        snapshot = _ask_for_snapshot(hub, model.repo, lambda: report(0, model.download_bytes))
        digests = _download_all(hub, snapshot, folder, report)
        check_base_folder(folder)
        for leftover in folder.glob(f"*{INCOMPLETE}"):
            leftover.unlink()
        write_text(manifest, _manifest_text(snapshot, digests))
    except Unavailable as error:
        raise UserError(ErrorCode.HUB_UNREACHABLE, details=str(error), host=hub.host) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise disk_full(folder, model.download_bytes) from error
        raise UserError(ErrorCode.NOT_PERMITTED, details=str(error), name=folder) from error


def _ask_for_snapshot(hub: Hub, repo: str, tick: Callable[[], None]) -> Snapshot:
    attempts = Attempts(tick)
    while True:
        try:
            with Background(tick) as background:
                return background.run(hub.snapshot, repo)
        except Unavailable:
            if not attempts.pause():
                raise


def _download_all(hub: Hub, snapshot: Snapshot, folder: Path, report: Progress) -> dict[str, str]:
    """Bring all files into ``folder``; return the SHA-256 of each by its name."""
    total = _total(snapshot)
    present = {file.name: present_bytes(folder, file) for file in snapshot.files}
    require_room(folder, total - sum(present.values()))
    meter = Meter(total, present, report)
    # Small files first: what is wrong with a repository then shows before the long wait.
    files = sorted(snapshot.files, key=lambda file: file.size)
    digests = {
        file.name: download_file(file, partial(hub.read, snapshot, file.name), folder, meter.of(file.name))
        for file in files
    }
    report(total, total)
    return digests


def _total(snapshot: Snapshot) -> int:
    return sum(file.size for file in snapshot.files)


def _manifest_text(snapshot: Snapshot, digests: dict[str, str]) -> str:
    files = [{"name": file.name, "size": file.size, "sha256": digests[file.name]} for file in snapshot.files]
    return json.dumps({"repo": snapshot.repo, "commit": snapshot.commit, "files": files}, indent=2) + "\n"
