import pytest
from PySide6.QtGui import QColor

from huggingtweets_gui.window import theme
from huggingtweets_gui.window.theme import DARK, LIGHT, style_sheet

SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("background", "sidebar", "card")


def luminance(name):
    def linear(part):
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue, _ = QColor(name).getRgbF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@SCHEMES
@pytest.mark.parametrize(
    ("ink", "grounds"),
    [
        ("text", (*GROUNDS, "tint", "line", "bad_tint", "warn_tint")),
        ("soft", GROUNDS),
        ("accent", (*GROUNDS, "tint", "bad_tint", "warn_tint")),
        ("on_accent", ("accent", "accent_hover")),
        ("good", ("good_tint", "card")),
        ("warn", ("warn_tint", "card", "background")),
        ("bad", ("bad_tint", "card", "background")),
    ],
)
def test_text_can_be_read_on_what_it_stands_on(scheme, ink, grounds):
    for ground in grounds:
        assert contrast(getattr(scheme, ink), getattr(scheme, ground)) >= 4.5, (ink, ground)


@SCHEMES
def test_the_borders_of_controls_can_be_seen(scheme):
    for ground in ("background", "card"):
        assert contrast(scheme.edge, getattr(scheme, ground)) >= 3, ground
        assert contrast(scheme.second, getattr(scheme, ground)) >= 3, ground


def test_initials_can_be_read_on_every_disc():
    for name in ("a", "b", "c", "d", "e", "f"):
        assert contrast("white", theme.disc_colour(name).name()) >= 4.5


@SCHEMES
def test_every_name_in_the_style_sheet_is_filled_in(scheme):
    assert "$" not in style_sheet(scheme).replace("/* The colours come from window/theme.py: $ names", "")


def test_the_application_wears_the_scheme_it_is_given(qapp):
    theme.wear(qapp, DARK)
    assert theme.colours() is DARK
    theme.wear(qapp, LIGHT)
    assert theme.colours() is LIGHT
    qapp.setStyleSheet("")
