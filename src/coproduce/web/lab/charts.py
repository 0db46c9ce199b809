"""Charts drawn by the server: an interval for each contract, the pool curve, a fan. A table stands beside each."""

from collections.abc import Sequence
from math import inf, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

#: How wide a drawing is, how tall a row of intervals (its name above its line), and what is left free at each side.
WIDTH, ROW, SIDE = 640, 68, 14

#: How tall the pool curve is, the room below a drawing for its numbers, and how wide one of them is.
TALL, BELOW, NAME = 260, 44, 80


def intervals(
    title: str, rows: Sequence[tuple[str, float, float, float]], *, strong: int = 0, start: float = inf
) -> SafeString:
    """A dot at the middle and a line from low to high for each named row, on one scale; the last `strong` stand out.

    The scale begins at the least of the ends, or at `start` where that is less: at nought, where amounts are compared.
    """
    low, high = min(start, *(row[2] for row in rows)), max(row[3] for row in rows)
    wide = (high - low) or 1.0

    def at(value: float) -> str:
        return f"{SIDE + (WIDTH - 2 * SIDE) * (value - low) / wide:.1f}"

    drawn = format_html_join(
        "",
        '<text x="0" y="{}">{}</text><line class="ci" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<circle class="dot-{}" cx="{}" cy="{}" r="8"/>',
        (
            (ROW * place + 26, name, at(least), at(most), ROW * place + 48, ROW * place + 48,
             "r" if place < len(rows) - strong else "g", at(middle), ROW * place + 48)
            for place, (name, middle, least, most) in enumerate(rows)
        ),
    )  # fmt: skip
    foot = ROW * len(rows) + 6
    scale = format_html(
        '<line class="ax" x1="0" x2="{}" y1="{}" y2="{}"/><text class="dim" x="0" y="{}">{}</text>'
        '<text class="dim" x="{}" y="{}" text-anchor="end">{}</text>',
        WIDTH, foot, foot, foot + 30, plain(low), WIDTH, foot + 30, plain(high),
    )  # fmt: skip
    return _svg(title, foot + BELOW, format_html("{}{}", drawn, scale))


def sliver(title: str, share: float) -> SafeString:
    """A part of a whole, drawn as wide as it is; a part too thin to be seen is drawn as a hair."""
    wide = max(1.0, min(1.0, share) * WIDTH)
    drawn = format_html(
        '<rect class="ax" x="0" y="8" width="{}" height="40" fill="none" stroke="currentColor"/>'
        '<rect class="dot-g" x="0" y="8" width="{}" height="40"/>',
        WIDTH, f"{wide:.1f}",
    )  # fmt: skip
    return _svg(title, 56, drawn)


def curve(title: str, points: Sequence[tuple[int, tuple[float, float, float]]]) -> SafeString:
    """Shares from 0 to 1 against the size of the pool, each size ten times the last as far from it."""
    most = log10(points[-1][0]) or 1.0

    def spot(size: int, share: float) -> tuple[float, float]:
        return 50 + (WIDTH - 90) * log10(size) / most, 10 + (TALL - 10) * (1 - share)

    def named(size: int) -> str:
        """Its number below it, unless the last one's would stand on it."""
        last = points[-1][0]
        return str(size) if size == last or spot(last, 0)[0] - spot(size, 0)[0] > NAME else ""

    line = " ".join("{:.1f},{:.1f}".format(*spot(size, middle)) for size, (middle, _, _) in points)
    bars = format_html_join(
        "",
        '<line class="ci" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/><text x="{0}" y="{3}" text-anchor="middle">{4}</text>',
        (
            (
                f"{spot(size, low)[0]:.1f}",
                f"{spot(size, low)[1]:.1f}",
                f"{spot(size, high)[1]:.1f}",
                TALL + 30,
                named(size),
            )
            for size, (_, low, high) in points
        ),
    )
    ground = format_html(
        '<line class="ax" x1="50" x2="{}" y1="{}" y2="{}"/><text class="dim" x="0" y="{}">0</text>'
        '<line class="ax" x1="50" x2="{}" y1="10" y2="10"/><text class="dim" x="0" y="18">1</text>',
        WIDTH - 40, TALL, TALL, TALL + 8, WIDTH - 40,
    )  # fmt: skip
    drawn = format_html('{}<polyline class="g" points="{}"/>{}', ground, line, bars)
    return _svg(title, TALL + BELOW, drawn)


def fan(title: str, before: Sequence[int], ahead: Sequence[tuple[int, int, int]], came: Sequence[int]) -> SafeString:
    """Whole people week by week: what was as a line, what may come as a fan around its middle, what came as dots."""
    most = max([*before, *(high for _, _, high in ahead), *came, 1])
    weeks = len(before) + len(ahead) - 1

    def spot(week: int, many: int) -> str:
        return f"{50 + (WIDTH - 60) * week / max(weeks, 1):.1f},{10 + (TALL - 10) * (1 - many / most):.1f}"

    now = len(before)
    was = " ".join(spot(week, many) for week, many in enumerate(before))
    ends = [spot(now + week, low) for week, (low, _, _) in enumerate(ahead)]
    ends += [spot(now + week, high) for week, (_, _, high) in reversed(list(enumerate(ahead)))]
    middle = " ".join(spot(now + week, many) for week, (_, many, _) in enumerate(ahead))
    dots = format_html_join(
        "",
        '<circle class="dot-r" cx="{}" cy="{}" r="5"/>',
        (spot(now + week, many).split(",") for week, many in enumerate(came)),
    )
    drawn = format_html(
        '<polygon class="fan" points="{}"/><polyline class="g" points="{}"/><polyline class="g dashed" points="{}"/>{}'
        '<line class="ax" x1="50" x2="{}" y1="{}" y2="{}"/><text class="dim" x="0" y="{}">0</text>'
        '<text class="dim" x="0" y="24">{}</text>',
        " ".join(ends), was, middle, dots, WIDTH, TALL, TALL, TALL + 8, most,
    )  # fmt: skip
    return _svg(title, TALL + 16, drawn)


def _svg(title: str, tall: int, drawn: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart scale" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>', WIDTH, tall, title, drawn
    )


def plain(value: float) -> str:
    """A number with three figures that count.

    >>> plain(0.7), plain(1234.5), plain(0.0), plain(99.97)
    ('0.700', '1,234', '0', '100')
    """
    if not value:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 99.95 else f"{value:#.3g}"
