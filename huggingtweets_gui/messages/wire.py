"""Messages as lines of JSON, and back."""

import dataclasses
import json
from typing import Any

from huggingtweets_gui.messages import ends, events, jobs  # noqa: F401 - their classes must be known here
from huggingtweets_gui.messages.base import Event, Job, Message
from huggingtweets_gui.messages.jobs import Stop, StopKind


def _kinds(base: type[Message]) -> dict[str, type[Message]]:
    found = {base.wire_name: base} if base.wire_name else {}
    for kind in base.__subclasses__():
        found |= _kinds(kind)
    return found


_KINDS = _kinds(Message)
_KEYS = ((Event, "event"), (Job, "job"), (Stop, "control"))


def to_dict(message: Message) -> dict[str, Any]:
    """Return the message as JSON's types, its name under ``event``, ``job`` or ``control``."""
    key = next(key for kind, key in _KEYS if isinstance(message, kind))
    return {key: message.wire_name, **dataclasses.asdict(message)}


def from_dict(record: dict[str, Any]) -> Message:
    """Return the message in ``record``. Unknown fields are ignored, so that newer files can be read.

    Raises:
        ValueError: the record is no message.
    """
    name = next((record[key] for _, key in _KEYS if key in record), None)
    if not isinstance(name, str) or name not in _KINDS:
        raise ValueError(f"not a message: {name!r}")
    kind = _KINDS[name]
    fields = {field.name for field in dataclasses.fields(kind)}
    values = {key: value for key, value in record.items() if key in fields}
    try:
        if kind is Stop:
            values["kind"] = StopKind(values["kind"])
        return kind(**values)
    except (TypeError, KeyError) as error:
        raise ValueError(f"message {name!r} lacks fields") from error


def encode(message: Message) -> str:
    """Return the message as one line of JSON, without the line's end."""
    return json.dumps(to_dict(message), ensure_ascii=False)


def decode(line: str) -> Message:
    """Return the message in a line of JSON.

    Raises:
        ValueError: the line is no message.
    """
    record = json.loads(line)
    if not isinstance(record, dict):
        raise ValueError("not a message: no object of JSON")
    return from_dict(record)
