"""The stitch: a line that counts. One stitch is one hour, or one question answered."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coproduce.core.quantity import Quantity

register = template.Library()

#: From stitch to stitch, and what one is long.
PITCH, LENGTH = 24, 7

#: A cord longer than this is drawn shorter, each stitch standing for more hours.
MOST = 40


@register.simple_tag
def cord_of(given: Quantity, received: Quantity) -> SafeString:
    """Two threads, one cord: hours given go out, hours received come back between them."""
    hours_each = max(1, -(-max(given.minor, received.minor) // (60 * MOST)))
    out, back = (-(-side.minor // (60 * hours_each)) for side in (given, received))
    if not out and not back:
        return format_html("{}", "")
    said = _("%(out)s stitches given, %(back)s received and coming back between them") % {"out": out, "back": back}
    return format_html(
        '<svg class="sew" width="{w}" height="8" viewBox="0 0 {w} 8" role="img" aria-label="{said}">{out}{back}</svg>',
        w=max(out, back) * PITCH + 4,
        said=said,
        out=_thread("g", 3, out),
        back=_thread("r", 15, back),
    )


@register.simple_tag
def sewn(place: int, of: int) -> SafeString:
    """How far one is: a stitch for each question, those asked so far in the going thread."""
    return format_html(
        '<svg class="sew" width="{w}" height="8" viewBox="0 0 {w} 8" aria-hidden="true">{all}{done}</svg>',
        w=of * PITCH + 4,
        all=_thread("l", 3, of),
        done=_thread("g", 3, place),
    )


def _thread(name: str, start: int, stitches: int) -> SafeString:
    if not stitches:
        return format_html("{}", "")
    length = (stitches - 1) * PITCH + LENGTH
    return format_html(
        '<path class="{}" d="M{} 4h{}" stroke-dasharray="{} {}"/>', name, start, length, LENGTH, PITCH - LENGTH
    )
