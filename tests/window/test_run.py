import dataclasses

import pytest

from huggingtweets_gui.library.bot_store import read_bot
from huggingtweets_gui.messages import (
    Answering,
    Begun,
    Cancelled,
    Estimate,
    Evaluation,
    Failed,
    Notice,
    Phase,
    Reading,
    Samples,
    Silent,
    Step,
    StopKind,
    encode,
)
from huggingtweets_gui.window.pace import Pace
from huggingtweets_gui.window.run import Run, Stage
from huggingtweets_gui.window.run_figures import RunFigures
from huggingtweets_gui.window.run_history import RunHistory, read_history
from tests.bots import make_bot


def step(number, loss=3.0, steps=640):
    return Step(
        step=number,
        steps=steps,
        progress=number / steps,
        epoch=0.1,
        loss=loss,
        learning_rate=1e-4,
        tokens_per_second=7940.0,
        seconds_left=71.0,
        memory=2_400_000_000,
    )


def evaluation(number, loss):
    return Evaluation(step=number, loss=loss, bits=loss / 3, best=True)


def test_a_training_says_where_it_stands(library):
    run = Run.starting(make_bot(library), resume=False)
    assert run.title == "Learning to write like @lamp_and_gull"
    assert run.sentence == "Getting ready …"
    run.take(Phase(name="loading"))
    assert run.sentence == "Loading the base model …"
    assert run.share is None
    run.take(Begun(step=0, steps=640, epochs=2, parameters=1, training_tokens=1))
    run.take(step(264))
    assert run.stage is Stage.TRAINING
    assert run.sentence == "Step 264 of 640 · about 1 min 10 s left · it goes on when you leave this page"
    assert run.share == pytest.approx(264 / 640)
    run.take(Reading(step=264, number=2, of=4))
    assert run.sentence.startswith("Reading 2 of 4 · Step 264 of 640 · about ")
    run.take(Phase(name="evaluating"))
    assert "measuring the held-out loss" in run.sentence
    run.take(step(265))
    assert "left" in run.sentence


def test_the_bases_loss_is_shown_while_it_is_measured(library, qtbot):
    run = Run.starting(make_bot(library), resume=False)
    figures = RunFigures()
    qtbot.addWidget(figures)
    run.take(Phase(name="evaluating"))
    run.take(Estimate(step=0, loss=4.321, done=40, total=158))
    figures.show_run(run)
    assert run.sentence == "Measuring the held-out loss on 40 of 158 tweets"
    assert run.share == pytest.approx(40 / 158)
    assert figures._figures[0].accessibleName() == "held-out loss so far: 4.32"
    run.take(evaluation(0, 4.4))
    figures.show_run(run)
    assert figures._figures[0].accessibleName() == "held-out loss (base 4.40): 4.40"
    run.take(Begun(step=0, steps=640, epochs=2, parameters=1, training_tokens=1))
    assert run.sentence == "Getting ready …"
    assert run.share is None


def test_a_download_tells_its_size_and_its_time(library):
    seconds = iter([0.0, 10.0])
    run = Run.starting(make_bot(library), resume=False)
    run._pace = Pace(lambda: next(seconds))
    run.take(Phase(name="downloading", done=20_000_000, total=548_000_000, unit="bytes"))
    assert run.sentence == "Downloading 20 of 548 MB"
    run.take(Phase(name="downloading", done=120_000_000, total=548_000_000, unit="bytes"))
    assert run.sentence == "Downloading 120 of 548 MB, about 43 s left"
    assert run.share == pytest.approx(120 / 548)


def test_sizes_in_different_units_keep_both(library):
    run = Run.starting(make_bot(library), resume=False)
    run.take(Phase(name="downloading", done=120_000_000, total=1_300_000_000, unit="bytes"))
    assert run.sentence == "Downloading 120 MB of 1.3 GB"


def test_two_authors_are_both_named(library):
    run = Run.left(make_bot(library, handles=("otto", "tilde")))
    assert run.title == "Learning to write like @otto and @tilde"


def test_a_stop_is_acknowledged_at_once(library):
    run = Run.starting(make_bot(library), resume=False)
    run.take(step(5))
    run.end_early(StopKind.KEEP)
    run.take(step(6))
    assert run.stage is Stage.STOPPING
    assert run.sentence == "Stopping, keeping the best weights so far …"


def test_a_stop_that_others_asked_for_is_seen_with_the_next_event(library):
    run = Run.starting(make_bot(library), resume=False)
    run.take(step(5))
    run.stop.ask(StopKind.SUSPEND)
    run.take(step(6))
    assert run.sentence == "Pausing, saving where it stands …"


