"""The program's icon in the forms that desktops want, drawn from one SVG.

Windows and macOS have containers of their own, which hold the icon in several sizes. Both are simple
enough to write by hand, and Qt, which draws the SVG, writes only one size into them.
"""

import shutil
import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HICOLOR_SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 192, 256, 512)
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
# Apple's names of the sizes that are stored as PNG; those of the second row are for fine screens.
ICNS_TYPES = (
    *((b"icp4", 16), (b"icp5", 32), (b"ic07", 128), (b"ic08", 256), (b"ic09", 512)),
    *((b"ic11", 32), (b"ic12", 64), (b"ic13", 256), (b"ic14", 512), (b"ic10", 1024)),
)
# Apple's grid leaves this part of an icon free on each side: 100 of 1024.
_APPLE_MARGIN = 100 / 1024
_LARGEST_BITMAP = 128  # Windows reads larger ones as PNG only; smaller ones not everywhere as PNG.


def draw(svg: Path, pixels: int, margin: float = 0.0) -> QImage:
    """Return the drawing as a square of ``pixels``, with a part of it left free on each side.

    Raises:
        ValueError: the file is no SVG.
    """
    renderer = QSvgRenderer(str(svg))
    if not renderer.isValid():
        raise ValueError(f"{svg} cannot be drawn")
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    free = pixels * margin
    renderer.render(painter, QRectF(free, free, pixels - 2 * free, pixels - 2 * free))
    painter.end()
    return image


def write_hicolor(svg: Path, theme: Path, name: str) -> None:
    """Write the icon into a freedesktop icon theme.

    Args:
        svg: the drawing.
        theme: the theme's folder, such as ``/usr/share/icons/hicolor``.
        name: the icon's name, without an ending.
    """
    for pixels in HICOLOR_SIZES:
        path = theme / f"{pixels}x{pixels}" / "apps" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_png(draw(svg, pixels)))
    scalable = theme / "scalable" / "apps" / f"{name}.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(svg, scalable)


def write_ico(svg: Path, path: Path) -> None:
    """Write the icon for Windows."""
    images = [draw(svg, pixels) for pixels in ICO_SIZES]
    bodies = [_bitmap(image) if image.width() <= _LARGEST_BITMAP else _png(image) for image in images]
    directory = struct.pack("<HHH", 0, 1, len(images))
    offset = len(directory) + 16 * len(images)
    for image, body in zip(images, bodies, strict=True):
        side = image.width() % 256  # A byte: 0 stands for 256.
        directory += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(body), offset)
        offset += len(body)
    path.write_bytes(directory + b"".join(bodies))


def write_icns(svg: Path, path: Path) -> None:
    """Write the icon for macOS."""
    entries = b""
    for kind, pixels in ICNS_TYPES:
        body = _png(draw(svg, pixels, _APPLE_MARGIN))
        entries += kind + struct.pack(">I", len(body) + 8) + body
    path.write_bytes(b"icns" + struct.pack(">I", len(entries) + 8) + entries)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _bitmap(image: QImage) -> bytes:
    """Return a bitmap as icons hold it: bottom row first, behind it a mask that says nothing."""
    side = image.width()
    pixels = bytes(image.convertToFormat(QImage.Format.Format_ARGB32).flipped().constBits())
    mask = bytes((side + 31) // 32 * 4 * side)
    # The height counts the mask too.
    header = struct.pack("<IiiHHIIiiII", 40, side, 2 * side, 1, 32, 0, len(pixels) + len(mask), 0, 0, 0, 0)
    return header + pixels + mask
