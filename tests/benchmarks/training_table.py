"""The table of ``training_speed``."""

import statistics
from collections.abc import Callable, Sequence

from huggingtweets_gui.foundation.flops import TRAINING_FLOPS
from tests.benchmarks.measuring import Outcome


def print_tables(sides: dict[str, list[Outcome]], parameters: int, peak: float) -> None:
    """Print medians over the splits, ratios to the first side, and each split's test losses.

    Args:
        sides: the outcomes of each side, split by split; the recipe's come first.
        parameters: of the base model.
        peak: floating-point operations a second of a matrix product on the device. Attention's
            own operations, some percent on tweets, are not counted.
    """
    names = list(sides)
    recipe = sides[names[0]]
    print(f"{'medians over the splits':34}" + "".join(f"{name:>12}" for name in names))

    def row(title: str, value: Callable[[Outcome, Outcome], float | None], form: str) -> None:
        print(f"{title:34}" + "".join(f"{_median(value, sides[name], recipe, form):>12}" for name in names))

    def speed(one: Outcome, _: Outcome) -> float:
        return one.curve.speed

    row("tokens/s in steps", speed, "{:.0f}")
    row("  ratio to the recipe", lambda one, base: speed(one, base) / speed(base, base), "{:.2f}x")
    share = TRAINING_FLOPS * parameters / peak
    row("share of the matmul peak", lambda one, base: share * speed(one, base), "{:.0%}")
    row("updates", lambda one, _: len(one.curve.step_tokens), "{:.0f}")
    row("seconds of steps", lambda one, _: one.curve.seconds, "{:.0f}")
    row("seconds to the recipe's final loss", lambda one, base: one.curve.seconds_to(_final(base)), "{:.0f}")
    row(
        "  times sooner than its end",
        lambda one, base: _sooner(one, _final(base), base.curve.seconds),
        "{:.1f}x",
    )
    row("seconds to the recipe's best loss", lambda one, base: one.curve.seconds_to(_best(base)), "{:.0f}")
    row(
        "  times sooner than the recipe",
        lambda one, base: _sooner(one, _best(base), base.curve.seconds_to(_best(base))),
        "{:.1f}x",
    )
    row("peak memory, GB", lambda one, _: one.memory / 1e9, "{:.2f}")
    row("validation, best, nats a token", lambda one, _: one.curve.best.loss, "{:.3f}")
    row("test, nats a token", lambda one, _: one.test_loss, "{:.3f}")
    row("test, bits a character", lambda one, _: one.test_bits, "{:.3f}")
    row("  less than the recipe's best", lambda one, base: base.test_bits - one.test_bits, "{:.3f}")
    row("test after the last step, bits", lambda one, _: one.final_test_bits, "{:.3f}")
    print("test, bits a character, split by split")
    for name in names:
        print(f"  {name:32}" + "".join(f"{one.test_bits:12.3f}" for one in sides[name]))


def _median(
    value: Callable[[Outcome, Outcome], float | None],
    outcomes: Sequence[Outcome],
    recipe: Sequence[Outcome],
    form: str,
) -> str:
    values = [value(one, base) for one, base in zip(outcomes, recipe, strict=True)]
    present = [one for one in values if one is not None]
    # A side that never came so far on some split has no median.
    return form.format(statistics.median(present)) if len(present) == len(values) else "never"


def _final(one: Outcome) -> float:
    return one.curve.looks[-1].loss


def _best(one: Outcome) -> float:
    return one.curve.best.loss


def _sooner(one: Outcome, loss: float, recipe_seconds: float | None) -> float | None:
    """How often the time of ``one`` to a loss goes into the time that the recipe has taken for it."""
    seconds = one.curve.seconds_to(loss)
    return recipe_seconds / seconds if seconds and recipe_seconds else None
