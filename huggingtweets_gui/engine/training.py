"""A training as it stands, and how it goes on after a fall."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.adapters import add_adapters
from huggingtweets_gui.engine.batches import read_tweets
from huggingtweets_gui.engine.best_weights import BestWeights
from huggingtweets_gui.engine.checkpoints import Checkpoints
from huggingtweets_gui.engine.course import plot_course
from huggingtweets_gui.engine.device import Device, choose_device, free_cache
from huggingtweets_gui.engine.evaluation import untold
from huggingtweets_gui.engine.failures import is_out_of_memory, spoils_its_thread
from huggingtweets_gui.engine.heap import give_back_freed_memory
from huggingtweets_gui.engine.learner import Learner
from huggingtweets_gui.engine.models import LanguageModel
from huggingtweets_gui.engine.random_states import random_states, set_random_states
from huggingtweets_gui.engine.sampling import glimpse
from huggingtweets_gui.engine.snapshot import Snapshot
from huggingtweets_gui.engine.training_state import TrainingState
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.messages import Evaluation, Event, Notice, Phase, Train

_log = logging.getLogger(__name__)

Result = TypeVar("Result")

_MOST_HALVINGS = 2  # of the learning rate, before a loss that is no number ends the training


class Training:
    """What a training is made of: a device, a model that learns, tweets, their course, a state.

    Args:
        job: what to train, and how.
        emit: is given what the user is told.
        report: progress of reading the tweets; may raise ``Cancelled``.

    Raises:
        UserError: DEVICE_UNAVAILABLE, BASE_UNREADABLE.
    """

    best: BestWeights
    """There from ``begin`` or ``resume`` on."""

    def __init__(self, job: Train, emit: Callable[[Event], None], report: Progress) -> None:
        self._job = job
        self._emit = emit
        self._fresh_thread: ThreadPoolExecutor | None = None
        self.device = choose_device(job.device)
        emit(self.device.describe())
        emit(Phase(name="loading"))
        self.learner = self._first_learner()
        emit(Phase(name="tokenising"))
        self.tweets = read_tweets(BotLayout(Path(job.bot)).dataset, self.learner.model, report)
        self.course = plot_course(self.tweets["training"], job)
        self.state = TrainingState()

    def begin(self) -> None:
        """Stand at the beginning."""
        self.best = BestWeights(self.tweets["validation"], self.state, weights={})

    def snapshot(self) -> Snapshot:
        """Return the training as it stands: a snapshot that holds until the next step."""
        weights, moments = self.learner.weights(), self.learner.moments()
        return Snapshot(self.state, weights, moments, self.best.weights, random_states())

    def resume(self, then: Snapshot) -> None:
        """Stand where a snapshot was taken.

        Raises:
            UserError: CHECKPOINT_DAMAGED where it is of another model.
        """
        self._put_back(then)
        self.state = then.state
        best = {name: tensor.clone() for name, tensor in then.best.items()}
        self.best = BestWeights(self.tweets["validation"], self.state, best)

    def go_back(self, checkpoints: Checkpoints, before: int) -> bool:
        """Go back to a checkpoint from before a step that led nowhere, with half the rate.

        Returns:
            False where that was done twice already: nothing is changed then.
        """
        if self.state.halvings == _MOST_HALVINGS:
            return False
        try:
            then = checkpoints.restore(before)
        except UserError as error:
            if error.code is not ErrorCode.CHECKPOINT_DAMAGED:
                raise
            then = None
            checkpoints.drop()  # Damaged or of a way that led nowhere: nothing shall go on from them.
        # A reading that is over has led somewhere: it is not done again.
        if then is None or then.state.reading != self.state.reading:
            then = self._beginning()
        self._put_back(then)
        self.state.go_back_to(then.state)
        return True

    def read_anew(self) -> None:
        """Begin the next reading: stand at the base model's own weights again."""
        self.state.begin_reading()
        self._put_back(self._beginning())

    def look(
        self, keep_going: Callable[[], bool], so_far: Callable[[float, int], None] = untold
    ) -> Evaluation | None:
        """Look at the held-out tweets, see ``BestWeights.look``.

        Raises:
            UserError: OUT_OF_MEMORY.
        """
        return self.within_memory(lambda learner: self.best.look(learner, keep_going, so_far))

    def within_memory(self, work: Callable[[Learner], Result]) -> Result:
        """Do a piece of work, again and again with less memory until there is enough of it.

        Raises:
            UserError: OUT_OF_MEMORY where nothing more can be done without.
        """
        while True:
            try:
                return self._compute(work)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                details, is_spoilt = repr(error), spoils_its_thread(error)
            # Outside the except block: there the traceback would still hold the tensors.
            if is_spoilt:
                self.close()
                self._fresh_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="training")
            self._step_down(details)

    def close(self) -> None:
        """End the thread that it has computed in, where that was not the caller's."""
        if self._fresh_thread is not None:
            self._fresh_thread.shutdown()

    def samples(self, keep_going: Callable[[], bool]) -> list[str]:
        """Return a few tweets that the model writes by now; none where it cannot, which harms nothing."""
        seed = self._job.seed + self.state.step
        try:
            return self._compute(
                lambda learner: glimpse(learner.model, self.device, self._job.prompt, seed, keep_going)
            )
        except (FloatingPointError, RuntimeError, MemoryError) as error:
            if not isinstance(error, FloatingPointError) and not is_out_of_memory(error):
                raise
            _log.warning("no samples at step %d: %r", self.state.step, error)
            return []

    def _compute(self, work: Callable[[Learner], Result]) -> Result:
        if self._fresh_thread is None:
            return work(self.learner)
        return self._fresh_thread.submit(work, self.learner).result()

    def _first_learner(self) -> Learner:
        try:
            return self._new_learner(self.device)
        except (RuntimeError, MemoryError) as error:
            if self.device.kind == "cpu" or not is_out_of_memory(error):
                raise
            details = repr(error)
        self._choose_processor(details)
        return self._new_learner(self.device)

    def _step_down(self, details: str) -> None:
        told = self.learner.take_less_memory()
        if told is not None:
            self._tell(told, details)
        elif self.device.kind != "cpu":
            self._move_to_processor(details)
        else:
            raise UserError(ErrorCode.OUT_OF_MEMORY, details=details, device="this computer")

    def _move_to_processor(self, details: str) -> None:
        then = self.snapshot().copy()
        del self.learner
        self._choose_processor(details)
        self.learner = self._new_learner(self.device)
        self._put_back(then)

    def _choose_processor(self, details: str) -> None:
        free_cache()
        self.device = replace(choose_device("cpu"), reason="The graphics card has too little memory.")
        self._emit(self.device.describe())
        self._tell(
            "The graphics card has too little memory: the training goes on with the processor.", details
        )

    def _tell(self, told: str, details: str) -> None:
        _log.warning("%s %s", told, details)
        self._emit(Notice(text=told))

    def _put_back(self, then: Snapshot) -> None:
        try:
            self.learner.set_weights(then.weights)
        except ValueError as error:
            raise UserError(ErrorCode.CHECKPOINT_DAMAGED, details=repr(error)) from error
        self.learner.set_moments(then.moments)
        set_random_states(then.random)

    def _beginning(self) -> Snapshot:
        """Return the training before the first step of this reading, with the base's weights read anew."""
        give_back_freed_memory()  # All weights at once would not fit into what steps have left.
        network = self._new_model(torch.device("cpu")).network
        weights = {
            name: weight.detach() for name, weight in network.named_parameters() if weight.requires_grad
        }
        began = self.state.reading_began
        state = replace(self.state, step=began, looked_step=began, stale=0, is_mean=False)
        return Snapshot(state, weights, moments={}, best=self.best.weights, random=random_states())

    def _new_model(self, device: torch.device) -> LanguageModel:
        torch.manual_seed(self._job.seed)
        model = models.load(Path(self._job.base), device)
        if self._job.lora_rank > 0:
            add_adapters(model.network, self._job.lora_rank)
        return model

    def _new_learner(self, device: Device) -> Learner:
        job = self._job
        model = self._new_model(device.torch_device)
        learner = Learner(model, device, job.weight_decay, job.micro_batch_tokens or job.batch_tokens)
        if job.activation_checkpointing:
            learner.checkpoint_activations()
        return learner
