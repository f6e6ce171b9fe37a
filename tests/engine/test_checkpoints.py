"""The two newest checkpoints are kept, and the newest one that is whole is gone back to."""

import itertools
import math
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from huggingtweets_gui.engine import checkpoint_store
from huggingtweets_gui.engine.checkpoints import Checkpoints
from huggingtweets_gui.engine.rhythm import Rhythm
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import Checkpoint, Event, Notice, StopKind
from tests.engine.snapshots import a_snapshot, same


@pytest.fixture
def layout(tmp_path: Path) -> BotLayout:
    return BotLayout(tmp_path)


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.fixture
def checkpoints(layout: BotLayout, told: list[Event]) -> Iterator[Checkpoints]:
    with Checkpoints(layout, told.append, lambda: None, Rhythm()) as opened:
        yield opened


def names(layout: BotLayout) -> list[str]:
    return sorted(path.name for path in layout.checkpoints.iterdir())


def damage(layout: BotLayout, step: int) -> None:
    weights = layout.checkpoint(step) / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])


def test_the_two_newest_are_kept(checkpoints: Checkpoints, layout: BotLayout, told: list[Event]) -> None:
    for step in (3, 6, 9):
        checkpoints.write(a_snapshot(step))
    assert names(layout) == ["step-000006", "step-000009"]
    assert told == [Checkpoint(step=step) for step in (3, 6, 9)]
    restored = checkpoints.restore()
    assert restored is not None and same(restored, a_snapshot(9))


class Operations(TorchDispatchMode):
    """Notes what is computed with tensors in its thread."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.names.add(str(function))
        return function(*args, **(kwargs or {}))


def test_nothing_is_computed_while_one_is_written(
    checkpoints: Checkpoints, told: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second thread that computes makes each operation of the training wait for its threads to wake."""
    write, operations = checkpoint_store.CheckpointStore.write, Operations()

    def watched(*arguments: Any) -> Any:
        with operations:
            return write(*arguments)

    monkeypatch.setattr(checkpoint_store.CheckpointStore, "write", watched)
    checkpoints.start(a_snapshot(4))
    checkpoints.wait()
    assert told == [Checkpoint(step=4)]
    assert operations.names <= {"aten.detach.default"}


