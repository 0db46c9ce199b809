"""Drawings made by the server: a dot and its interval for each group, the difference below. A table stands beside."""

from collections.abc import Sequence
from math import ceil, floor

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coproduce.core.stats.figure import Figure

#: How wide a drawing is, what is left free at each side, and how tall a row is: its name above its line.
WIDTH, SIDE, ROW = 620, 24, 74
#: Steps of a scale, in per cents, from which the first that needs few marks is taken.
STEPS = (1, 2, 5, 10, 20, 25)
MOST_MARKS = 6


def groups_and_difference(title: str, groups: Sequence[tuple[object, Figure]], difference: Figure) -> SafeString:
    """Each group's share with its interval on one scale; their difference on another, with a line at none."""
    drawn = [(name, figure) for name, figure in groups if figure.low is not None and figure.high is not None]
    if not drawn:
        return SafeString("")
    foot = ROW * len(drawn) + 8
    upper = _scale(0, max(figure.high or 0 for _, figure in drawn))
    parts = [
        _row(name, figure, ROW * place, upper, "r" if place else "g") for place, (name, figure) in enumerate(drawn)
    ]
    parts.append(_axis(upper, foot, is_difference=False))
    tall = foot + 40
    if difference.low is not None and difference.high is not None:
        lower = _scale(min(0.0, difference.low), max(0.0, difference.high))
        parts.append(_row(_("Difference"), difference, tall + 14, lower, ""))
        none = _at(0, lower)
        foot = tall + 14 + ROW + 8
        parts.append(format_html('<path class="ax" d="M{} {}V{}" stroke-dasharray="4 5"/>', none, tall + 14, foot))
        parts.append(_axis(lower, foot, is_difference=True))
        tall = foot + 40
    return format_html(
        '<svg class="chart scale" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        WIDTH, tall, title, format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip


def shares(title: str, drawn: Sequence[tuple[object, Figure]]) -> SafeString:
    """Shares with their intervals on one scale, each in its own right."""
    known = [(name, figure) for name, figure in drawn if figure.low is not None and figure.high is not None]
    if not known:
        return SafeString("")
    scale = _scale(0, max(figure.high or 0 for _, figure in known))
    foot = ROW * len(known) + 8
    parts = [_row(name, figure, ROW * place, scale, "g") for place, (name, figure) in enumerate(known)]
    parts.append(_axis(scale, foot, is_difference=False))
    return format_html(
        '<svg class="chart scale" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        WIDTH, foot + 40, title, format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip


def over_days(title: str, curve: Sequence[tuple[int, float]], days: int = 365) -> SafeString:
    """A share that grows step by step over days, from none on the first."""
    if not curve:
        return SafeString("")
    scale = _scale(0, curve[-1][1])
    tall, foot = 240, 264

    def x(day: int) -> str:
        return f"{SIDE + 40 + (WIDTH - 2 * SIDE - 40) * day / days:.1f}"

    def y(share: float) -> str:
        return f"{foot - tall * 100 * share / scale[1]:.1f}"

    steps = "".join(f"H{x(day)}V{y(share)}" for day, share in curve if day <= days)
    sides = format_html_join(
        "",
        '<path class="ax" d="M{} {}H{}"/><text class="dim" x="{}" y="{}" text-anchor="end">{}%</text>',
        ((x(0), y(mark / 100), x(days), SIDE + 30, y(mark / 100), mark) for mark in range(0, scale[1] + 1, scale[2])),
    )
    feet = format_html_join(
        "",
        '<text class="dim" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((x(day), foot + 34, day) for day in (0, 90, 180, 270, 365)),
    )
    return format_html(
        '<svg class="chart scale" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}'
        '<path class="ci" d="M{} {}{}H{}"/></svg>',
        WIDTH, foot + 44, title, sides, feet, x(0), y(0), steps, x(days),
    )  # fmt: skip


def _scale(low: float, high: float) -> tuple[int, int, int]:
    """Whole per cents from below to above, and the step of the marks.

    >>> _scale(0, 0.156), _scale(-0.081, 0.007)
    ((0, 20, 5), (-10, 2, 2))
    """
    wide = 100 * (high - low)
    step = next((one for one in STEPS if wide / one <= MOST_MARKS - 1), 50)
    return step * floor(100 * low / step), step * max(ceil(100 * high / step), floor(100 * low / step) + 1), step


def _at(share: float, scale: tuple[int, int, int]) -> str:
    low, high, _ = scale
    return f"{SIDE + (WIDTH - 2 * SIDE) * (100 * share - low) / (high - low):.1f}"


def _row(name: object, figure: Figure, top: int, scale: tuple[int, int, int], colour: str) -> SafeString:
    low, middle, high = (_at(end or 0, scale) for end in (figure.low, figure.estimate, figure.high))
    y = top + 50
    dot = (
        format_html('<circle class="dot-{}" cx="{}" cy="{}" r="9"/>', colour, middle, y)
        if colour
        else format_html('<path d="M{} {}l11 12-11 12-11-12z" fill="currentColor"/>', middle, y - 12)
    )
    return format_html(
        '<text x="{}" y="{}" font-weight="650">{}</text><path class="ci" d="M{} {}H{}M{} {}v20M{} {}v20"/>{}',
        SIDE, top + 26, name, low, y, high, low, y - 10, high, y - 10, dot,
    )  # fmt: skip


def _axis(scale: tuple[int, int, int], foot: int, *, is_difference: bool) -> SafeString:
    low, high, step = scale
    marks = format_html_join(
        "",
        '<path class="ax" d="M{} {}v7"/><text class="dim" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (_at(mark / 100, scale), foot, _at(mark / 100, scale), foot + 34, _mark(mark, is_difference))
            for mark in range(low, high + 1, step)
        ),
    )
    return format_html('<path class="ax" d="M{} {}H{}"/>{}', SIDE, foot, WIDTH - SIDE, marks)


def _mark(mark: int, is_difference: bool) -> str:
    if not is_difference:
        return f"{mark}%"
    return _("none") if mark == 0 else f"{'−' if mark < 0 else '+'}{abs(mark)}"
