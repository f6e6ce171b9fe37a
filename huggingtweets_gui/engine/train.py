"""The training loop: fine-tunes a base model on a bot's tweets and keeps the best weights."""

import math
import time
from collections.abc import Callable
from pathlib import Path

import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.batches import epoch_batches, read_tweets, tensors
from huggingtweets_gui.engine.best_weights import BestWeights
from huggingtweets_gui.engine.checkpoint import Checkpoints, TrainingState
from huggingtweets_gui.engine.device import choose_device
from huggingtweets_gui.engine.evaluation import evaluate, summed_loss
from huggingtweets_gui.engine.metrics import MetricsLog
from huggingtweets_gui.engine.pace import Pace
from huggingtweets_gui.engine.sampling import glimpse
from huggingtweets_gui.engine.weights import set_weights
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.hashing import sha256_of
from huggingtweets_gui.messages import (
    Begun,
    Cancelled,
    Checkpoint,
    End,
    Event,
    Notice,
    Phase,
    Samples,
    Step,
    StopKind,
    Train,
    Trained,
)

_BETAS = (0.9, 0.99)
_GRADIENT_NORM = 1.0
_SAVING_SECONDS = 2.0
_SAVING_SPEED = 150e6  # bytes a second, written and hashed
_QUICK_LOOK_SECONDS = 3.0  # "stop and keep" waits for one more look only if it takes less
_NO_ROOM = "The disk is too full to save where the training stands; it goes on without."


def train(job: Train, emit: Callable[[Event], None], should_stop: Callable[[], StopKind | None]) -> End:
    """Train a bot: AdamW with a linear warm-up and a cosine down to zero, over batches drawn by the seed.

    Args:
        job: what to train, and how.
        emit: is given each event.
        should_stop: asked after each step and within evaluations.

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
    tweets = read_tweets(layout.dataset, model)
    training = tweets["training"]
    lengths = [len(row) for row in training.rows]
    epochs = [
        epoch_batches(lengths, job.batch_tokens, job.seed, epoch) for epoch in range(math.ceil(job.epochs))
    ]
    batches = [batch for epoch in epochs for batch in epoch]
    steps_per_epoch = len(batches) / len(epochs)
    steps = max(1, round(steps_per_epoch * job.epochs))
    look_every = max(1, round(steps_per_epoch / job.evaluations_per_epoch))

    # Where it begins: at the base model's own loss, or at a checkpoint.
    checkpoints = Checkpoints(layout, model.network, optimizer)
    restored = checkpoints.restore() if job.resume else None
    state, weights = restored or (TrainingState(), None)
    best = BestWeights(model, device, tweets["validation"], state, weights)
    metrics = MetricsLog(layout.metrics, emit, state.step if restored else None)
    try:
        if restored is None:
            emit(Phase(name="evaluating"))
            base = best.look(lambda: should_stop() is None)
            if base is None:
                return Cancelled()
            metrics.record(base)
        pace = Pace(state, steps, job.max_seconds, started)
        saving_seconds = _SAVING_SECONDS + sum(weight.nbytes for weight in parameters) / _SAVING_SPEED
        pace.reserve = 2 * state.look_seconds + saving_seconds
        begun = Begun(
            step=state.step,
            steps=steps,
            epochs=job.epochs,
            parameters=sum(weight.numel() for weight in parameters),
            training_tokens=training.labels,
        )
        emit(begun)

        reason = "complete"
        while state.step < steps:
            stop = should_stop()
            if stop is StopKind.SUSPEND or (stop is None and checkpoints.due()):
                state.seconds = pace.seconds()
                written = checkpoints.write(state, best.weights)
                emit(Checkpoint(step=state.step) if written else Notice(text=_NO_ROOM))
            if stop in (StopKind.SUSPEND, StopKind.CANCEL):
                return Cancelled(resumable_step=checkpoints.newest_step)
            if stop is StopKind.KEEP:
                reason = "stopped"
                break
            if pace.progress() >= 1.0:
                reason = "time"
                break

            # A look at the held-out tweets, and at what it writes by now.
            if state.step % look_every == 0 and state.looked_step != state.step:
                look = best.look(lambda: should_stop() is None)
                if look is None:
                    continue
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

            # One step: a batch forward, backward, and the weights moved.
            step_started = time.monotonic()
            learning_rate = job.learning_rate * schedule(pace.progress(), job.warmup_share)
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
                raise UserError(ErrorCode.LOSS_NOT_FINITE, step=f"{state.step + 1:,}")
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

        # The end: a last look, the test tweets, and the best weights become the bot's model.
        has_time = reason != "stopped" or state.best_step == 0 or state.look_seconds < _QUICK_LOOK_SECONDS
        if has_time and state.looked_step != state.step:
            emit(Phase(name="evaluating"))
            look = best.look(lambda: not cancelled())
            if look is not None:
                metrics.record(look)
        if state.best_step == 0 and reason == "stopped":
            # What it has learnt is not lost, it can go on from here.
            state.seconds = pace.seconds()
            checkpoints.write(state, best.weights)
            raise UserError(ErrorCode.STOPPED_TOO_EARLY)
        if state.best_step == 0:
            checkpoints.drop()  # Going on would end here again.
            raise UserError(ErrorCode.NOTHING_LEARNT)
        emit(Phase(name="testing"))
        set_weights(model.network, best.weights)
        test = evaluate(model, tweets["test"], device, lambda: not cancelled())
        if test is None:
            return Cancelled(resumable_step=checkpoints.newest_step)
        emit(Phase(name="saving"))
        models.save(model, best.weights, layout.model)
    finally:
        metrics.close()
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
        test_loss=test.loss,
        test_bits=test.bits,
        device=device.kind,
        precision=device.precision,
        weights_sha256=sha256_of(sorted(layout.model.glob("*.safetensors"))),
    )


def schedule(progress: float, warmup_share: float) -> float:
    """Return the share of the peak learning rate: up in a line, then down to zero in a cosine.

    Args:
        progress: the share of the run that is done, 0 to 1.
        warmup_share: the share of the run in which the rate rises.
    """
    if progress < warmup_share:
        # The first step learns a little, not nothing.
        return max(progress / warmup_share, 0.02)
    return 0.5 * (1 + math.cos(math.pi * (progress - warmup_share) / (1 - warmup_share)))
