"""How far packed files may inflate before they count as bombs."""

# Tweets deflate to a tenth or so; official archives split their files at about 105 MB.
_LARGEST = 2 * 2**30
_LARGEST_TRUSTED = 50 * 10**6
_LARGEST_RATIO = 200


def is_bomb(inflated: int, packed: int) -> bool:
    """Return whether no archive holds a file of so many bytes, or none that is packed into so few."""
    return inflated > _LARGEST or (inflated > _LARGEST_TRUSTED and inflated > packed * _LARGEST_RATIO)
