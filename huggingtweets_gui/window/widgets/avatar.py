"""A round picture of an author, or a disc with the initials."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from huggingtweets_gui.window import theme


def initials(name: str) -> str:
    """Return the first letters of the first and last word of ``name``, or of its first word alone."""
    words = [word for word in name.replace("_", " ").split() if word[0].isalnum()]
    chosen = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in chosen).upper() or "?"


def paint_avatar(painter: QPainter, area: QRectF, name: str, picture: QPixmap | None) -> None:
    """Paint the picture, cut round, or a disc with the initials of ``name``, into the square ``area``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    disc = QPainterPath()
    disc.addEllipse(area)
    if picture is not None and not picture.isNull():
        painter.setClipPath(disc)
        painter.drawPixmap(area, picture, QRectF(picture.rect()))
    else:
        painter.fillPath(disc, theme.disc_colour(name))
        font = painter.font()
        font.setPixelSize(round(area.height() * 0.38))
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor("white"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


class Avatar(QWidget):
    """Shows whose tweets or whose bot it is; ``size`` is its diameter."""

    def __init__(self, name: str = "", size: int = 34, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._picture: QPixmap | None = None
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_person(self, name: str, picture: bytes | None) -> None:
        """Show this picture (PNG or JPEG bytes), or the initials where there is none that can be read."""
        self._name = name
        self._picture = load_picture(picture)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the avatar."""
        paint_avatar(QPainter(self), QRectF(self.rect()), self._name, self._picture)


def load_picture(data: bytes | None) -> QPixmap | None:
    """Return the picture in ``data``, or None where it holds none."""
    picture = QPixmap()
    return picture if data and picture.loadFromData(data) else None
