"""The training loop: fine-tunes a base model on a bot's tweets and keeps the best weights."""

import math
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import torch
from transformers import GenerationConfig

from huggingtweets_gui.engine import checkpoint, models
from huggingtweets_gui.engine.batches import epoch_batches, read_tweets, tensors
from huggingtweets_gui.engine.checkpoint import TrainingState, set_weights, weights_of
from huggingtweets_gui.engine.device import Device, choose_device
from huggingtweets_gui.engine.evaluation import evaluate, token_losses
from huggingtweets_gui.engine.metrics import MetricsLog
from huggingtweets_gui.engine.models import LanguageModel
from huggingtweets_gui.engine.sampling import write_tweets
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.hashing import sha256_of
from huggingtweets_gui.foundation.weighted_length import MAX_LENGTH
from huggingtweets_gui.messages import (
    Begun,
    Cancelled,
    Checkpoint,
    End,
    Evaluation,
    Event,
    Notice,
    Phase,
    Samples,
    Step,
    StopKind,
    Train,
    Trained,
)

_GRADIENT_NORM = 1.0
_SAMPLES = 3
_SAMPLE_TOKENS = 48
_SPEED_STEPS = 20  # the steps that the speed shown is averaged over
_CHECKPOINT_SECONDS = 60.0
_CHECKPOINT_SHARE = 0.05  # of the time, at most, goes into checkpoints
_SAVING_SECONDS = 4.0
_QUICK_EVALUATION_SECONDS = 3.0  # a stop waits for one more evaluation only if it takes less


