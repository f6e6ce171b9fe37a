"""The three plans of a training: how long, how fast it learns, and what that takes."""

from dataclasses import dataclass

from huggingtweets_gui.library.bot_record import Hyperparameters

PROMPT = "My dream is"


@dataclass(frozen=True, slots=True)
class Plan:
    """A way to train, by its name.

    Attributes:
        learning_rate: the peak for a small base model; larger ones take a smaller one.
        max_seconds: bound on the whole training where the user sets none; None for none.
    """

    name: str
    title: str
    purpose: str
    epochs: float
    learning_rate: float
    evaluations_per_epoch: int
    patience: int
    max_seconds: float | None = None


PLANS = {
    plan.name: plan
    for plan in (
        Plan("quick", "Quick", "a first laugh", 1, 3e-4, 2, 2, max_seconds=120),
        Plan("balanced", "Balanced", "for most people", 2, 1e-4, 4, 3),
        Plan("best", "Best", "longer, with more looks at how it does", 4, 8e-5, 6, 6),
    )
}

_LARGE_MODEL = 250_000_000
# What a training step reaches of the speed of a plain matrix product, by experience.
_EFFICIENCY = 0.3
_FLOPS_PER_PARAMETER_AND_TOKEN = 6
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
        weight_decay=0.01,
        batch_tokens=448,
        evaluations_per_epoch=plan.evaluations_per_epoch,
        patience=plan.patience,
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
    steps = plan.epochs * tokens * parameters * _FLOPS_PER_PARAMETER_AND_TOKEN / (flops * _EFFICIENCY)
    total = steps * (1 + _OVERHEAD_SHARE) + _OVERHEAD_SECONDS
    return min(total, plan.max_seconds) if plan.max_seconds is not None else total
