"""The training loop: fine-tunes a base model on a bot's tweets and keeps the best weights."""

import math
import time
from collections.abc import Callable
from pathlib import Path

import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.batches import epoch_batches, read_tweets, tensors
from huggingtweets_gui.engine.best_weights import BestWeights
from huggingtweets_gui.engine.checkpoints import Checkpoints
from huggingtweets_gui.engine.device import choose_device
from huggingtweets_gui.engine.evaluation import evaluate, summed_loss
from huggingtweets_gui.engine.metrics import MetricsLog
from huggingtweets_gui.engine.pace import Pace
from huggingtweets_gui.engine.resuming import beginning, given_up, gone_back, put_back, snapshot_of
from huggingtweets_gui.engine.rhythm import Rhythm
from huggingtweets_gui.engine.sampling import glimpse
from huggingtweets_gui.engine.schedule import schedule
from huggingtweets_gui.engine.snapshot import Snapshot
from huggingtweets_gui.engine.training_state import TrainingState
from huggingtweets_gui.engine.weights import set_weights
from huggingtweets_gui.foundation import progress
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.hashing import sha256_of
from huggingtweets_gui.messages import (
    Begun,
    Cancelled,
    End,
    Event,
    Phase,
    Samples,
    Step,
    StopKind,
    Train,
    Trained,
)

_RHYTHM = Rhythm()
_BETAS = (0.9, 0.99)
_GRADIENT_NORM = 1.0
_SAVING_SECONDS = 2.0
_SAVING_SPEED = 150e6  # bytes a second, written and hashed
_QUICK_LOOK_SECONDS = 3.0  # "stop and keep" waits for one more look only if it takes less
_QUICK_TEST_SECONDS = 4.0  # and for that look and the test tweets together only if they take less
_MOST_HALVINGS = 2  # of the learning rate, before a loss that is no number ends the training


