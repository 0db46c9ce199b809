"""Drawings made by the server: a circle of people, and streets as tiles. A list or a table stands beside each."""

from collections.abc import Sequence
from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coproduce.community.trust.queries.ties import Close
from coproduce.community.trust.queries.whole import Street

#: How wide a drawing is, how far from the middle each is drawn, and how many letters of a name it has room for.
WIDTH, TALL = 620, 600
RINGS = {"near": 105, "further": 180, "far": 250}
LETTERS = 11
#: A tile of the chart.
TILE, GAP = 146, 10


def circle(people: Sequence[Close]) -> SafeString:
    """Me in the middle, the nearest next to me: a line for who would ring whom, a thin one for help alone."""
    middle = (WIDTH / 2, TALL / 2)
    rings = format_html_join(
        "", '<circle class="l" cx="{}" cy="{}" r="{}" fill="none" stroke-dasharray="2 8"/>',
        ((*middle, reach) for reach in sorted({RINGS[one.near] for one in people})),
    )  # fmt: skip
    parts = []
    for place, one in enumerate(people):
        turn = 2 * pi * place / len(people) - pi / 2
        x, y = (round(at + RINGS[one.near] * way(turn)) for at, way in zip(middle, (cos, sin), strict=True))
        kind = "g" if one.i_ring else "r" if one.they_ring else "l"
        name = one.agent.name.split()[0][:LETTERS]
        parts.append(
            format_html(
                '<path class="{}" d="M{} {}L{} {}" stroke-width="{}"/><circle class="dot-{}" cx="{}" cy="{}" r="11"/>'
                '<text x="{}" y="{}" text-anchor="middle">{}</text>',
                kind, *map(round, middle), x, y, 2 if kind == "l" else 6, "r" if kind == "r" else "g", x, y, x, y + 38,
                name,
            )
        )  # fmt: skip
    return format_html(
        '<svg class="chart scale" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}<circle class="knot l" cx="{}" '
        'cy="{}" r="34"/><text x="{}" y="{}" text-anchor="middle">{}</text></svg>',
        WIDTH, TALL, _("My circle"), rings, format_html_join("", "{}", ((part,) for part in parts)), *middle, middle[0],
        middle[1] + 7, _("me"),
    )  # fmt: skip


def chart(streets: Sequence[Street]) -> SafeString:
    """Each street a tile, north above: a hole is dashed and empty."""
    wide = max((one.column for one in streets), default=0) + 1
    tall = max((one.row for one in streets), default=0) + 1
    side = TILE + GAP
    tiles = format_html_join(
        "",
        '<g transform="translate({} {})"><rect x="3" y="3" width="{}" height="{}" rx="6" fill="none" '
        'class="{}" stroke-width="{}"{}/><text x="14" y="34">{}</text><text x="14" y="{}" class="dim">{}</text></g>',
        (
            (
                one.column * side, one.row * side, TILE - 6, TILE - 6, "g" if one.is_hole else "l",
                5 if one.is_hole else 3, SafeString(' stroke-dasharray="10 8"') if one.is_hole else "",
                one.name[:LETTERS], TILE - 26, _threads(one),
            )
            for one in streets
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        wide * side, tall * side, _("Streets and their threads"), tiles,
    )  # fmt: skip


def _threads(one: Street) -> str:
    if one.is_hole:
        return _("nobody")
    return _("1 to 7") if one.threads == "*" else one.threads
