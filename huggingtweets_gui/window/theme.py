"""Colours, spaces and fonts: the one place that says how the window looks.

The colours follow the system. Whoever paints by hand asks ``colours()`` while painting; a change of
the system's scheme repaints everything.
"""

from dataclasses import asdict, dataclass
from enum import IntEnum
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from huggingtweets_gui.foundation.resources import resource


class Space(IntEnum):
    """The scale of distances, in device-independent pixels."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme's colours. Text reaches 4.5:1 on what it stands on, edges of controls 3:1.

    Attributes:
        line: separates; ``edge`` borders a control.
        soft: the second grey of text.
        on_accent: text on ``accent``.
        tint: the background of what is chosen.
        good, warn, bad: text of these meanings, on the backgrounds of the same names with ``_tint``.
        second: the second curve of a plot; the first has ``accent``.
    """

    background: str
    sidebar: str
    card: str
    line: str
    edge: str
    text: str
    soft: str
    accent: str
    accent_hover: str
    on_accent: str
    tint: str
    good: str
    good_tint: str
    warn: str
    warn_tint: str
    bad: str
    bad_tint: str
    second: str


LIGHT = Colours(
    background="#f6f7f9",
    sidebar="#eef0f3",
    card="#ffffff",
    line="#dfe3e8",
    edge="#858f9b",
    text="#17202b",
    soft="#5b6775",
    accent="#1765c4",
    accent_hover="#1257ab",
    on_accent="#ffffff",
    tint="#e6f0fc",
    good="#1a7747",
    good_tint="#e3f4ea",
    warn="#8f5400",
    warn_tint="#fdf0dc",
    bad="#b3261e",
    bad_tint="#fbe9e7",
    second="#d9730d",
)

DARK = Colours(
    background="#16191d",
    sidebar="#1c2026",
    card="#20252c",
    line="#323943",
    edge="#78838f",
    text="#e7ebf0",
    soft="#98a4b3",
    accent="#5aa2f2",
    accent_hover="#7bb5f5",
    on_accent="#0b1622",
    tint="#1d3147",
    good="#6fd09c",
    good_tint="#18342a",
    warn="#f0b860",
    warn_tint="#3a2c14",
    bad="#ff8a80",
    bad_tint="#3b1f1e",
    second="#f0a04b",
)

# Discs behind initials: white text on each has 4.5:1 or more.
_DISCS = ("#2e7d6b", "#7a4fb0", "#b0553a", "#2f6db5", "#a33d6f", "#5d6f2b")

FONT_PIXELS = 14


def colours() -> Colours:
    """Return the colours that the application wears now."""
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def disc_colour(name: str) -> QColor:
    """Return the colour of the disc behind the initials of ``name``: the same at every start."""
    return QColor(_DISCS[sum(name.encode()) % len(_DISCS)])


def apply_theme(app: QApplication) -> None:
    """Give ``app`` its style, font, palette and style sheet, and follow the system's scheme from now on."""
    app.setStyle("Fusion")
    app.setFont(_font())

    hints = app.styleHints()
    wear(app, _of_system(hints.colorScheme()))
    hints.colorSchemeChanged.connect(lambda scheme: wear(app, _of_system(scheme)))


def wear(app: QApplication, scheme: Colours) -> None:
    """Show everything in these colours."""
    app.setPalette(_palette(scheme))
    app.setStyleSheet(style_sheet(scheme))


def style_sheet(scheme: Colours) -> str:
    """Return the style sheet in these colours."""
    template = Template(resource("styles/window.qss").read_text(encoding="utf-8"))
    # Qt's style sheets read images from paths with forward slashes on every system.
    icons = resource("icons/check-light.svg").parent.as_posix()
    shade = "dark" if scheme is DARK else "light"
    return template.substitute(asdict(scheme), icons=icons, shade=shade)


def tabular(font: QFont) -> QFont:
    """Return ``font`` with all digits of one width, so that numbers stand in columns."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag("tnum"), 1)
    return figures


def _of_system(scheme: Qt.ColorScheme) -> Colours:
    return DARK if scheme is Qt.ColorScheme.Dark else LIGHT


def _font() -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setFamilies(["Inter", font.family()])
    font.setPixelSize(FONT_PIXELS)
    return font


def _palette(scheme: Colours) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: scheme.background,
        roles.WindowText: scheme.text,
        roles.Base: scheme.card,
        roles.AlternateBase: scheme.sidebar,
        roles.Text: scheme.text,
        roles.Button: scheme.card,
        roles.ButtonText: scheme.text,
        roles.PlaceholderText: scheme.soft,
        roles.Highlight: scheme.accent,
        roles.HighlightedText: scheme.on_accent,
        roles.ToolTipBase: scheme.card,
        roles.ToolTipText: scheme.text,
        roles.Link: scheme.accent,
        roles.Accent: scheme.accent,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(scheme.soft))
    return palette
