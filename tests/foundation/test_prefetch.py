"""What is made ahead comes in order, with its errors, and no longer than it is asked for."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from huggingtweets_gui.foundation.prefetch import prefetch


def test_items_come_in_order_from_another_thread() -> None:
    makers = set()

    def numbers() -> Iterator[int]:
        for number in range(100):
            makers.add(threading.current_thread())
            yield number

    assert list(prefetch(numbers(), 3)) == list(range(100))
    assert len(makers) == 1
    assert threading.current_thread() not in makers


def test_an_error_comes_after_the_items_before_it() -> None:
    def numbers() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("three")

    items = prefetch(numbers(), 5)
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(ValueError, match="three"):
        next(items)


@pytest.mark.parametrize("taken", [0, 1, 20])
def test_nothing_is_made_once_it_was_left(taken: int) -> None:
    made = []

    def numbers() -> Iterator[int]:
        while True:
            made.append(len(made))
            yield made[-1]

    before = threading.active_count()
    with closing(prefetch(numbers(), 4)) as items:
        assert [next(items) for _ in range(taken)] == list(range(taken))
    assert threading.active_count() == before
    assert len(made) <= taken + 4 + 2