def test_the_training_goes_on_while_one_is_written(
    checkpoints: Checkpoints, layout: BotLayout, told: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is told before it is on the disk, and what it holds is what was there when it began."""
    may_write = threading.Event()
    write = checkpoint_store.write_checkpoint

    def slow_disk(*arguments: object) -> None:
        assert may_write.wait(10)
        write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(checkpoint_store, "write_checkpoint", slow_disk)
    now = a_snapshot(4)
    checkpoints.start(now)
    now.weights["layer.weight"].fill_(-1.0)
    now.state.step = 5
    checkpoints.poll()
    assert told == []
    assert not checkpoints.due()
    may_write.set()
    checkpoints.wait()
    assert told == [Checkpoint(step=4)]
    restored = checkpoints.restore()
    assert restored is not None and same(restored, a_snapshot(4))


def test_where_memory_is_short_the_training_waits_for_the_writing(
    checkpoints: Checkpoints, told: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("psutil.virtual_memory", lambda: type("Memory", (), {"available": 10_000})())
    monkeypatch.setattr("huggingtweets_gui.engine.snapshot.Snapshot.copy", None)
    checkpoints.start(a_snapshot(4))
    assert told == [Checkpoint(step=4)]


def test_memory_that_the_next_step_needs_is_not_spent_on_a_copy(
    checkpoints: Checkpoints, told: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    free = iter([20_000, 1 << 30])  # with what the last step has taken, and when that is given back
    monkeypatch.setattr("psutil.virtual_memory", lambda: type("Memory", (), {"available": next(free)})())
    monkeypatch.setattr("huggingtweets_gui.engine.snapshot.Snapshot.copy", None)
    checkpoints.start(a_snapshot(4))  # 16 kB are copied, and 8 kB of best weights are held
    assert told == [Checkpoint(step=4)]


def test_memory_that_ends_in_the_middle_of_the_copy_costs_no_checkpoint(
    checkpoints: Checkpoints, told: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(snapshot: object) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

    monkeypatch.setattr("huggingtweets_gui.engine.snapshot.Snapshot.copy", fail)
    checkpoints.start(a_snapshot(4))
    assert told == [Checkpoint(step=4)]


def best_file(layout: BotLayout, step: int) -> Path:
    return layout.checkpoint(step) / "best.safetensors"


def test_best_weights_that_have_not_changed_are_linked(
    checkpoints: Checkpoints, layout: BotLayout, told: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    linked: list[str] = []
    hardlink_to = Path.hardlink_to

    def watched(path: Path, target: Path) -> None:
        linked.append(target.parent.name)
        hardlink_to(path, target)

    monkeypatch.setattr(Path, "hardlink_to", watched)
    for step in (3, 6, 9, 12):
        checkpoints.write(a_snapshot(step, best_of=3))
    checkpoints.write(a_snapshot(15))
    assert linked == ["step-000003", "step-000006"]
    assert [type(event) for event in told] == [Checkpoint] * 5


def test_what_was_written_is_not_kept_in_memory(checkpoints: Checkpoints) -> None:
    snapshot = a_snapshot(3)
    best = weakref.ref(snapshot.best["layer.weight"])
    checkpoints.write(snapshot)
    del snapshot
    assert best() is None


@pytest.mark.warns
def test_damage_to_best_weights_that_have_not_changed_is_not_damage_to_both(
    checkpoints: Checkpoints, layout: BotLayout, told: list[Event]
) -> None:
    for step in (3, 6, 9, 12):
        checkpoints.write(a_snapshot(step, best_of=3))
    content = bytearray(best_file(layout, 12).read_bytes())
    content[-1] ^= 1
    with best_file(layout, 12).open("r+b") as file:  # in its place, as a disk does it
        file.write(content)
    restored = checkpoints.restore()
    assert restored is not None and same(restored, a_snapshot(9, best_of=3))
    assert told[-1] == Notice(text="What was saved at step 12 is damaged. The training goes on from step 9.")


@pytest.mark.warns
@pytest.mark.parametrize("text", ["{", "{}", None])
def test_damage_to_what_is_written_does_not_end_the_training(
    checkpoints: Checkpoints, layout: BotLayout, told: list[Event], text: str | None
) -> None:
    for step in (3, 6):
        checkpoints.write(a_snapshot(step, best_of=3))
        state = layout.checkpoint(step) / "state.json"
        state.unlink() if text is None else state.write_text(text, encoding="utf-8")
    checkpoints.write(a_snapshot(9, best_of=3))
    restored = checkpoints.restore()
    assert restored is not None and same(restored, a_snapshot(9, best_of=3))


@pytest.mark.warns
def test_where_the_newest_is_damaged_the_one_before_is_taken_and_that_is_said(
    checkpoints: Checkpoints, layout: BotLayout, told: list[Event]
) -> None:
    for step in (3, 6):
        checkpoints.write(a_snapshot(step))
    damage(layout, 6)
    restored = checkpoints.restore()
    assert restored is not None and same(restored, a_snapshot(3))
    assert told[-1] == Notice(text="What was saved at step 6 is damaged. The training goes on from step 3.")
    # Else a later resume could find it readable, with metrics that lack the steps in between.
    assert names(layout) == ["step-000003"]


def test_where_all_are_damaged_nothing_is_loaded_and_nothing_removed(
    checkpoints: Checkpoints, layout: BotLayout
) -> None:
    for step in (3, 6):
        checkpoints.write(a_snapshot(step))
        damage(layout, step)
    with pytest.raises(UserError) as caught:
        checkpoints.restore()
    assert caught.value.code is ErrorCode.CHECKPOINT_DAMAGED
    assert names(layout) == ["step-000003", "step-000006"]


def test_those_that_led_nowhere_are_passed_over(checkpoints: Checkpoints, layout: BotLayout) -> None:
    for step in (3, 6):
        checkpoints.write(a_snapshot(step))
    restored = checkpoints.restore(before=6)
    assert restored is not None and same(restored, a_snapshot(3))
    assert names(layout) == ["step-000003"]
    assert checkpoints.restore(before=3) is None
    assert layout.checkpoint_steps() == []


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_weights_that_are_no_numbers_are_never_written(
    checkpoints: Checkpoints, layout: BotLayout, told: list[Event], value: float
) -> None:
    checkpoints.write(a_snapshot(3))
    lost = a_snapshot(6)
    lost.weights["layer.bias"][1] = value
    checkpoints.start(lost)
    checkpoints.wait()
    checkpoints.write(lost)
    assert names(layout) == ["step-000003"]
    assert told == [Checkpoint(step=3)]


def test_one_of_the_same_step_stays_as_it_is(checkpoints: Checkpoints, layout: BotLayout) -> None:
    """While it were replaced, a kill could leave neither."""
    checkpoints.write(a_snapshot(3))
    written = layout.checkpoint(3).stat().st_mtime_ns
    checkpoints.start(a_snapshot(3))
    checkpoints.write(a_snapshot(3))
    assert layout.checkpoint(3).stat().st_mtime_ns == written


def soon(kind: StopKind) -> Callable[[], StopKind | None]:
    """Ask for this stop once two of the files are written."""
    asked = itertools.count()
    return lambda: kind if next(asked) >= 2 else None


@pytest.mark.parametrize("kind", StopKind)
def test_a_stop_gives_up_what_is_written_in_the_background(
    layout: BotLayout, told: list[Event], kind: StopKind
) -> None:
    with Checkpoints(layout, told.append, soon(kind), Rhythm()) as checkpoints:
        checkpoints.start(a_snapshot(3))
        checkpoints.wait()
    assert names(layout) == []
    assert told == []


@pytest.mark.parametrize(
    ("kind", "written"), [(StopKind.SUSPEND, 1), (StopKind.KEEP, 1), (StopKind.CANCEL, 0)]
)
def test_what_is_written_for_a_stop_is_given_up_for_a_cancel_alone(
    layout: BotLayout, told: list[Event], kind: StopKind, written: int
) -> None:
    with Checkpoints(layout, told.append, soon(kind), Rhythm()) as checkpoints:
        checkpoints.write(a_snapshot(3))
    assert len(names(layout)) == len(told) == written


def test_leaving_waits_for_what_is_being_written(layout: BotLayout, told: list[Event]) -> None:
    with Checkpoints(layout, told.append, lambda: None, Rhythm()) as checkpoints:
        checkpoints.start(a_snapshot(3, rows=4000))
    assert names(layout) == ["step-000003"]


@pytest.mark.warns
def test_a_disk_that_refuses_costs_a_sentence_and_no_training(
    checkpoints: Checkpoints, layout: BotLayout, told: list[Event]
) -> None:
    layout.checkpoints.write_bytes(b"a file where the folder belongs")
    for step in (3, 6):
        checkpoints.start(a_snapshot(step))
        checkpoints.wait()
    text = "The disk did not take the training as it stands at step 3. Nothing of it is saved yet."
    assert told == [Notice(text=text)]  # and not once every few seconds
    layout.checkpoints.unlink()
    checkpoints.write(a_snapshot(9))
    assert told[1:] == [Checkpoint(step=9)]


def test_they_cost_a_twentieth_of_the_time_at_most() -> None:
    assert Rhythm().pause(standing=0.1, in_background=1.0) == 20.0
    assert Rhythm().pause(standing=3.0, in_background=0.0) == 60.0
    assert Rhythm().pause(standing=1.0, in_background=8.0) == 100.0  # the disk is slow: it is left alone


def test_a_disk_that_hung_once_is_not_the_end_of_them() -> None:
    assert Rhythm().pause(standing=0.2, in_background=8 * 3600.0) == 600.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the time on by some seconds."""
    now = [100.0]
    monkeypatch.setattr("huggingtweets_gui.engine.checkpoints.awake_seconds", lambda: now[0])

    def move(seconds: float) -> None:
        now[0] += seconds

    return move


def test_the_next_one_is_due_after_a_pause(clock: Callable[[float], None], layout: BotLayout) -> None:
    with Checkpoints(layout, lambda event: None, lambda: None, Rhythm()) as checkpoints:
        assert not checkpoints.due()
        clock(20.5)
        assert checkpoints.due()
        checkpoints.write(a_snapshot(3))
        assert not checkpoints.due()


def test_a_copy_shares_nothing_with_what_is_in_training() -> None:
    now = a_snapshot(3)
    copy = now.copy()
    for kind in (now.weights, now.moments):
        for tensor in kind.values():
            tensor.fill_(-1.0)
    now.state.step = 4
    assert same(copy, a_snapshot(3))
    assert all(tensor.device == torch.device("cpu") for tensor in copy.weights.values())
