"""Keeping the keyboard where the user is, when what has it is hidden or disabled."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget


@contextmanager
def keyboard_stays(*heirs: QWidget) -> Iterator[None]:
    """Let the first of ``heirs`` that is there have the keyboard, where one of them loses it in the context.

    Qt would give it to whatever comes next in the order of the Tab key.
    """
    had = any(one.hasFocus() for one in heirs)
    yield
    if had and not any(one.hasFocus() for one in heirs):
        give_keyboard(*heirs)


def give_keyboard(*heirs: QWidget) -> None:
    """Give the keyboard to the first of ``heirs`` that is seen and can be used."""
    for one in heirs:
        if one.isVisible() and one.isEnabled():
            one.setFocus()
            return
