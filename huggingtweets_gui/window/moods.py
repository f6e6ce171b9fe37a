"""What the controls of writing can be set to: moods, limits, and what was remembered. No Qt here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from huggingtweets_gui.foundation.weighted_length import MAX_LENGTH
from huggingtweets_gui.messages import HIGHEST_SEED
from huggingtweets_gui.workflow.writing import Sampling


@dataclass(frozen=True, slots=True)
class Dial:
    """One number of ``Sampling`` that can be set by a slider.

    Attributes:
        field: its name in ``Sampling``.
        name: what people call it.
        off: the value that switches it off; None where it is always on.
        meaning: what it does, in a sentence.
    """

    field: str
    name: str
    lowest: float
    highest: float
    step: float
    off: float | None
    meaning: str


DIALS = (
    Dial("temperature", "Temperature", 0.1, 2.0, 0.05, None, "Higher is bolder, lower is more predictable."),
    Dial("top_p", "Top-p", 0.05, 1.0, 0.05, 1.0, "Only the likeliest words, up to this share, are drawn."),
    Dial("top_k", "Top-k", 0, 200, 5, 0, "Only this many of the likeliest words are drawn."),
    Dial("min_p", "Min-p", 0.0, 0.5, 0.01, 0.0, "Words below this share of the likeliest one are left out."),
    Dial("repetition_penalty", "Repetition penalty", 1.0, 2.0, 0.05, 1.0, "Higher avoids words used before."),
    Dial("max_length", "Longest", 20, MAX_LENGTH, 10, None, "The longest tweet, in Twitter's characters."),
)

MOODS: dict[str, dict[str, Any]] = {
    "Faithful": {"temperature": 0.7, "top_p": 0.9, "top_k": 0, "min_p": 0.0, "repetition_penalty": 1.0},
    "Balanced": {"temperature": 1.0, "top_p": 0.95, "top_k": 0, "min_p": 0.0, "repetition_penalty": 1.0},
    "Wild": {"temperature": 1.3, "top_p": 1.0, "top_k": 0, "min_p": 0.02, "repetition_penalty": 1.0},
}

MOST_AT_ONCE = 100
_FIRST = Sampling(count=10)


def mood_of(sampling: Sampling) -> str | None:
    """Return the mood that has these settings, or None."""
    values = asdict(sampling)
    return next((name for name, mood in MOODS.items() if mood.items() <= values.items()), None)


def remembered(stored: Mapping[str, Any]) -> Sampling:
    """Return the settings that were remembered; what is missing or makes no sense takes its default."""
    known = {field.name: stored[field.name] for field in fields(Sampling) if field.name in stored}
    return replace(_FIRST, **{name: value for name, value in known.items() if _sensible(name, value)})


def _sensible(name: str, value: Any) -> bool:
    if name == "prompt":
        return isinstance(value, str)
    if name == "seed" and value is None:
        return True
    if isinstance(value, bool) or not isinstance(value, type(getattr(_FIRST, name) or 0)):
        return False
    limits = {dial.field: (dial.lowest, dial.highest) for dial in DIALS}
    limits |= {"count": (1, MOST_AT_ONCE), "seed": (0, HIGHEST_SEED)}
    lowest, highest = limits[name]
    return lowest <= value <= highest