def train(job: Train, emit: Callable[[Event], None], should_stop: Callable[[], StopKind | None]) -> End:
    """Train a bot.

    The loop goes over the tweets in batches drawn by the seed, with AdamW, a linear warm-up and a
    cosine down to zero. Where ``job.max_seconds`` would end the run before its last epoch, the
    learning rate falls by the time that has passed instead, so that it reaches zero all the same.

    Args:
        job: what to train, and how.
        emit: is given each event.
        should_stop: asked after each step and between the parts of an evaluation.

    Returns:
        ``Trained``, or ``Cancelled`` where a stop left nothing to keep.

    Raises:
        UserError: DEVICE_UNAVAILABLE, BASE_UNREADABLE, CHECKPOINT_DAMAGED, LOSS_NOT_FINITE.
    """
    started = time.monotonic()
    layout = BotLayout(Path(job.bot))
    device = choose_device(job.device)
    emit(device.describe())
    emit(Phase(name="loading"))
    torch.manual_seed(job.seed)
    model = models.load(Path(job.base), device.torch_device)
    emit(Phase(name="tokenising"))
    tweets = read_tweets(layout.dataset, model)
    training = tweets["training"]
    lengths = [len(row) for row in training.rows]
    parameters = list(model.network.parameters())
    optimizer = torch.optim.AdamW(
        parameters, lr=job.learning_rate, weight_decay=job.weight_decay, fused=True, betas=(0.9, 0.99)
    )

    whole_epochs = math.ceil(job.epochs)
    batches = [
        batch
        for epoch in range(whole_epochs)
        for batch in epoch_batches(lengths, job.batch_tokens, job.seed, epoch)
    ]
    steps_per_epoch = len(batches) / whole_epochs
    steps = max(1, round(steps_per_epoch * job.epochs))
    evaluation_steps = max(1, round(steps_per_epoch / job.evaluations_per_epoch))

    def keep_going() -> bool:
        return should_stop() is not StopKind.CANCEL

    restored = checkpoint.read(layout, model.network, optimizer) if job.resume else None
    if restored is not None:
        state, best = restored
    else:
        state, best = TrainingState(), weights_of(model.network)
        emit(Phase(name="evaluating"))
        base = evaluate(model, tweets["validation"], device, lambda: should_stop() is None)
        if base is None:
            return Cancelled()
        state = replace(state, base_loss=base.loss, base_bits=base.bits)
        state = replace(state, best_loss=base.loss, best_bits=base.bits)
    metrics = MetricsLog(layout.metrics, state.step)
    earlier_seconds = state.seconds
    evaluation_seconds = 0.0
    checkpoint_seconds = 0.0
    last_checkpoint = time.monotonic()
    reserve = _SAVING_SECONDS
    loop_started, loop_progress = time.monotonic(), 0.0
    reason = "complete"
    recent: list[tuple[int, float]] = []

    def record(event: Event) -> None:
        metrics.write(event)
        emit(event)

    def seconds() -> float:
        return earlier_seconds + time.monotonic() - started

    def progress() -> float:
        """The share of the run that is done, by steps or by time, whichever is further."""
        by_time = seconds() / max(1.0, job.max_seconds - reserve) if job.max_seconds is not None else 0.0
        return min(1.0, max(state.step / steps, by_time))

    def look() -> None:
        """Measure the held-out loss, keep the weights if it is the lowest, and show some samples."""
        nonlocal state, best, evaluation_seconds, reserve
        begun = time.monotonic()
        held_out = evaluate(model, tweets["validation"], device, keep_going)
        if held_out is None:
            return
        evaluation_seconds = time.monotonic() - begun
        is_best = held_out.loss < state.best_loss
        state = replace(state, stale=0 if is_best else state.stale + 1)
        if is_best:
            best = weights_of(model.network)
            state = replace(state, best_loss=held_out.loss, best_bits=held_out.bits, best_step=state.step)
        record(Evaluation(step=state.step, loss=held_out.loss, bits=held_out.bits, best=is_best))
        # What still comes after the loop: one more look, the test tweets, saving.
        reserve = 2 * evaluation_seconds + _SAVING_SECONDS

    def save_checkpoint() -> None:
        nonlocal state, checkpoint_seconds, last_checkpoint
        begun = time.monotonic()
        state = replace(state, seconds=seconds())
        if checkpoint.write(layout, state, model.network, optimizer, best):
            emit(Checkpoint(step=state.step))
        else:
            emit(Notice(text="The disk is too full to save where the training stands; it goes on without."))
        last_checkpoint = time.monotonic()
        checkpoint_seconds = last_checkpoint - begun

    if restored is None:
        record(Evaluation(step=0, loss=state.base_loss, bits=state.base_bits, best=True))
    loop_progress = progress()
    emit(
        Begun(
            step=state.step,
            steps=steps,
            epochs=job.epochs,
            parameters=sum(weight.numel() for weight in parameters),
            training_tokens=training.labels,
        )
    )
    looked_at = state.step
    try:
        while state.step < steps:
            stop = should_stop()
            if stop is StopKind.CANCEL:
                return Cancelled(resumable_step=next(iter(layout.checkpoint_steps()), None))
            if stop is StopKind.SUSPEND:
                save_checkpoint()
                return Cancelled(resumable_step=next(iter(layout.checkpoint_steps()), None))
            if stop is StopKind.KEEP:
                reason = "stopped"
                break
            if progress() >= 1.0:
                reason = "time"
                break

            step_started = time.monotonic()
            rate = job.learning_rate * schedule(progress(), job.warmup_share)
            for group in optimizer.param_groups:
                group["lr"] = rate
            rows = [training.rows[position] for position in batches[state.step]]
            inputs, labels = tensors(rows, device.torch_device)
            count = sum(len(row) - 1 for row in rows)
            model.network.train()
            with device.autocast():
                loss = token_losses(model, inputs, labels) / count
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, _GRADIENT_NORM)
            nats = loss.item()
            if not math.isfinite(nats):
                raise UserError(ErrorCode.LOSS_NOT_FINITE, step=f"{state.step + 1:,}")
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            state = replace(state, step=state.step + 1)

            now = time.monotonic()
            recent = [*recent[1 - _SPEED_STEPS :], (count, now - step_started)]
            done = progress()
            record(
                Step(
                    step=state.step,
                    steps=steps,
                    epoch=state.step / steps_per_epoch,
                    loss=nats,
                    learning_rate=rate,
                    tokens_per_second=sum(c for c, _ in recent) / sum(s for _, s in recent),
                    seconds_left=(now - loop_started) / max(1e-9, done - loop_progress) * (1 - done),
                    memory=device.memory_used(),
                )
            )
            if state.step % evaluation_steps == 0 and state.step < steps:
                look()
                looked_at = state.step
                texts = samples(model, device, job, state.step, lambda: should_stop() is None)
                if texts:
                    record(Samples(step=state.step, texts=texts))
                if state.stale >= job.patience:
                    reason = "early-stop"
                    break
            pace = max(_CHECKPOINT_SECONDS, checkpoint_seconds / _CHECKPOINT_SHARE)
            if time.monotonic() - last_checkpoint > pace:
                save_checkpoint()

        if state.step > looked_at and (
            reason != "stopped" or state.best_step == 0 or evaluation_seconds < _QUICK_EVALUATION_SECONDS
        ):
            emit(Phase(name="evaluating"))
            look()
        if state.best_step == 0:
            raise UserError(ErrorCode.NOTHING_LEARNT)
        emit(Phase(name="testing"))
        set_weights(model.network, best)
        test = evaluate(model, tweets["test"], device, keep_going)
        if test is None:
            return Cancelled(resumable_step=next(iter(layout.checkpoint_steps()), None))
        emit(Phase(name="saving"))
        models.save(model, best, layout.model)
    finally:
        metrics.close()
    return Trained(
        bot=job.bot,
        reason=reason,
        steps=state.step,
        epochs=state.step / steps_per_epoch,
        seconds=seconds(),
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


def samples(
    model: LanguageModel, device: Device, job: Train, step: int, keep_going: Callable[[], bool]
) -> list[str]:
    """Return a few tweets of the model as it stands, without touching the training's random numbers."""
    texts: list[str] = []
    config = GenerationConfig(
        do_sample=True,
        temperature=1.0,
        top_p=0.95,
        top_k=0,
        num_return_sequences=_SAMPLES,
        max_new_tokens=_SAMPLE_TOKENS,
        eos_token_id=model.separator,
        pad_token_id=model.separator,
    )
    model.network.eval()
    with torch.random.fork_rng():
        write_tweets(model, device, config, job.prompt, MAX_LENGTH, job.seed + step, texts.append, keep_going)
    return texts
