"""The author's picture: a lighthouse at night, drawn with the standard library alone."""

import math
import struct
import zlib

SIZE = 256
_SAMPLES = 4  # a side: each pixel is the mean of 16 points, which smooths the edges

_Colour = tuple[int, int, int]
_NIGHT: _Colour = (24, 38, 74)
_SEA: _Colour = (16, 27, 54)
_STAR: _Colour = (226, 232, 246)
_BEAM: _Colour = (255, 214, 92)
_WHITE: _Colour = (244, 241, 232)
_SHADE: _Colour = (214, 212, 208)
_RED: _Colour = (206, 62, 56)
_ROCK: _Colour = (62, 68, 84)
_IRON: _Colour = (34, 36, 46)

_LAMP = (128.0, 76.0)
_STARS = ((60, 66, 2.2), (88, 36, 1.7), (172, 30, 2.2), (206, 122, 1.7), (48, 128, 1.7), (196, 150, 1.4))


def avatar_png() -> bytes:
    """Return the picture as a PNG of 256×256 pixels, transparent outside of its disc."""
    rows = b"".join(b"\0" + b"".join(_pixel(x, y) for x in range(SIZE)) for y in range(SIZE))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pixel(column: int, row: int) -> bytes:
    offsets = [(i + 0.5) / _SAMPLES for i in range(_SAMPLES)]
    colours = [_colour_at(column + dx, row + dy) for dy in offsets for dx in offsets]
    seen = [colour for colour in colours if colour]
    if not seen:
        return bytes(4)
    mean = (sum(channel) // len(seen) for channel in zip(*seen, strict=True))
    return bytes((*mean, 255 * len(seen) // len(colours)))


def _colour_at(x: float, y: float) -> _Colour | None:
    """Return the colour of a point, the nearest thing first, or None outside of the disc."""
    if not _in_circle(x, y, (128, 128, 126)):
        return None
    return _tower_at(x, y) or _ground_at(x, y) or _sky_at(x, y)


def _tower_at(x: float, y: float) -> _Colour | None:
    aside = abs(x - 128)
    if 46 <= y < 62 and aside < (y - 44) * 1.25:  # the roof
        return _RED
    if 62 <= y < 90 and aside < 17:  # the lantern, with a frame round its panes
        return _IRON if aside > 14.5 or 6 < aside < 7.5 else _BEAM
    if 90 <= y < 97 and aside < 27:  # the gallery
        return _IRON
    if 97 <= y < 206 and aside < 18 + (y - 97) * 0.11:
        if y > 184 and aside < 6:
            return _IRON  # the door
        if (y - 97) // 22 % 2:
            return _RED
        return _SHADE if x > 136 else _WHITE
    return None


def _ground_at(x: float, y: float) -> _Colour | None:
    if y > 204 and _in_circle((x - 128) * 14, (y - 214) * 62, (0, 0, 62 * 14)):  # an ellipse, made round
        return _ROCK
    return _SEA if y > 212 + 2 * math.sin(x / 9) else None


def _sky_at(x: float, y: float) -> _Colour:
    aside, above = abs(x - _LAMP[0]), abs(y - _LAMP[1])
    if above < 3 + aside * 0.24:
        # The beam fades into the night on its way out.
        strength = max(0.0, 0.95 - aside / 150)
        red, green, blue = (round(n + (b - n) * strength) for n, b in zip(_NIGHT, _BEAM, strict=True))
        return red, green, blue
    return _STAR if any(_in_circle(x, y, star) for star in _STARS) else _NIGHT


def _in_circle(x: float, y: float, circle: tuple[float, float, float]) -> bool:
    centre_x, centre_y, radius = circle
    return (x - centre_x) ** 2 + (y - centre_y) ** 2 < radius**2
