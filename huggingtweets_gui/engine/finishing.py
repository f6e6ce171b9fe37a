"""How a training ends: a last look, the test tweets, and the best weights become the bot's model."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.adapters import merged
from huggingtweets_gui.engine.checkpoints import Checkpoints
from huggingtweets_gui.engine.evaluation import HeldOut, evaluate
from huggingtweets_gui.engine.heap import give_back_freed_memory
from huggingtweets_gui.engine.metrics import MetricsLog
from huggingtweets_gui.engine.notices import given_up
from huggingtweets_gui.engine.snapshot import Snapshot
from huggingtweets_gui.engine.training import Training
from huggingtweets_gui.engine.weights import weights_of
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.hashing import sha256_of
from huggingtweets_gui.messages import Cancelled, End, Event, Phase, StopKind, Train, Trained

_QUICK_LOOK_SECONDS = 3.0  # "stop and keep" waits for one more look only if it takes less
_QUICK_TEST_SECONDS = 4.0  # and for that look and the test tweets together only if they take less


@dataclass
class Finish:
    """Ends one training. Who asked to stop and keep does not wait long for figures.

    Attributes:
        snapshot: returns the training as it stands, its time included.
        lost_at: the step whose loss was no number, of a training that has diverged.
    """

    job: Train
    run: Training
    checkpoints: Checkpoints
    metrics: MetricsLog
    snapshot: Callable[[], Snapshot]
    emit: Callable[[Event], None]
    should_stop: Callable[[], StopKind | None]
    lost_at: int = 0

    def interrupted(self) -> Cancelled:
        """Suspend the training, or cancel it."""
        if self.should_stop() is StopKind.SUSPEND:
            self.checkpoints.write(self.snapshot())
        self.checkpoints.wait()
        return Cancelled(resumable_step=self.checkpoints.newest_step)

    def end(self, reason: str, seconds: Callable[[], float]) -> End:
        """Make the best weights the bot's model.

        Args:
            reason: why the training ends, as ``Trained`` tells it.
            seconds: returns those spent on the training so far.

        Raises:
            UserError: LOSS_NOT_FINITE, NOTHING_LEARNT, STOPPED_TOO_EARLY, OUT_OF_MEMORY.
        """
        # A stop that is asked for only now counts too; that which ended the training is no news.
        asked_before = StopKind.KEEP if reason == "stopped" else None
        spare_seconds = _QUICK_TEST_SECONDS if reason == "stopped" else math.inf
        if reason != "diverged":
            spare_seconds -= self._look_once_more(asked_before)
        if self.should_stop() in (StopKind.SUSPEND, StopKind.CANCEL):
            return self.interrupted()
        self._raise_if_nothing_is_learnt(reason)
        if reason == "diverged":
            self.emit(given_up(self.lost_at))
        test = self._test(asked_before, spare_seconds)
        if self.should_stop() is StopKind.CANCEL:
            return Cancelled(resumable_step=self.checkpoints.newest_step)
        self.emit(Phase(name="saving"))
        self.checkpoints.give_up()
        model_folder = self._save()
        state, device = self.run.state, self.run.device
        return Trained(
            bot=self.job.bot,
            reason=reason,
            steps=state.step,
            epochs=state.step / self.run.course.steps_per_epoch,
            seconds=seconds(),
            base_loss=state.base_loss,
            base_bits=state.base_bits,
            best_loss=state.best_loss,
            best_bits=state.best_bits,
            best_step=state.best_step,
            readings=state.mean_of,
            test_loss=test.loss if test else None,
            test_bits=test.bits if test else None,
            device=device.kind,
            precision=device.precision,
            weights_sha256=sha256_of(sorted(model_folder.glob("*.safetensors"))),
        )

    def _look_once_more(self, asked_before: StopKind | None) -> float:
        """Measure the held-out loss after the last step; return the seconds that it took."""
        state = self.run.state
        must_look = state.best_step == 0
        has_time = asked_before is None or must_look or state.look_seconds < _QUICK_LOOK_SECONDS
        # A later reading that is broken off has nothing to add to those before it.
        is_of_use = state.reading == 1 or state.step == self.run.course.end_of_reading(state)
        if not has_time or not is_of_use or state.looked_step == state.step:
            return 0.0
        self.emit(Phase(name="evaluating"))

        def keep_going() -> bool:
            stop = self.should_stop()
            return stop is not StopKind.CANCEL if must_look else stop is asked_before

        look = self.run.look(keep_going)
        if look is not None and math.isfinite(look.loss):
            self.metrics.record(look)
        return state.look_seconds

    def _raise_if_nothing_is_learnt(self, reason: str) -> None:
        if self.run.state.best_step > 0:
            return
        if reason == "stopped":
            # What it has learnt is not lost, it can go on from here.
            self.checkpoints.write(self.snapshot())
            raise UserError(ErrorCode.STOPPED_TOO_EARLY)
        self.checkpoints.drop()  # Going on would end here again.
        if reason == "diverged":
            raise UserError(ErrorCode.LOSS_NOT_FINITE, step=f"{self.lost_at:,}")
        raise UserError(ErrorCode.NOTHING_LEARNT)

    def _test(self, asked_before: StopKind | None, spare_seconds: float) -> HeldOut | None:
        """Measure the best weights' loss on the test tweets, if there is the time for it."""
        run = self.run
        expected = run.state.look_seconds * run.tweets["test"].labels / run.tweets["validation"].labels
        if expected >= spare_seconds:
            return None
        self.emit(Phase(name="testing"))
        run.learner.set_weights(run.best.weights)
        return run.within_memory(
            lambda learner: evaluate(
                learner.model,
                run.tweets["test"],
                lambda: self.should_stop() is asked_before,
                learner.evaluation_tokens,
            )
        )

    def _save(self) -> Path:
        """Write the bot's model with the best weights; return its folder."""
        job, learner = self.job, self.run.learner
        model, weights = learner.model, self.run.best.weights
        if job.lora_rank > 0:
            give_back_freed_memory()  # The base model comes once more, beside what has learnt.
            model = merged(Path(job.base), job.lora_rank, weights)
            weights = weights_of(model.network)
        else:
            learner.finish(weights)
        folder = BotLayout(Path(job.bot)).model
        models.save(model, weights, folder)
        return folder
