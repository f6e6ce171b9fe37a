"""How the engine is started: in an installed program as an executable of its own, else by Python."""

import os
import sys
from pathlib import Path

ENGINE_PROGRAM = "huggingtweets-engine"


def engine_command() -> list[str]:
    """Return the command that starts the engine which belongs to this program."""
    if getattr(sys, "frozen", False):  # PyInstaller's word for an executable made by it.
        suffix = ".exe" if os.name == "nt" else ""
        return [str(Path(sys.executable).with_name(ENGINE_PROGRAM + suffix))]
    return [sys.executable, "-m", "huggingtweets_gui.engine"]
