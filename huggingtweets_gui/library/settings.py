"""What the program remembers of the user's choices between starts."""

import json
import logging
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.errors import in_short

_log = logging.getLogger(__name__)


@dataclass
class Settings:
    """Choices with their defaults.

    Attributes:
        window_geometry: Qt's saved geometry, in base64; empty at first.
        base: key of the base model chosen last.
        plan: name of the plan chosen last.
        sampling: the generation pane's controls, by name.
        check_for_updates: whether newer versions of the program are looked for.
        updates_asked: when that was done last, in seconds since 1970; 0 for never.
        newest_version: the newest version that was heard of, or "".
    """

    window_geometry: str = ""
    base: str = "starter"
    plan: str = "balanced"
    sampling: dict[str, Any] = field(default_factory=dict)
    check_for_updates: bool = False
    updates_asked: int = 0
    newest_version: str = ""


def load_settings(path: Path) -> Settings:
    """Read the settings; what is missing or damaged takes its default."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        known = {f.name: stored[f.name] for f in fields(Settings) if f.name in stored}
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, TypeError, RecursionError) as error:
        _log.warning("settings could not be read, defaults taken: %s", in_short(error))
        return Settings()
    defaults = asdict(Settings())
    return Settings(**{key: value for key, value in known.items() if type(value) is type(defaults[key])})


def put_aside_damaged(path: Path, now: datetime) -> Path | None:
    """Rename settings that cannot be made sense of, before new ones take their place.

    Returns:
        Where they are now, or None where nothing is wrong with them.
    """
    try:
        if isinstance(json.loads(path.read_text(encoding="utf-8")), dict):
            return None
    except OSError:
        return None  # There are none, or they cannot be read, which a rename does not mend.
    except (ValueError, RecursionError) as error:
        _log.warning("the settings are damaged: %s", in_short(error))
    aside = path.with_name(f"{path.stem}-damaged-{now:%Y%m%d-%H%M%S}{path.suffix}")
    try:
        path.replace(aside)
    except OSError as error:
        _log.warning("the damaged settings could not be put aside: %s", error)
        return None
    return aside


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings, whole or not at all. Where they cannot be, nothing else is held up by it."""
    try:
        atomic.write_text(path, json.dumps(asdict(settings), indent=2))
    except OSError as error:
        _log.warning("the settings could not be saved: %r", error)
