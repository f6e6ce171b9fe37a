"""The training loop: fine-tunes a base model on a bot's tweets and keeps the best weights."""

import math
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from huggingtweets_gui.engine.checkpoints import Checkpoints
from huggingtweets_gui.engine.finishing import Finish
from huggingtweets_gui.engine.late_losses import LateLosses
from huggingtweets_gui.engine.metrics import MetricsLog
from huggingtweets_gui.engine.notices import gone_back
from huggingtweets_gui.engine.pace import Pace
from huggingtweets_gui.engine.rhythm import Rhythm
from huggingtweets_gui.engine.schedule import schedule
from huggingtweets_gui.engine.snapshot import Snapshot
from huggingtweets_gui.engine.training import Training
from huggingtweets_gui.foundation import progress
from huggingtweets_gui.foundation.awake_clock import awake_seconds
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import (
    Begun,
    Cancelled,
    End,
    Estimate,
    Event,
    Phase,
    Reading,
    Samples,
    Step,
    StopKind,
    Train,
)

_RHYTHM = Rhythm()


def train(
    job: Train,
    emit: Callable[[Event], None],
    should_stop: Callable[[], StopKind | None],
    rhythm: Rhythm = _RHYTHM,
) -> End:
    """Train a bot: AdamW with a linear warm-up and a cosine down, over batches drawn by the seed.

    The tweets are read several times, each time from the base model on and in another order: see
    ``best_weights`` for what is kept of these readings, and ``course`` for how long they are.

    Args:
        job: what to train, and how.
        emit: is given each event.
        should_stop: asked after each step and within whatever else may take long, in two threads.
        rhythm: how often checkpoints are written.

    Returns:
        ``Trained``, or ``Cancelled`` where a stop left nothing to keep.

    Raises:
        UserError: DEVICE_UNAVAILABLE, BASE_UNREADABLE, CHECKPOINT_DAMAGED, LOSS_NOT_FINITE,
            NOTHING_LEARNT, STOPPED_TOO_EARLY, OUT_OF_MEMORY.
    """
    started = awake_seconds()
    layout = BotLayout(Path(job.bot))
    checkpoints = Checkpoints(layout, emit, should_stop, rhythm)

    def undisturbed() -> bool:
        return should_stop() is None

    def raise_if_stopped(done: int, total: int) -> None:  # noqa: ARG001
        # What is resumed has something to keep already.
        if should_stop() not in ((None, StopKind.KEEP) if job.resume else (None,)):
            raise progress.Cancelled

    # What it is made from: a device, a model, tweets in batches, an optimizer.
    try:
        run = Training(job, emit, raise_if_stopped)
    except progress.Cancelled:
        return Cancelled(resumable_step=checkpoints.newest_step)
    course = run.course

    # Where it begins: at the base model's own loss, or at a checkpoint.
    if not job.resume:
        checkpoints.drop()  # Those of an earlier training are not of this one.
    restored = checkpoints.restore()
    is_new = restored is None
    if restored is None:
        run.begin()
    else:
        run.resume(restored)
    del restored  # Its weights would take memory for the whole training.
    state = run.state

    with closing(run), checkpoints, MetricsLog(layout.metrics, emit, None if is_new else state) as metrics:
        if is_new:
            emit(Phase(name="evaluating"))
            held_out = len(run.tweets["validation"].rows)
            base = run.look(
                undisturbed,
                lambda loss, done: emit(Estimate(step=0, loss=loss, done=done, total=held_out)),
            )
            if base is None:
                return Cancelled()
            if not math.isfinite(base.loss):
                raise UserError(ErrorCode.BASE_UNREADABLE, details="its loss is not a number", name=job.base)
            metrics.record(base)
        pace = Pace(state, course, job.max_seconds, started)
        pace.reserve_for_the_end(run.learner.parameters)
        emit(
            Begun(
                step=state.step,
                steps=course.all_steps(state),
                epochs=job.epochs,
                parameters=run.learner.parameters,
                training_tokens=run.tweets["training"].labels,
            )
        )

        def snapshot() -> Snapshot:
            state.seconds = pace.seconds()
            return run.snapshot()

        finish = Finish(job, run, checkpoints, metrics, snapshot, emit, should_stop)
        losses = LateLosses()

        def tell(steps: Iterable[Step]) -> int | None:
            """Tell of steps whose loss is known by now; return the first whose loss is no number."""
            for step in steps:
                if not math.isfinite(step.loss):
                    losses.forget()
                    return step.step
                metrics.record(step)
            return None

        def is_stale() -> bool:
            # While the rate still rises, a loss that does not fall yet means nothing.
            return state.stale >= job.patience and pace.progress_of_reading() > job.warmup_share

        reason = None
        while reason is None:
            checkpoints.poll()
            lost_at = tell(losses.ready())
            stop = should_stop()
            is_at_end = state.step == course.end_of_reading(state)
            is_out_of_time = pace.is_out_of_time()
            looks = course.is_at_look(state)
            # Whatever is kept or ends here must know that the steps before it went well. Before the first
            # of them nothing can be lost.
            saves = state.step > 0 and checkpoints.due()
            stands = stop is not None or is_at_end or is_out_of_time or looks or saves or is_stale()
            if stands and lost_at is None:
                lost_at = tell(losses.all())

            # A look at the held-out tweets, and at what it writes by now. It comes before a checkpoint of
            # the same step, so that a training resumed there does not take it twice.
            if looks and lost_at is None:
                look = run.look(undisturbed)
                if look is not None and not math.isfinite(look.loss):
                    lost_at = state.step
                elif look is not None:
                    metrics.record(look)
                    pace.reserve_for_the_end(run.learner.parameters)
                    if texts := run.samples(undisturbed):
                        metrics.record(Samples(step=state.step, texts=texts))
                stop = should_stop()  # It may have cut the look short.

            if lost_at is not None:
                # The weights before that step have led nowhere: a checkpoint of them would do so again.
                if run.go_back(checkpoints, before=min(lost_at - 1, state.step)):
                    metrics.cut_back(state)
                    pace.begin_again()
                    emit(gone_back(lost_at, state.step))
                else:
                    finish.lost_at, reason = lost_at, "diverged"
                continue
            if stop in (StopKind.SUSPEND, StopKind.CANCEL):
                return finish.interrupted()
            ends_early = is_stale()
            is_read = ends_early or is_at_end
            if is_read and (state.reading == job.readings or state.best_step == 0):
                reason = "early-stop" if ends_early else "complete"
            elif stop is StopKind.KEEP:
                reason = "stopped"
            elif is_out_of_time or (is_read and not pace.has_time_to_read_again()):
                reason = "time"
            if reason is not None:
                break
            if is_read:
                checkpoints.wait()  # What it writes from may not fit beside the base model read anew.
                run.read_anew()
                metrics.record(Reading(step=state.step, number=state.reading, of=job.readings))
                pace.begin_again()
                continue
            if saves:
                checkpoints.start(snapshot())

            if stands:
                pace.begin_step()

            # One step: a batch forward, backward, and the weights moved.
            share = schedule(pace.progress_of_reading(), job.warmup_share, job.final_rate_share)
            rate = job.learning_rate / 2**state.halvings * share
            rows = [run.tweets["training"].rows[position] for position in course.batch(state)]
            loss = run.within_memory(lambda learner: learner.step(rows, rate))  # noqa: B023
            state.step += 1
            pace.end_step(sum(len(row) - 1 for row in rows))
            losses.put(
                Step(
                    step=state.step,
                    steps=course.all_steps(state),
                    progress=pace.progress(),
                    epoch=state.step / course.steps_per_epoch,
                    loss=math.nan,  # It may be computed still.
                    learning_rate=rate,
                    tokens_per_second=pace.tokens_per_second(),
                    seconds_left=pace.seconds_left(),
                    memory=run.device.memory_used(),
                ),
                loss,
            )
        return finish.end(reason, pace.seconds)
