"""Who posts, what a post is, and how its id holds its moment. Everybody here is invented."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# Twitter's ids are "snowflakes": milliseconds since this moment, then 22 bits that set equal ones apart.
_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)
RANDOM_BITS = 22
_MILLISECOND = timedelta(milliseconds=1)


def snowflake(moment: datetime, random_bits: int) -> int:
    """Return the id of something made at ``moment``, to the millisecond, with these lowest 22 bits."""
    return ((moment - _EPOCH) // _MILLISECOND << RANDOM_BITS) | random_bits


def moment_of(identifier: int) -> datetime:
    """Return when the thing with the id ``identifier`` was made."""
    return _EPOCH + (identifier >> RANDOM_BITS) * _MILLISECOND


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account: a handle without the ``@``, a display name, an account id."""

    handle: str
    name: str
    id: int


MIRA = Person("lamp_and_gull", "Mira Keel", snowflake(datetime(2018, 12, 30, 18, 4, 11, tzinfo=UTC), 217))

OTHERS = {
    handle: Person(handle, name, snowflake(datetime(2012, 5, day, 9, 30, tzinfo=UTC), 217 * day))
    for day, (handle, name) in enumerate(
        [
            ("coastradio", "Coast Radio"),
            ("ferry_maud", "Maud, the ferry"),
            ("rock_office", "Office of Rocks"),
            ("southlight_bo", "Bo at South Light"),
            ("orla_on_land", "Orla Keel"),
            ("cap_probably", "Captain, the Probably"),
            ("scone_district", "The Scone District"),
            ("hedge_phone_in", "Hedges, the phone-in"),
        ],
        start=1,
    )
}


@dataclass(frozen=True, slots=True)
class Post:
    """One post of Mira's.

    Attributes:
        id: a snowflake, which holds the moment too.
        text: what she wrote, with whole web addresses and nothing escaped.
        replies_to: the id of the post that it answers and who wrote that, or None.
        versions: the ids of all versions of an edited post, the oldest first; else empty.
        circle: it went to her circle only.
    """

    id: int
    text: str
    replies_to: tuple[int, Person] | None = None
    versions: tuple[int, ...] = ()
    circle: bool = False
