import sys
import threading
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import (
    Begun,
    Cancelled,
    Described,
    Device,
    DeviceWorks,
    Evaluation,
    Failed,
    Generated,
    Step,
    StopKind,
    Trained,
)
from huggingtweets_gui.threads.engine_thread import DescribeRequest, EngineThread, TrainRequest
from huggingtweets_gui.tweets.similar import Likeness
from huggingtweets_gui.workflow.writing import Sampling
from tests import fake_engine
from tests.bots import make_able_to_write, make_bot

COMMAND = [sys.executable, fake_engine.__file__]


class Heard:
    """All that a thread tells, in order."""

    def __init__(self, engine):
        self.all = []
        for signal in (engine.began, engine.event, engine.written, engine.ended):
            signal.connect(self.all.append)

    def of(self, kind):
        return [one for one in self.all if isinstance(one, kind)]


@pytest.fixture
def engine(qapp, tmp_path):
    thread = EngineThread(tmp_path / "engine.log", COMMAND)
    yield thread
    thread.shutdown()
    assert thread.isFinished() or not thread.isRunning()


def test_warming_up_describes_the_computer_once(engine, qtbot):
    heard = Heard(engine)
    with qtbot.waitSignal(engine.ended):
        engine.warm_up()
        engine.warm_up()
    assert [type(one) for one in heard.all] == [DescribeRequest, Device, Described]


def test_a_check_tells_whether_the_device_works_and_makes_nobody_wait(engine, qtbot):
    heard, busy = Heard(engine), []
    engine.busy_changed.connect(busy.append)
    for device, kind in (("cuda", DeviceWorks), ("mps", Failed)):
        with qtbot.waitSignal(engine.ended) as ended:
            request = engine.check_device(device)
        assert heard.all[-2:] == [request, ended.args[0]]
        assert isinstance(ended.args[0], kind)
        assert engine.current is None
    assert not busy


def test_a_training_tells_everything_in_order_and_finishes_the_bot(engine, library, qtbot):
    bot = make_bot(library)
    heard = Heard(engine)
    busy = []
    engine.busy_changed.connect(busy.append)
    engine.train(bot)
    qtbot.waitUntil(lambda: busy == [True, False])
    assert isinstance(heard.all[0], TrainRequest)
    assert heard.all.index(heard.of(Begun)[0]) < heard.all.index(heard.of(Step)[0])
    assert [step.step for step in heard.of(Step)] == list(range(1, fake_engine.STEPS + 1))
    assert [one.step for one in heard.of(Evaluation)] == [0, 10, 20, 30, 40]
    assert isinstance(heard.all[-1], Trained)
    assert library.bots.find(str(bot.folder)).ready


