"""An engine whose process can compute no more says so before the end of its job."""

from collections.abc import Callable

import pytest

from huggingtweets_gui.engine import service
from huggingtweets_gui.engine.service import Service
from huggingtweets_gui.messages import Failed, Leaving, Ready
from tests.engine.conftest import NewJob
from tests.engine.line import Line


def lost_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise RuntimeError("CUDA error: an illegal memory access was encountered")

    monkeypatch.setattr(service, "train", lambda *job: refuse())
    monkeypatch.setattr(service, "free_cache", refuse)


def spoilt_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*job: object) -> None:
        raise RuntimeError("could not create a primitive")

    monkeypatch.setattr(service, "train", refuse)
    monkeypatch.setattr(service, "is_thread_spoilt", lambda: True)


@pytest.mark.warns
@pytest.mark.parametrize("fail", [lost_gpu, spoilt_thread])
def test_it_leaves_with_the_failure_that_it_could_not_get_over(
    new_job: NewJob, monkeypatch: pytest.MonkeyPatch, fail: Callable[[pytest.MonkeyPatch], None]
) -> None:
    fail(monkeypatch)
    line = Line(new_job())
    Service(line).serve()  # type: ignore[arg-type]
    assert [type(message) for message in line.sent] == [Ready, Leaving, Failed]
