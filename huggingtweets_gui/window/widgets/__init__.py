"""The small parts that all pages are put together from."""

from huggingtweets_gui.window.widgets.avatar import Avatar
from huggingtweets_gui.window.widgets.banner import Banner
from huggingtweets_gui.window.widgets.buttons import (
    ChipButton,
    ToggleSwitch,
    primary_button,
    secondary_button,
    text_button,
)
from huggingtweets_gui.window.widgets.fold import Fold
from huggingtweets_gui.window.widgets.frames import Card, Rule, clear_layout
from huggingtweets_gui.window.widgets.labels import Chip, ElidedLabel, Label
from huggingtweets_gui.window.widgets.page import Footer, Header, Page

__all__ = [
    "Avatar",
    "Banner",
    "Card",
    "Chip",
    "ChipButton",
    "ElidedLabel",
    "Fold",
    "Footer",
    "Header",
    "Label",
    "Page",
    "Rule",
    "ToggleSwitch",
    "clear_layout",
    "primary_button",
    "secondary_button",
    "text_button",
]
