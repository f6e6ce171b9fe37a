"""What a job has taken of the memory is there again for the next one."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from transformers import PreTrainedModel

from huggingtweets_gui.engine import device
from huggingtweets_gui.engine.service import Service
from huggingtweets_gui.messages import Cancelled, End, Failed, StopKind, Trained
from tests.engine.conftest import NewJob
from tests.engine.line import Line, NoMoreJobs


@pytest.fixture(autouse=True)
def no_collection() -> Iterator[None]:
    """Nothing is collected by chance."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def networks() -> int:
    return sum(issubclass(type(one), PreTrainedModel) for one in gc.get_objects())


@pytest.mark.warns
@pytest.mark.parametrize(
    ("stop", "changes", "end"),
    [
        (None, {}, Trained),
        (StopKind.SUSPEND, {}, Cancelled),
        (None, {"lora_rank": 2}, Trained),
        (StopKind.KEEP, {"learning_rate": 0.0}, Failed),
    ],
)
def test_no_network_stays_after_a_training(
    new_job: NewJob,
    monkeypatch: pytest.MonkeyPatch,
    stop: StopKind | None,
    changes: dict[str, Any],
    end: type[End],
) -> None:
    monkeypatch.setattr(device, "_has_bf16", lambda: True)
    before = networks()
    line = Line(new_job(**changes), stop)
    with pytest.raises(NoMoreJobs):
        Service(line).serve()  # type: ignore[arg-type]
    assert isinstance(line.sent[-1], end)
    assert networks() == before
