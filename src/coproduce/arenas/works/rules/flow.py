"""Water in a round pipe that is not full: how much comes, how steep it has to lie, how wide it has to be.

Source: Mara, Sleigh and Tayler, PC-based simplified sewer design (Leeds and DFID, 2001); the least gradient of Brazil
as QEsg has it. Floats throughout: nature, not money.
"""

from math import acos, copysign, cos, inf, isfinite, sin, sqrt
from typing import Literal, NamedTuple

from coproduce.arenas.works.rules.faults import WorksError

SECONDS_A_DAY = 86_400
#: Flow never counts as less: a flush is a flush, however few live there (sswm.info).
LEAST_FLOW_L_S = 1.5
#: Manning's n, for any pipe once it is in use.
ROUGHNESS = 0.013
WATER_KG_M3, GRAVITY_M_S2 = 1000.0, 9.81
#: A pipe is chosen so that it is no fuller than this, and carries the most when it is as full as that.
FULLEST, BRIMMING = 0.8, 0.94
#: A sewer cleans itself that sweeps its bed so hard where water stands so high.
LEAST_TENSION_PA, CLEANED_AT = 1.0, 0.2
#: How often the angle of the water's edge is halved in on: to a billionth.
HALVINGS = 33

GradientBy = Literal["tension", "brazil"]


class Circle(NamedTuple):
    """A round pipe filled so far: `ka` of area by diameter squared, `kr` of hydraulic radius by diameter."""

    ka: float
    kr: float


class Hydraulics(NamedTuple):
    """How water stands and runs in a pipe, and how hard it sweeps the bed."""

    depth_ratio: float
    velocity_m_s: float
    tension_pa: float


def circle(depth_ratio: float) -> Circle:
    """Area and hydraulic radius of a round pipe filled to this part of its diameter; 1 is full.

    >>> [round(one, 4) for one in (*circle(0.2), *circle(0.8))]
    [0.1118, 0.1206, 0.6736, 0.3042]
    >>> [round(one, 4) for one in circle(1)]
    [0.7854, 0.25]
    """
    if not 0 < depth_ratio <= 1:
        raise WorksError("NOT_A_SHARE", "depth_ratio", f"A pipe is filled to a part of 1, not to {depth_ratio}.")
    angle = 2 * acos(1 - 2 * depth_ratio)
    return Circle((angle - sin(angle)) / 8, (1 - sin(angle) / angle) / 4)


def _swept() -> float:
    """The least gradient of one litre a second: the pipe's width goes out of Manning's formula and the tension's."""
    ka, kr = circle(CLEANED_AT)
    wide_by_fall = LEAST_TENSION_PA / (WATER_KG_M3 * GRAVITY_M_S2 * kr)
    return float((1000 * ka * kr ** (2 / 3) * wide_by_fall ** (8 / 3) / ROUGHNESS) ** (6 / 13))


_SWEPT = _swept()


def design_flow(
    people: float,
    litres_day: float,
    peak: float = 1.8,
    return_share: float = 0.85,
    *,
    least_l_s: float = LEAST_FLOW_L_S,
) -> float:
    """Litres a second at the busiest time, of so many people; never less than `least_l_s`.

    `litres_day` is the water each of them has a day and `return_share` what of it comes back; where it is waste water
    already, the share is 1.

    >>> round(design_flow(2_000, 100), 3), design_flow(150, 60)
    (3.542, 1.5)
    """
    _positive(peak=peak, least_l_s=least_l_s)
    if not 0 < return_share <= 1:
        raise WorksError("NOT_A_SHARE", "return_share", f"What comes back is a part of 1, not {return_share}.")
    for name, number in (("people", people), ("litres_day", litres_day)):
        if not 0 <= number < inf:
            raise WorksError("NEGATIVE", name, f"{name} is {number}: write 0 or more.")
    return max(least_l_s, peak * return_share * people * litres_day / SECONDS_A_DAY)


def users(flow_l_s: float, litres_day: float, peak: float = 1.8, return_share: float = 0.85) -> float:
    """How many people a flow is enough for: `design_flow` the other way round.

    >>> round(users(3.57, 60, 1.8, 1))
    2856
    """
    _positive(flow_l_s=flow_l_s, litres_day=litres_day, peak=peak, return_share=return_share)
    return flow_l_s * SECONDS_A_DAY / (peak * return_share * litres_day)