def train(
    job: Train,
    emit: Callable[[Event], None],
    should_stop: Callable[[], StopKind | None],
    rhythm: Rhythm = _RHYTHM,
) -> End:
    """Train a bot: AdamW with a linear warm-up and a cosine down to zero, over batches drawn by the seed.

    Args:
        job: what to train, and how.
        emit: is given each event.
        should_stop: asked after each step and within whatever else may take long, in two threads.
        rhythm: how often checkpoints are written.

    Returns:
        ``Trained``, or ``Cancelled`` where a stop left nothing to keep.

    Raises:
        UserError: DEVICE_UNAVAILABLE, BASE_UNREADABLE, CHECKPOINT_DAMAGED, LOSS_NOT_FINITE,
            NOTHING_LEARNT, STOPPED_TOO_EARLY.
    """
    started = time.monotonic()
    layout = BotLayout(Path(job.bot))

    def cancelled() -> bool:
        return should_stop() is StopKind.CANCEL

    def raise_if_stopped(done: int, total: int) -> None:  # noqa: ARG001
        # What is resumed has something to keep already.
        if should_stop() not in ((None, StopKind.KEEP) if job.resume else (None,)):
            raise progress.Cancelled

    checkpoints = Checkpoints(layout, emit, should_stop, rhythm)

    # What it is made from: a device, a model, tweets in batches, an optimizer.
    device = choose_device(job.device)
    emit(device.describe())
    emit(Phase(name="loading"))
    torch.manual_seed(job.seed)
    model = models.load(Path(job.base), device.torch_device)
    parameters = list(model.network.parameters())
    optimizer = torch.optim.AdamW(
        parameters, lr=job.learning_rate, betas=_BETAS, weight_decay=job.weight_decay, fused=True
    )
    emit(Phase(name="tokenising"))
    try:
        tweets = read_tweets(layout.dataset, model, raise_if_stopped)
    except progress.Cancelled:
        return Cancelled(resumable_step=checkpoints.newest_step)
    training = tweets["training"]
    lengths = [len(row) for row in training.rows]
    epochs = [
        epoch_batches(lengths, job.batch_tokens, job.seed, epoch) for epoch in range(math.ceil(job.epochs))
    ]
    batches = [batch for epoch in epochs for batch in epoch]
    steps_per_epoch = len(batches) / len(epochs)
    steps = max(1, round(steps_per_epoch * job.epochs))
    look_every = max(1, round(steps_per_epoch / job.evaluations_per_epoch))

    def snapshot() -> Snapshot:
        state.seconds = pace.seconds()
        return snapshot_of(model.network, optimizer, state, best.weights)

    def interrupted() -> Cancelled:
        if should_stop() is StopKind.SUSPEND:
            checkpoints.write(snapshot())
        checkpoints.wait()
        return Cancelled(resumable_step=checkpoints.newest_step)

    def go_back(lost_at: int) -> bool:
        """Go back to the last good weights with half the rate; False where that was done twice already."""
        if state.halvings == _MOST_HALVINGS:
            return False
        # The weights as they stand have led nowhere: a checkpoint of this very step would do so again.
        then = checkpoints.restore(before=state.step) or beginning(Path(job.base), job.seed)
        put_back(then, model.network, optimizer)
        state.go_back_to(then.state)
        metrics.cut_back(state)
        pace.begin_again()
        emit(gone_back(lost_at, state.step))
        return True

    # Where it begins: at the base model's own loss, or at a checkpoint.
    if not job.resume:
        checkpoints.drop()  # Those of an earlier training are not of this one.
    restored = checkpoints.restore()
    is_new = restored is None
    if restored is None:
        state, best_weights = TrainingState(), None
    else:
        put_back(restored, model.network, optimizer)
        state, best_weights = restored.state, restored.best
    del restored  # Its weights would take memory for the whole training.
    best = BestWeights(model, device, tweets["validation"], state, best_weights)
    metrics = MetricsLog(layout.metrics, emit, None if is_new else state)
    with checkpoints, metrics:
        if is_new:
            emit(Phase(name="evaluating"))
            base = best.look(lambda: should_stop() is None)
            if base is None:
                return Cancelled()
            if not math.isfinite(base.loss):
                raise UserError(ErrorCode.BASE_UNREADABLE, details="its loss is not a number", name=job.base)
            metrics.record(base)
        pace = Pace(state, steps, job.max_seconds, started)
        saving_seconds = _SAVING_SECONDS + sum(weight.nbytes for weight in parameters) / _SAVING_SPEED
        pace.reserve = 2 * state.look_seconds + saving_seconds
        emit(
            Begun(
                step=state.step,
                steps=steps,
                epochs=job.epochs,
                parameters=sum(weight.numel() for weight in parameters),
                training_tokens=training.labels,
            )
        )

        reason = "complete"
        while state.step < steps:
            # A look at the held-out tweets, and at what it writes by now. It comes before a checkpoint of
            # the same step, so that a training resumed there does not take it twice.
            if state.step % look_every == 0 and state.looked_step != state.step:
                look = best.look(lambda: should_stop() is None)
                if look is not None and not math.isfinite(look.loss):
                    lost_at = state.step
                    if go_back(lost_at):
                        continue
                    reason = "diverged"
                    break
                if look is not None:
                    metrics.record(look)
                    pace.reserve = 2 * state.look_seconds + saving_seconds
                    seed = job.seed + state.step
                    texts = glimpse(model, device, job.prompt, seed, lambda: should_stop() is None)
                    if texts:
                        metrics.record(Samples(step=state.step, texts=texts))
                # While the rate still rises, a loss that does not fall yet means nothing.
                if state.stale >= job.patience and pace.progress() > job.warmup_share:
                    reason = "early-stop"
                    break

            checkpoints.poll()
            stop = should_stop()
            if stop in (StopKind.SUSPEND, StopKind.CANCEL):
                return interrupted()
            if stop is StopKind.KEEP:
                reason = "stopped"
                break
            if pace.progress() >= 1.0:
                reason = "time"
                break
            if checkpoints.due():
                checkpoints.start(snapshot())

            # One step: a batch forward, backward, and the weights moved.
            step_started = time.monotonic()
            peak = job.learning_rate / 2**state.halvings
            learning_rate = peak * schedule(pace.progress(), job.warmup_share)
            for group in optimizer.param_groups:
                group["lr"] = learning_rate
            rows = [training.rows[position] for position in batches[state.step]]
            labelled = sum(len(row) - 1 for row in rows)
            inputs, labels = tensors(rows, device.torch_device)
            model.network.train()
            with device.autocast():
                loss = summed_loss(model, inputs, labels) / labelled
            loss.backward()
            nats = loss.item()
            if not math.isfinite(nats):
                # Its update is never made, so that no checkpoint can hold it.
                optimizer.zero_grad(set_to_none=True)
                lost_at = state.step + 1
                if go_back(lost_at):
                    continue
                reason = "diverged"
                break
            torch.nn.utils.clip_grad_norm_(parameters, _GRADIENT_NORM)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            state.step += 1
            pace.count(labelled, time.monotonic() - step_started)
            metrics.record(
                Step(
                    step=state.step,
                    steps=steps,
                    progress=pace.progress(),
                    epoch=state.step / steps_per_epoch,
                    loss=nats,
                    learning_rate=learning_rate,
                    tokens_per_second=pace.tokens_per_second(),
                    seconds_left=pace.seconds_left(),
                    memory=device.memory_used(),
                )
            )

        # The end: a last look, the test tweets, and the best weights become the bot's model. Who asked
        # to stop and keep does not wait long for figures, nor does who asks only now.
        asked_before = StopKind.KEEP if reason == "stopped" else None
        must_look = state.best_step == 0
        has_time = reason != "stopped" or must_look or state.look_seconds < _QUICK_LOOK_SECONDS
        spare_seconds = _QUICK_TEST_SECONDS if reason == "stopped" else math.inf
        if has_time and state.looked_step != state.step and reason != "diverged":
            emit(Phase(name="evaluating"))
            look = best.look(lambda: not cancelled() if must_look else should_stop() is asked_before)
            if look is not None and math.isfinite(look.loss):
                metrics.record(look)
            spare_seconds -= state.look_seconds
        if should_stop() in (StopKind.SUSPEND, StopKind.CANCEL):
            return interrupted()
        if state.best_step == 0 and reason == "stopped":
            # What it has learnt is not lost, it can go on from here.
            checkpoints.write(snapshot())
            raise UserError(ErrorCode.STOPPED_TOO_EARLY)
        if state.best_step == 0:
            checkpoints.drop()  # Going on would end here again.
            if reason == "diverged":
                raise UserError(ErrorCode.LOSS_NOT_FINITE, step=f"{lost_at:,}")
            raise UserError(ErrorCode.NOTHING_LEARNT)
        checkpoints.wait()
        set_weights(model.network, best.weights)
        if reason == "diverged":
            emit(given_up(lost_at))
        test = None
        if state.look_seconds * tweets["test"].labels / tweets["validation"].labels < spare_seconds:
            emit(Phase(name="testing"))
            test = evaluate(model, tweets["test"], device, lambda: should_stop() is asked_before)
        if cancelled():
            return Cancelled(resumable_step=checkpoints.newest_step)
        emit(Phase(name="saving"))
        models.save(model, best.weights, layout.model)
    return Trained(
        bot=job.bot,
        reason=reason,
        steps=state.step,
        epochs=state.step / steps_per_epoch,
        seconds=pace.seconds(),
        base_loss=state.base_loss,
        base_bits=state.base_bits,
        best_loss=state.best_loss,
        best_bits=state.best_bits,
        best_step=state.best_step,
        test_loss=test.loss if test else None,
        test_bits=test.bits if test else None,
        device=device.kind,
        precision=device.precision,
        weights_sha256=sha256_of(sorted(layout.model.glob("*.safetensors"))),
    )