def test_a_paused_training_says_where_it_goes_on(library):
    bot = make_bot(library)
    run = Run.starting(bot, resume=False)
    run.take(step(264))
    run.end_early(StopKind.SUSPEND)
    bot.layout.checkpoint(264).mkdir(parents=True)
    run.end(Cancelled(resumable_step=264), bot)
    assert run.sentence == "Paused. It can go on from step 264 of 640."


def test_a_cancelled_training_without_a_checkpoint_says_so(library):
    run = Run.starting(make_bot(library), resume=False)
    run.end_early(StopKind.CANCEL)
    run.end(Cancelled(), run.bot)
    assert run.sentence == "Nothing of it was saved yet, so it would start from the beginning."


def test_a_failed_training_keeps_its_reason(library):
    run = Run.starting(make_bot(library), resume=False)
    run.end(Failed(code="out-of-memory", sentence="No memory.", advice="Less."), run.bot)
    assert run.stage is Stage.FAILED
    assert run.failure.sentence == "No memory."


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("complete", ""),
        ("early-stop", " It stopped early: the held-out loss fell no further."),
        ("diverged", " It ended when the loss was no longer a number."),
    ],
)
def test_a_finished_training_says_what_it_came_to(library, reason, words):
    bot = make_bot(library, ready=True)
    record = dataclasses.replace(
        bot.record, result=dataclasses.replace(bot.record.result, reason=reason, seconds=71)
    )
    run = Run.left(library.bots.update(bot, record))
    assert run.title == "Learned to write like @lamp_and_gull"
    assert run.sentence == f"Done in 1 min 10 s: held-out loss from 6.20 to 4.11, at step 30.{words}"


def test_notices_are_kept(library):
    run = Run.starting(make_bot(library), resume=False)
    run.take(Notice(text="The batch was halved."))
    assert run.notices == ["The batch was halved."]


def test_the_curve_of_a_killed_training_goes_on_where_it_resumes(library):
    bot = make_bot(library)
    told = [evaluation(0, 6.2), *(step(n, loss=6.0) for n in range(1, 26)), Samples(step=25, texts=["a"])]
    lines = "\n".join(encode(one) for one in told)
    bot.layout.metrics.write_text(lines + '\n{"event": "step", "st', encoding="utf-8")
    bot.layout.checkpoint(20).mkdir(parents=True)
    left = Run.left(read_bot(bot.folder))
    assert left.sentence == "Interrupted. It can go on from step 20 of 640."
    resumed = Run.starting(bot, resume=True)
    assert list(resumed.history.steps) == list(range(1, 26))
    resumed.take(Begun(step=20, steps=640, epochs=2, parameters=1, training_tokens=1))
    assert list(resumed.history.steps) == list(range(1, 21))
    assert resumed.history.samples == []
    resumed.take(step(21, loss=5.0))
    assert list(resumed.history.losses)[-2:] == [6.0, 5.0]


def test_steps_told_twice_replace_each_other():
    history = RunHistory()
    for event in (step(1), step(2), step(3), evaluation(3, 5.0), step(2, loss=1.0), step(3)):
        history.add(event)
    assert list(history.steps) == [1, 2, 3]
    assert list(history.losses) == [3.0, 1.0, 3.0]
    assert history.evaluations == []


def test_the_best_evaluation_is_the_lowest():
    history = RunHistory()
    for event in (evaluation(0, 6.2), evaluation(10, 4.0), evaluation(20, 4.1)):
        history.add(event)
    assert history.best.step == 10
    assert history.base.loss == 6.2


def test_a_missing_or_damaged_file_is_an_empty_history(tmp_path):
    assert len(read_history(tmp_path / "none").steps) == 0
    (tmp_path / "m").write_bytes(b"\xff\xfe\n[]\n{}\n")
    assert len(read_history(tmp_path / "m").steps) == 0


def test_what_a_restart_of_a_silent_engine_would_mean(library):
    bot = make_bot(library)
    run = Run.starting(bot, resume=False)
    run.take(Silent(seconds=8.0))
    assert run.silent == Silent(seconds=8.0)
    assert run.restarted == "Nothing of the training was saved yet: after a restart it begins anew."
    bot.layout.checkpoint(1200).mkdir(parents=True)
    assert run.restarted == ("After a restart the training goes on from step 1,200, where it was last saved.")
    run.take(Answering())
    assert run.silent is None
