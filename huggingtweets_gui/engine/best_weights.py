"""Watching the held-out loss, and keeping the weights for which it was lowest.

Later readings are not kept for themselves: each is averaged with those before it, and the mean is
kept where its held-out loss is lower. This is the "greedy soup" of Wortsman et al. 2022, "Model
soups", https://arxiv.org/abs/2203.05482: fine-tuned from the same base, weights have a mean that
generalises better than any of them.
"""

from collections.abc import Callable

import torch

from huggingtweets_gui.engine.batches import Tweets
from huggingtweets_gui.engine.evaluation import evaluate, untold
from huggingtweets_gui.engine.heap import give_back_freed_memory
from huggingtweets_gui.engine.learner import Learner
from huggingtweets_gui.engine.snapshot import Tensors
from huggingtweets_gui.engine.training_state import TrainingState
from huggingtweets_gui.foundation.awake_clock import awake_seconds
from huggingtweets_gui.messages import Evaluation


class BestWeights:
    """The weights with the lowest held-out loss so far.

    Args:
        validation: the held-out tweets.
        state: of the run; its losses are kept up to date.
        weights: the best so far, in main memory; empty before the first look, at the base model.
    """

    def __init__(self, validation: Tweets, state: TrainingState, weights: Tensors) -> None:
        self._validation = validation
        self._state = state
        self.weights = weights

    def look(
        self,
        learner: Learner,
        keep_going: Callable[[], bool],
        so_far: Callable[[float, int], None] = untold,
    ) -> Evaluation | None:
        """Measure the held-out loss as ``evaluate`` does, and keep the weights if it is the lowest yet.

        A later reading, which is over then, ends in the mean of its weights with those kept so far.

        Returns:
            What was measured; None as soon as ``keep_going`` says no.
        """
        give_back_freed_memory()  # Tensors of other sizes than a step's would not fit into its gaps.
        if self._state.reading > 1 and not self._state.is_mean:
            self._average(learner)
        began = awake_seconds()
        held_out = evaluate(learner.model, self._validation, keep_going, learner.evaluation_tokens, so_far)
        if held_out is None:
            return None
        state = self._state
        is_best = state.step == 0 or held_out.loss < state.best_loss
        if is_best:
            # Before it is said to be the best: a copy that finds too little memory leaves all as it was.
            self.weights = learner.copy_of_weights()
            state.mean_of += state.is_mean
            state.best_loss, state.best_bits, state.best_step = held_out.loss, held_out.bits, state.step
        if state.step == 0:
            state.base_loss, state.base_bits = held_out.loss, held_out.bits
        state.stale = 0 if is_best else state.stale + 1
        state.looked_step = state.step
        state.look_seconds = awake_seconds() - began
        return Evaluation(step=state.step, loss=held_out.loss, bits=held_out.bits, best=is_best)

    def _average(self, learner: Learner) -> None:
        """Let the learner have the mean of its weights with those kept, each reading counting the same."""
        share = 1 / (self._state.mean_of + 1)
        # All of it first, in main memory: where that is too little, nothing has changed.
        own = learner.weights()
        mean = {name: torch.lerp(kept, own[name].cpu(), share) for name, kept in self.weights.items()}
        learner.set_weights(mean)
        self._state.is_mean = True
