"""The table of ``training_speed``."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from huggingtweets_gui.foundation.flops import TRAINING_FLOPS
from tests.benchmarks.measuring import Outcome


@dataclass(frozen=True)
class Pace:
    """Labelled tokens a second of the recipe and of a plan, round by round, in turns."""

    recipe: list[float]
    plan: list[float]

    @property
    def ratio(self) -> float:
        """The median over the rounds: the machine is the same within one, not from one to the next."""
        return statistics.median(ours / its for its, ours in zip(self.recipe, self.plan, strict=True))


@dataclass(frozen=True)
class _Run:
    """One training with the speed at which its seconds are reckoned."""

    outcome: Outcome
    speed: float

    @property
    def seconds(self) -> float:
        return self.outcome.curve.tokens / self.speed

    def seconds_to(self, loss: float) -> float | None:
        tokens = self.outcome.curve.tokens_to(loss)
        return None if tokens is None else tokens / self.speed


def print_tables(
    sides: dict[str, list[Outcome]], paces: dict[str, Pace], parameters: int, peak: float
) -> None:
    """Print medians over the splits, ratios to the first side, and each split's test losses.

    Args:
        sides: the outcomes of each side, split by split; the recipe's come first.
        paces: of each side but the recipe.
        parameters: of the base model.
        peak: floating-point operations a second of a matrix product on the device. Attention's
            own operations, some percent on tweets, are not counted.
    """
    recipe, *plans = sides
    # Each plan is compared with the recipe as fast as it was in turns with that plan.
    recipe_speeds = {plan: statistics.median(paces[plan].recipe) for plan in plans}
    speeds = {plan: paces[plan].ratio * recipe_speeds[plan] for plan in plans}
    speeds[recipe] = recipe_speeds[recipe] = statistics.median(recipe_speeds.values())
    print(f"{'medians over the splits':34}" + "".join(f"{name:>12}" for name in sides))

    def row(title: str, value: Callable[[_Run, _Run], float | None], form: str) -> None:
        cells = [
            _median(
                value,
                [_Run(outcome, speeds[side]) for outcome in outcomes],
                [_Run(outcome, recipe_speeds[side]) for outcome in sides[recipe]],
                form,
            )
            for side, outcomes in sides.items()
        ]
        print(f"{title:34}" + "".join(f"{cell:>12}" for cell in cells))

    row("tokens/s in steps, in turns", lambda one, _: one.speed, "{:.0f}")
    row("  ratio to the recipe", lambda one, base: one.speed / base.speed, "{:.2f}x")
    share = TRAINING_FLOPS * parameters / peak
    row("share of the matmul peak", lambda one, _: share * one.speed, "{:.0%}")
    row("updates", lambda one, _: len(one.outcome.curve.step_tokens), "{:.0f}")
    row("seconds of steps", lambda one, _: one.seconds, "{:.0f}")
    row("seconds to the recipe's final loss", lambda one, base: one.seconds_to(_final(base)), "{:.0f}")
    row("  times sooner than its end", lambda one, base: _sooner(one, _final(base), base.seconds), "{:.1f}x")
    row("seconds to the recipe's best loss", lambda one, base: one.seconds_to(_best(base)), "{:.0f}")
    row(
        "  times sooner than the recipe",
        lambda one, base: _sooner(one, _best(base), base.seconds_to(_best(base))),
        "{:.1f}x",
    )
    row("peak memory, GB", lambda one, _: one.outcome.memory / 1e9, "{:.2f}")
    row("validation, best, nats a token", lambda one, _: _best(one), "{:.3f}")
    row("test, nats a token", lambda one, _: one.outcome.test_loss, "{:.3f}")
    row("test, bits a character", lambda one, _: one.outcome.test_bits, "{:.3f}")
    row(
        "  less than the recipe's best",
        lambda one, base: base.outcome.test_bits - one.outcome.test_bits,
        "{:.3f}",
    )
    row("test after the last step, bits", lambda one, _: one.outcome.final_test_bits, "{:.3f}")
    print("test, bits a character, split by split")
    for name, outcomes in sides.items():
        print(f"  {name:32}" + "".join(f"{one.test_bits:12.3f}" for one in outcomes))


def _median(
    value: Callable[[_Run, _Run], float | None], runs: Sequence[_Run], recipe: Sequence[_Run], form: str
) -> str:
    values = [value(one, base) for one, base in zip(runs, recipe, strict=True)]
    present = [one for one in values if one is not None]
    # A side that never came so far on some split has no median.
    return form.format(statistics.median(present)) if len(present) == len(values) else "never"


def _final(one: _Run) -> float:
    return one.outcome.curve.looks[-1].loss


def _best(one: _Run) -> float:
    return one.outcome.curve.best.loss


def _sooner(one: _Run, loss: float, recipe_seconds: float | None) -> float | None:
    """How often the time of ``one`` to a loss goes into the time that the recipe has taken for it."""
    seconds = one.seconds_to(loss)
    return recipe_seconds / seconds if seconds and recipe_seconds else None
