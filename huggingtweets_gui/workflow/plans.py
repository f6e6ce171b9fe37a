"""The three plans of a training: how long, how fast it learns, and what that takes."""

from dataclasses import dataclass

from huggingtweets_gui.foundation.flops import TRAINING_FLOPS
from huggingtweets_gui.library.bot_record import Hyperparameters

PROMPT = "My dream is"


@dataclass(frozen=True, slots=True)
class Plan:
    """A way to train, by its name.

    Attributes:
        epochs: of one reading, at most.
        readings: how often the tweets are read, each time from the base model on.
        learning_rate: the peak for a small base model; larger ones take a smaller one.
        batch_tokens: tokens a step, about: smaller steps take longer, and learn a little more.
        final_rate_share: the share of the peak that the rate ends at.
        max_seconds: bound on the whole training where the user sets none; None for none.
    """

    name: str
    title: str
    purpose: str
    epochs: float
    learning_rate: float
    batch_tokens: int
    evaluations_per_epoch: int
    patience: int
    readings: int = 1
    final_rate_share: float = 0.0
    max_seconds: float | None = None


# Found by experiment on the starter with 1,300 tweets. In a second epoch the tweets are learnt by heart
# and the loss on held-out ones soon rises, so that patience is short: what more time gives is taken by
# reading anew instead. Where an epoch is all there is, the rate stays high: what is seen only once is not
# learnt by heart, and a rate near zero would leave the last tweets unlearnt.
PLANS = {
    plan.name: plan
    for plan in (
        Plan("quick", "Quick", "a first laugh", 1, 2e-4, 448, 2, 2, final_rate_share=0.5, max_seconds=120),
        Plan("balanced", "Balanced", "for most people", 2, 2e-4, 448, 4, 2, readings=3),
        Plan("best", "Best", "longer, in smaller steps", 2, 1.5e-4, 224, 4, 2, readings=4),
    )
}

_LARGE_MODEL = 250_000_000
# What a large training step reaches of the speed of a plain matrix product, by experience, and the tokens
# that would take as long as what each step costs beside them: the optimizer, thin layers.
_EFFICIENCY = 0.6
_TOKENS_BESIDE = 100
# How long another reading is, as a share of the longest first one: that ends where it is best.
_LATER_READING = 0.5
# Loading, evaluating and saving, beside the steps.
_OVERHEAD_SECONDS = 10.0
_OVERHEAD_SHARE = 0.35


def hyperparameters(
    plan: Plan,
    parameters: int,
    *,
    epochs: float | None = None,
    max_seconds: float | None = None,
    seed: int = 0,
    device: str = "auto",
) -> Hyperparameters:
    """Return the plan's numbers for a base model with this many parameters; what is given overrides it."""
    return Hyperparameters(
        epochs=plan.epochs if epochs is None else epochs,
        learning_rate=plan.learning_rate / (2 if parameters > _LARGE_MODEL else 1),
        warmup_share=0.06,
        final_rate_share=plan.final_rate_share,
        weight_decay=0.01,
        batch_tokens=plan.batch_tokens,
        evaluations_per_epoch=plan.evaluations_per_epoch,
        patience=plan.patience,
        readings=plan.readings,
        max_seconds=plan.max_seconds if max_seconds is None else max_seconds,
        seed=seed,
        device=device,
        prompt=PROMPT,
    )


def expected_seconds(plan: Plan, parameters: int, tokens: int, flops: float) -> float:
    """Return about how long a training takes.

    Args:
        plan: the plan.
        parameters: of the base model.
        tokens: of the dataset, once through.
        flops: floating-point operations a second that the device was measured to do.
    """
    epochs = plan.epochs * (1 + _LATER_READING * (plan.readings - 1))
    tokens_with_steps = epochs * tokens * (1 + _TOKENS_BESIDE / plan.batch_tokens)
    steps = tokens_with_steps * parameters * TRAINING_FLOPS / (flops * _EFFICIENCY)
    total = steps * (1 + _OVERHEAD_SHARE) + _OVERHEAD_SECONDS
    return min(total, plan.max_seconds) if plan.max_seconds is not None else total
