"""Keeping the keyboard where the user is, when what has it is hidden or disabled."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget


@contextmanager
def keyboard_stays(*heirs: QWidget) -> Iterator[None]:
    """Let the first of ``heirs`` that is there have the keyboard, where one of them loses it in the context.

    Qt would give it to whatever comes next in the order of the Tab key.
    """
    had = any(has_keyboard(one) for one in heirs)
    yield
    # While the user is in another window, Qt leaves the keyboard with what is hidden.
    if had and not any(has_keyboard(one) and _is_usable(one) for one in heirs):
        give_keyboard(*heirs)


def has_keyboard(widget: QWidget) -> bool:
    """Return whether a widget has the keyboard, or will have it once the user comes back to its window."""
    return widget.window().focusWidget() is widget


def give_keyboard(*heirs: QWidget) -> None:
    """Give the keyboard to the first of ``heirs`` that is seen and can be used."""
    for one in heirs:
        if _is_usable(one):
            one.setFocus()
            return


def _is_usable(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()
