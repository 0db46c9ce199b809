"""A refusal is a value: a code, and a sentence that says what to do next.

Rules and actions return one instead of raising, so that a page, the API, the
command line and a simulated person are told the same thing.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not done.

    `code` is stable and upper case (`LIMIT_FLOOR`); `template` is an English
    sentence with `%(name)s` places filled from `values`, so that a page can
    translate it; `field` names the argument to mend, where there is one.

    >>> Refusal("NOT_POSITIVE", "Say how long it took: %(given)s is not more than nothing.",
    ...         field="time", values={"given": "0 h 00"}).sentence
    'Say how long it took: 0 h 00 is not more than nothing.'
    """

    code: str
    template: str
    field: str = ""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return self.template % self.values

    def __str__(self) -> str:
        return self.sentence
