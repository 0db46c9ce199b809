"""One message of a paste, before anybody has asked what it says."""

import re
from datetime import date
from typing import NamedTuple

#: `Ben: words`.
LABEL = re.compile(r"^(?P<label>[^:\n]{1,60}): (?P<words>.*)$")

#: Before the words of a line that the chat program wrote itself.
SYSTEM = "\x1d"


class Message(NamedTuple):
    """`who` is the label it came with; None when it came with none, so that the speaker counts."""

    who: str | None
    said_on: date
    words: str
    subject: str = ""
