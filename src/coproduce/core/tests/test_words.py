"""What can be kept of what people write."""

import pytest

from coproduce.core.words import may_say


@pytest.mark.parametrize(
    ("words", "missing", "code"),
    [
        ("tap", "Say.", None),
        ("", "", None),
        (" ", "Say.", "MISSING"),
        ("taps!", "", "TOO_LONG"),
        ("t\x00", "", "BAD_LETTER"),
    ],
)
def test_words(words: str, missing: str, code: str | None) -> None:
    refused = may_say(words, "words", 4, missing)
    assert (refused and refused.code) == code
    assert refused is None or refused.field == "words"