@pytest.mark.parametrize(
    ("kind", "end"), [(StopKind.KEEP, Trained), (StopKind.SUSPEND, Cancelled), (StopKind.CANCEL, Cancelled)]
)
def test_the_kind_of_a_stop_reaches_the_engine(engine, library, qtbot, kind, end):
    heard = Heard(engine)
    engine.train(make_bot(library, seed=fake_engine.WAITS))
    qtbot.waitUntil(lambda: len(heard.of(Step)) == fake_engine.STEPS // 2 - 1)
    with qtbot.waitSignal(engine.ended) as ended:
        engine.stop(kind)
    assert isinstance(ended.args[0], end)
    if kind is StopKind.SUSPEND:
        assert ended.args[0].resumable_step == fake_engine.STEPS // 2


def test_what_waits_its_turn_is_stopped_too_and_what_comes_later_is_not(engine, library, qtbot):
    heard = Heard(engine)
    writer = make_bot(library, ready=True, name="Otto")
    engine.train(make_bot(library, seed=fake_engine.WAITS))
    engine.write(writer.folder, Sampling(prompt="wait", count=3))
    qtbot.waitUntil(lambda: len(heard.of(Step)) == fake_engine.STEPS // 2 - 1)
    engine.stop(StopKind.CANCEL)
    engine.write(writer.folder, Sampling(prompt="A gull", count=3))
    qtbot.waitUntil(lambda: len(heard.of(Generated)) == 1)
    assert len(heard.of(Cancelled)) == 2


@pytest.mark.warns
def test_an_engine_that_dies_is_a_failure_and_the_next_request_starts_another(engine, library, qtbot):
    bot = make_bot(library, seed=fake_engine.DIES)
    with qtbot.waitSignal(engine.ended) as ended:
        engine.train(bot)
    assert isinstance(ended.args[0], Failed)
    assert ended.args[0].code == "engine-died"
    assert bot.resumable_step == fake_engine.STEPS // 2
    with qtbot.waitSignal(engine.ended) as ended:
        engine.train(bot, resume=True)
    assert isinstance(ended.args[0], Trained)


def test_work_that_needs_the_engine_gone_is_done_between_two_engines(engine, qtbot):
    with qtbot.waitSignal(engine.ended):
        engine.describe()
    first = engine.engine_process_id
    seen = []
    with qtbot.waitSignal(engine.ended) as ended:
        engine.exchange(lambda: seen.append(engine.engine_process_id))
    assert isinstance(ended.args[0], Described)
    assert seen == [None]
    assert engine.engine_process_id not in (None, first)


def test_work_between_two_engines_that_fails_is_told(engine, qtbot):
    def fail():
        raise UserError(ErrorCode.PACK_IN_USE)

    with qtbot.waitSignal(engine.ended) as ended:
        engine.exchange(fail)
    assert ended.args[0].code == "pack-in-use"


def test_written_tweets_come_with_what_they_copy(engine, library, qtbot):
    bot = make_bot(library, ready=True)
    written = []
    engine.written.connect(written.append)
    with qtbot.waitSignal(engine.ended):
        engine.write(bot.folder, Sampling(count=2))
    assert len(written) == 2
    assert written[0].copied.likeness is Likeness.COPY
    assert written[0].copied.date == "2020-05-02"


def test_a_bot_without_a_model_fails_in_words(engine, library, qtbot):
    with qtbot.waitSignal(engine.ended) as ended:
        engine.write(make_bot(library).folder, Sampling())
    assert ended.args[0].code == "bot-unreadable"


@pytest.mark.warns
def test_an_engine_that_cannot_be_started_fails_in_words(qapp, tmp_path, qtbot):
    thread = EngineThread(tmp_path / "engine.log", [str(tmp_path / "no such program")])
    with qtbot.waitSignal(thread.ended) as ended:
        thread.describe()
    thread.shutdown()
    assert ended.args[0].code == "engine-failed"
    assert "no such program" in ended.args[0].details


def test_an_idle_engine_ends_and_comes_back(qapp, tmp_path, library, qtbot):
    thread = EngineThread(tmp_path / "engine.log", COMMAND, idle_seconds=0.05)
    with qtbot.waitSignal(thread.ended):
        thread.describe()
    qtbot.waitUntil(lambda: thread.engine_process_id is None)
    bot = make_bot(library)
    make_able_to_write(bot.folder)
    with qtbot.waitSignal(thread.ended) as ended:
        thread.write(bot.folder, Sampling(count=1))
    thread.shutdown()
    assert isinstance(ended.args[0], Generated)


def test_a_shutdown_in_mid_job_leaves_no_thread_and_no_process(engine, library, qtbot):
    heard = Heard(engine)
    engine.train(make_bot(library, seed=fake_engine.WAITS))
    engine.describe()
    qtbot.waitUntil(lambda: bool(heard.of(Step)))
    engine.shutdown()
    assert engine.isFinished()
    assert engine.engine_process_id is None
    # The reader ends with the pipe, a moment after the process.
    qtbot.waitUntil(lambda: all(thread.name != "engine-reader" for thread in threading.enumerate()))


@pytest.mark.warns
def test_an_engine_that_does_not_listen_is_killed_at_the_shutdown(qapp, tmp_path, library, qtbot):
    script = tmp_path / "deaf.py"
    script.write_text("import signal\nprint('{}', flush=True)\nsignal.pause()\n", encoding="utf-8")
    thread = EngineThread(tmp_path / "engine.log", [sys.executable, str(script)], patience_milliseconds=100)
    thread.describe()
    qtbot.waitUntil(lambda: thread.engine_process_id is not None)
    thread.shutdown()
    assert thread.isFinished()
    assert thread.engine_process_id is None


@pytest.mark.warns
def test_the_log_receives_what_the_engine_prints(qapp, tmp_path, qtbot):
    log = tmp_path / "logs" / "engine.log"
    thread = EngineThread(log, [sys.executable, "-c", "import sys; sys.exit('no torch here')"])
    with qtbot.waitSignal(thread.ended) as ended:
        thread.describe()
    thread.shutdown()
    assert ended.args[0].code == "engine-died"
    assert "no torch here" in Path(log).read_text(encoding="utf-8")
