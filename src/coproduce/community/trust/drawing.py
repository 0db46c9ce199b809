"""Drawings made by the server: a circle of people, and streets as tiles. A list or a table stands beside each."""

from collections.abc import Sequence
from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coproduce.community.trust.queries.ties import Close
from coproduce.community.trust.queries.whole import Street
from coproduce.community.trust.words import NEAR

#: How wide a drawing is; how far from the middle each ring is drawn, by how many there are; how large the middle is.
WIDTH = 620
REACH = {1: (190,), 2: (140, 240), 3: (110, 180, 250)}
MIDDLE = 36
#: Letters of a name there is room for.
LETTERS = 11
#: How wide a tile of the chart is, twice as wide as it is tall.
TILE, GAP = 200, 8


def circle(people: Sequence[Close]) -> SafeString:
    """Me in the middle, the nearest next to me: a line for who would ring whom, a thin one for help alone."""
    levels = [level for level in NEAR if any(one.near == level for one in people)]
    reach = dict(zip(levels, REACH[len(levels)], strict=True))
    tall = 2 * max(reach.values()) + 110
    middle = (WIDTH // 2, tall // 2 - 10)
    rings = format_html_join(
        "", '<circle class="l" cx="{}" cy="{}" r="{}" fill="none" stroke-dasharray="2 8"/>',
        ((*middle, far) for far in reach.values()),
    )  # fmt: skip
    parts = []
    for place, one in enumerate(people):
        turn = 2 * pi * place / len(people) - pi / 2
        inner, outer = (
            [round(at + far * way(turn)) for at, way in zip(middle, (cos, sin), strict=True)]
            for far in (MIDDLE, reach[one.near])
        )
        kind = "g" if one.i_ring else "r" if one.they_ring else "ax"
        parts.append(
            format_html(
                '<path class="{}" d="M{} {}L{} {}"/><circle class="dot-{}" cx="{}" cy="{}" r="12"/>'
                '<text x="{}" y="{}" text-anchor="middle">{}</text>',
                kind, *inner, *outer, "r" if kind == "r" else "g", *outer, outer[0],
                outer[1] + (-24 if outer[1] < middle[1] - MIDDLE else 40), one.agent.name.split()[0][:LETTERS],
            )
        )  # fmt: skip
    return format_html(
        '<svg class="chart scale" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}<circle class="l" fill="none" '
        'cx="{}" cy="{}" r="{}"/><text x="{}" y="{}" text-anchor="middle">{}</text></svg>',
        WIDTH, tall, _("My circle"), rings, format_html_join("", "{}", ((part,) for part in parts)), *middle, MIDDLE,
        middle[0], middle[1] + 8, _("me"),
    )  # fmt: skip


def chart(streets: Sequence[Street]) -> SafeString:
    """Each street a tile, north above: a hole is dashed and empty."""
    wide = max((one.column for one in streets), default=0) + 1
    tall = max((one.row for one in streets), default=0) + 1
    side = TILE + GAP
    tiles = format_html_join(
        "",
        '<g transform="translate({} {})"><rect x="3" y="3" width="{}" height="{}" rx="6" class="{}"{}/>'
        '<text x="14" y="38">{}</text><text x="14" y="{}" class="dim">{}</text></g>',
        (
            (
                one.column * side, one.row * side // 2, TILE - 6, TILE // 2 - 6, "g" if one.is_hole else "l",
                SafeString(' stroke-dasharray="2 14"') if one.is_hole else "", one.name[:LETTERS], TILE // 2 - 16,
                _threads(one),
            )
            for one in streets
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="chart scale" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        wide * side, tall * side // 2, _("Streets and their threads"), tiles,
    )  # fmt: skip


def _threads(one: Street) -> str:
    if one.is_hole:
        return _("nobody")
    return _("1 to 7") if one.threads == "*" else one.threads
