"""What crosses to the engine and back."""

import dataclasses
import json

import pytest

from huggingtweets_gui import messages
from huggingtweets_gui.library.bot_record import Hyperparameters, TrainingResult
from huggingtweets_gui.messages import Cancelled, Event, Job, Message, Notice, Stop, StopKind, decode, encode


def _kinds(base: type[Message]) -> list[type[Message]]:
    return [kind for direct in base.__subclasses__() for kind in (direct, *_kinds(direct)) if kind.wire_name]


_EXAMPLES = {
    str: "möwe 🌊\n",
    int: 7,
    float: 0.5,
    bool: True,
    list[str]: ["a", "今日"],
    StopKind: StopKind.KEEP,
}


def _sample(kind: type[Message]) -> Message:
    return kind(**{field.name: _EXAMPLES.get(field.type) for field in dataclasses.fields(kind)})


@pytest.mark.parametrize("kind", _kinds(Message))
def test_every_message_comes_back_as_it_was(kind: type[Message]) -> None:
    line = encode(_sample(kind))
    assert "\n" not in line
    assert decode(line) == _sample(kind)
    key = "event" if issubclass(kind, Event) else "job" if issubclass(kind, Job) else "control"
    assert json.loads(line)[key] == kind.wire_name


def test_each_message_has_a_name_of_its_own() -> None:
    names = [kind.wire_name for kind in _kinds(Message)]
    assert len(names) == len(set(names))


def test_fields_of_a_newer_version_are_passed_over() -> None:
    assert decode('{"event": "cancelled", "later": 1}') == Cancelled()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "5",
        "[]",
        "null",
        "{}",
        '{"event": "unheard-of"}',
        '{"event": ["step"]}',
        '{"event": ""}',
        '{"event": "notice"}',
        '{"control": "stop"}',
        '{"control": "stop", "kind": "gently"}',
    ],
)
def test_what_is_no_message_is_told(line: str) -> None:
    with pytest.raises(ValueError):
        decode(line)


def test_a_stop_keeps_its_kind() -> None:
    assert decode(encode(Stop(kind=StopKind.SUSPEND))) == Stop(kind=StopKind.SUSPEND)
    assert decode(encode(Notice(text="“fog”"))) == Notice(text="“fog”")


def test_the_record_of_a_bot_holds_the_fields_of_the_job_and_of_its_end() -> None:
    job = {field.name for field in dataclasses.fields(messages.Train)}
    end = {field.name for field in dataclasses.fields(messages.Trained)}
    assert {field.name for field in dataclasses.fields(Hyperparameters)} <= job
    assert {field.name for field in dataclasses.fields(TrainingResult)} == end - {"bot"}
