"""Words people write: what can be kept of them."""

from coproduce.core.refusal import Refusal


def may_say(words: str, field: str, most: int, missing: str = "") -> Refusal | None:
    """None when these words can be kept, else what to mend in `field`.

    `missing` is the sentence for nothing said, where something is needed. A
    null character is kept by no database alike, and typed by nobody.

    >>> may_say("A dripping tap", "words", 300) is None
    True
    >>> may_say(" ", "words", 300, missing="Say in a few words what it is.").code
    'MISSING'
    """
    if missing and not words.strip():
        return Refusal("MISSING", missing, field)
    if len(words) > most:
        return Refusal("TOO_LONG", "Say it in %(most)s letters or fewer.", field, {"most": str(most)})
    if "\x00" in words:
        return Refusal("BAD_LETTER", "This holds a letter that cannot be kept. Type it again.", field)
    return None