def least_gradient(flow_l_s: float, by: GradientBy = "tension") -> float:
    """How steep a sewer has to lie at least, as a part of 1, so that it cleans itself.

    By what sweeps the bed with 1 Pa where water stands a fifth high: Manning and tension solved for the gradient, which
    is 5.64e-3 q^(-6/13) as printed. Or as Brazil's standard has it.

    >>> round(1 / least_gradient(1.5), 1), round(1 / least_gradient(2.2)), round(1 / least_gradient(1.5, "brazil"))
    (213.9, 255, 220)
    """
    _positive(flow_l_s=flow_l_s)
    if by == "brazil":
        return float(0.0055 * flow_l_s**-0.47)
    return float(_SWEPT * flow_l_s ** (-6 / 13))


def diameter(flow_l_s: float, gradient: float, *, fullest: float = FULLEST, roughness: float = ROUGHNESS) -> float:
    """The inner diameter in millimetres of a pipe that carries this flow filled to `fullest` of it.

    >>> round(diameter(3.57, 1 / 200), 1)
    100.0
    """
    _positive(flow_l_s=flow_l_s, roughness=roughness)
    _falls(gradient)
    ka, kr = circle(fullest)
    q = flow_l_s / 1000
    return float(1000 * roughness ** (3 / 8) * ka ** (-3 / 8) * kr ** (-1 / 4) * (q / sqrt(gradient)) ** (3 / 8))


def capacity(
    diameter_mm: float, gradient: float, depth_ratio: float = FULLEST, *, roughness: float = ROUGHNESS
) -> float:
    """Litres a second that a pipe carries filled to this part of its diameter, by Manning.

    >>> round(capacity(100, 1 / 200), 2)
    3.57
    """
    _positive(diameter_mm=diameter_mm, roughness=roughness)
    _falls(gradient)
    return _carried(diameter_mm / 1000, circle(depth_ratio), sqrt(gradient) / roughness) * 1000


def hydraulics(flow_l_s: float, diameter_mm: float, gradient: float, *, roughness: float = ROUGHNESS) -> Hydraulics:
    """How water stands in a pipe, how fast it runs and how hard it sweeps: normal depth, by bisection.

    WorksError where the pipe does not carry as much however full it is.

    >>> [round(one, 3) for one in hydraulics(1.5, 100, 1 / 200)]
    [0.446, 0.442, 1.137]
    """
    _positive(flow_l_s=flow_l_s, diameter_mm=diameter_mm, roughness=roughness)
    _falls(gradient)
    wide, steep, wanted = diameter_mm / 1000, sqrt(gradient) / roughness, flow_l_s / 1000
    if flow_l_s > capacity(diameter_mm, gradient, BRIMMING, roughness=roughness):
        raise WorksError(
            "PIPE_TOO_SMALL",
            "diameter_mm",
            f"A pipe of {diameter_mm:g} mm does not carry {flow_l_s:g} l/s at 1 in {1 / gradient:.0f}: "
            "take a wider one, or lay it steeper.",
        )
    high = _filled_for(wanted / (steep * wide ** (8 / 3)))
    filled = circle(high)
    return Hydraulics(high, wanted / (filled.ka * wide**2), WATER_KG_M3 * GRAVITY_M_S2 * filled.kr * wide * gradient)


def _filled_for(factor: float) -> float:
    """How full a pipe is where area and hydraulic radius come to this factor, found between empty and brimming.

    The angle of the water's edge is halved in on, not the depth: that saves a root and an arc a step.
    """
    wanted = 8 * 4 ** (2 / 3) * factor
    angle = step = acos(1 - 2 * BRIMMING)
    for _ in range(HALVINGS):
        step /= 2
        angle += copysign(step, wanted * angle ** (2 / 3) - (angle - sin(angle)) ** (5 / 3))
    return (1 - cos(angle / 2)) / 2


def _carried(wide_m: float, filled: Circle, steep: float) -> float:
    """Cubic metres a second, by Manning; `steep` is the root of the gradient by the roughness."""
    return float(steep * filled.ka * wide_m**2 * (filled.kr * wide_m) ** (2 / 3))


def _positive(**numbers: float) -> None:
    for name, number in numbers.items():
        if not 0 < number < inf:
            raise WorksError("NOT_POSITIVE", name, f"{name} is {number}: write more than 0.")


def _falls(gradient: float) -> None:
    if not (isfinite(gradient) and gradient > 0):
        raise WorksError("ADVERSE_SLOPE", "gradient", "A sewer runs by its fall: this one lies flat, or falls away.")
    if gradient > 1:
        raise WorksError(
            "NOT_A_SHARE", "gradient", f"A gradient is a part of 1: for 1 in {gradient:g} write 1/{gradient:g}."
        )
