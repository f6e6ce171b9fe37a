"""The command ``gpu``: PyTorch's build for NVIDIA's graphics cards, on top of the program's own."""

import argparse

from huggingtweets_gui.cli.narrator import tell_silence
from huggingtweets_gui.cli.show import ByteProgress, print_table, print_text, size
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.workflow.describing import describe
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.gpu_pack import installing
from huggingtweets_gui.workflow.gpu_pack.installing import Stage
from huggingtweets_gui.workflow.gpu_pack.lock import PackLock, locks_here
from huggingtweets_gui.workflow.gpu_pack.sources import source_of
from huggingtweets_gui.workflow.gpu_pack.state import PackState, find_state
from huggingtweets_gui.workflow.stopping import StopRequest

_STAGES = {Stage.FETCHING: "Fetching the GPU pack", Stage.UNPACKING: "Unpacking the GPU pack"}


def status(arguments: argparse.Namespace, home: Home) -> int:
    """Say which graphics card there is and where the pack for it stands; list its wheels if wanted."""
    state = _state(home)
    if arguments.wheels:
        for wheel in _lock(state).wheels:
            print_text(wheel.url)
        return 0
    card = "none found" if state.gpu is None else f"{state.gpu.name}, driver {state.gpu.driver}"
    rows = [("Graphics card", card), ("GPU pack", _standing(state, home))]
    if state.useless:
        rows.append(("", f"one that cannot be used here takes {size(state.useless)}"))
    print_table(rows)
    return 0


def install(arguments: argparse.Namespace, home: Home) -> int:
    """Install the pack for this computer, or go on with that, and say what the engine then uses."""
    lock = _lock(_state(home))
    source = source_of(lock, home.gpu_packs, arguments.from_)
    with (
        ByteProgress(_STAGES[Stage.FETCHING]) as fetching,
        ByteProgress(_STAGES[Stage.UNPACKING]) as unpacking,
    ):
        progress = {Stage.FETCHING: fetching, Stage.UNPACKING: unpacking}
        folder = installing.install(
            lock, home.gpu_packs, source, lambda stage, done, total: progress[stage](done, total)
        )
    print_text(f"The GPU pack is in {folder}")
    with EngineClient(home.logs / "engine.log", packs=home.gpu_packs) as engine:
        device = describe(engine, "auto", tell_silence, StopRequest())
    print_text(f"{device.name}. {device.reason}")
    return 0


def remove(arguments: argparse.Namespace, home: Home) -> int:  # noqa: ARG001
    """Remove the pack, or what was begun of one."""
    freed = installing.remove(home.gpu_packs, lambda: None)
    print_text(f"Removed the GPU pack; {size(freed)} freed." if freed else "There is no GPU pack.")
    return 0


def _state(home: Home) -> PackState:
    return find_state(home.gpu_packs, locks_here(), lambda: None)


def _lock(state: PackState) -> PackLock:
    if state.lock is None:
        raise UserError(ErrorCode.NO_GPU_PACK, reason=state.reason)
    return state.lock


def _standing(state: PackState, home: Home) -> str:
    if state.installed:
        return f"installed in {home.gpu_packs}, {size(state.used)}"
    if state.lock is None:
        return f"there is none: {state.reason}"
    needed = f"{size(state.lock.size)} to download, {size(state.lock.unpacked)} on the disk"
    if state.is_broken_off:
        return f"broken off with {size(state.used)} on the disk; {needed} in all"
    return f"not installed; {needed}"
