"""A picture is read by what it holds, not by its name, and made anew from its points: nothing else of it is kept.

What stood beside the points, as where it was taken, goes; so does whatever hides behind the end of a picture.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from coproduce.community.people.uploads.rules import (
    LARGEST,
    LONGEST_SIDE,
    MOST_POINTS,
    NO_PICTURE,
    PDF,
    TOO_LARGE,
    TOO_MANY_POINTS,
)
from coproduce.core.refusal import Refusal

#: The only two that are read at all: what others can do is nobody's to try here.
FORMATS = ("JPEG", "PNG")

Image.MAX_IMAGE_PIXELS = MOST_POINTS


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: a JPEG."""

    content: bytes
    width: int
    height: int


def made_anew(sent: bytes, kind: str) -> Picture | Refusal:
    """The picture that was sent, the right way up and no larger than it need be; or why it is not taken."""
    if len(sent) > LARGEST:
        return TOO_LARGE
    if sent.startswith(b"%PDF"):
        return PDF
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(sent), formats=FORMATS) as opened:
                return _again(opened, LONGEST_SIDE[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_MANY_POINTS
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, MemoryError):
        return NO_PICTURE  # whatever a broken or a wicked file makes its reader say


def _again(opened: Image.Image, longest: int) -> Picture:
    if opened.width * opened.height > MOST_POINTS:
        raise Image.DecompressionBombError
    if opened.format == "JPEG":
        opened.draft("RGB", (longest, longest))
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((longest, longest))
    points = Image.new("RGB", upright.size, "white")
    coloured = upright.convert("RGBA")
    points.paste(coloured, mask=coloured.getchannel("A"))
    kept = io.BytesIO()
    points.save(kept, "JPEG", quality=85, optimize=True)
    return Picture(kept.getvalue(), *points.size)
