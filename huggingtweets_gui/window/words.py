"""Numbers as people read them. Every number on the window goes through here."""

_KILO = 1000


def size(count: float) -> str:
    """Return ``count`` bytes as "548 MB" or "10.8 GB"."""
    if count < _KILO**2:
        return f"{count / _KILO:,.0f} KB"
    if count < _KILO**3:
        return f"{count / _KILO**2:,.0f} MB"
    return f"{count / _KILO**3:,.1f} GB"


def part(count: float, whole: float) -> str:
    """Return "10.8 of 12 GB": so many bytes of so many, in one unit."""
    return f"{_gigabytes(count)} of {_gigabytes(whole)} GB"


def duration(seconds: float) -> str:
    """Return a span of time as "25 s", "1 min 10 s", "9 min" or "2 h 5 min"."""
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 5 * 60:
        minutes, rest = divmod(round(whole / 10) * 10, 60)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    minutes = round(whole / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def parameters(count: int) -> str:
    """Return a number of parameters as "135M" or "1.2B"."""
    return f"{count / 1e6:.0f}M" if count < 1e9 else f"{count / 1e9:.1f}B"


def base(name: str) -> str:
    """Return the name of a base model without how its weights came about, which follows a comma."""
    return name.split(",")[0]


def number(count: int) -> str:
    """Return ``count`` with its thousands set apart."""
    return f"{count:,}"


def several(count: int, one: str, many: str) -> str:
    """Return "1 tweet" or "1,001 tweets"."""
    return f"{count:,} {one if count == 1 else many}"


def _gigabytes(count: float) -> str:
    value = count / _KILO**3
    return f"{value:.1f}" if value < 10 or value % 1 >= 0.05 else f"{value:.0f}"
