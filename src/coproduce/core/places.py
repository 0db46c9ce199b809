"""How far apart two places are, and how long that is on foot: nature, so in floating point, told in whole metres.

There is no geocoder: communities name the middle of their neighbourhoods.
"""

from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

#: The mean radius of the earth in metres (Moritz, Geodetic Reference System 1980, R1).
EARTH = 6_371_009


def metres_between(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> int:
    """Whole metres between two places given as latitude and longitude in degrees, as the crow flies (haversine).

    >>> lane, court = (Decimal("51.70"), Decimal("-2.20")), (Decimal("51.71"), Decimal("-2.20"))
    >>> metres_between(lane, court), metres_between(lane, lane)
    (1112, 0)
    """
    (south, west), (north, east) = one, other
    rise, run = radians(north - south) / 2, radians(east - west) / 2
    chord = sin(rise) ** 2 + cos(radians(south)) * cos(radians(north)) * sin(run) ** 2
    return round(2 * EARTH * asin(min(1, sqrt(chord))))


def walking_minutes(metres: int) -> int:
    """Minutes on foot, rounded: streets are 1.3 times as long as the crow flies, and people walk 4.5 km in an hour.

    >>> walking_minutes(1112), walking_minutes(0)
    (19, 0)
    """
    return (metres * 26 + 750) // 1500
