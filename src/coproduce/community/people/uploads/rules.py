"""What may be handed in, and how much of it: decided without a database and without looking into the picture."""

from coproduce.core.refusal import Refusal

PHOTO, CERTIFICATE = KINDS = ("photo", "certificate")

#: A picture of something somebody made: handed in and shown where it was made, with their yes.
THING = "thing"

#: Bytes of a picture as it is sent: a telephone's photograph is half of it.
LARGEST = 10_000_000

#: Points of a picture as it is sent, and the longest side of what is kept of it.
MOST_POINTS = 50_000_000
LONGEST_SIDE = {PHOTO: 640, CERTIFICATE: 2000, THING: 1000}

#: What is kept for one member, and in one community.
MOST_PICTURES, MOST_BYTES, MOST_OF_ALL = 30, 20_000_000, 2_000_000_000

NO_PICTURE = Refusal(
    "NO_PICTURE", "This is no photograph we can read. Choose a picture in the form JPEG or PNG.", "picture"
)
PDF = Refusal(
    "NO_PICTURE", "We take pictures and no documents. Open it, take a picture of it, and hand that in.", "picture"
)
TOO_LARGE = Refusal("TOO_LARGE", "This picture is too large. Choose one of 10 MB or less.", "picture")
TOO_MANY_POINTS = Refusal(
    "TOO_MANY_POINTS", "This picture has too many points. Make it smaller, or take a picture of it.", "picture"
)


def may_keep(size: int, pictures: int, kept: int, kept_of_all: int) -> Refusal | None:
    """None when a picture of this size may be kept beside those of the member and of the community.

    >>> may_keep(100_000, 3, 300_000, 900_000) is None
    True
    >>> may_keep(100_000, 30, 300_000, 900_000).code
    'TOO_MANY'
    """
    if pictures >= MOST_PICTURES or kept + size > MOST_BYTES:
        return Refusal("TOO_MANY", "There are many pictures already. Take one away first.", "picture")
    if kept_of_all + size > MOST_OF_ALL:
        return Refusal("NO_ROOM", "There is no room for pictures here. Tell the desk.", "picture")
    return None
