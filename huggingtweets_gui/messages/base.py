"""What all messages have in common."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Message:
    """Anything that crosses; ``wire_name`` is its name there."""

    wire_name: ClassVar[str] = ""


@dataclass(frozen=True, kw_only=True)
class Job(Message):
    """Something for the engine to do. It does one at a time."""


@dataclass(frozen=True, kw_only=True)
class Event(Message):
    """Something that happened in the engine."""


@dataclass(frozen=True, kw_only=True)
class End(Event):
    """The job is over."""
