"""By what somebody can be known again in the words of others: their full name, telephone and e-mail.

Taken out of everything others wrote or were told here. A name of one word is taken out where it stands alone, as the
name in a notice does; a name somebody else here has too stands: it says nothing of them once nothing else does.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from coproduce.community.people.models import Account, Agent, Membership, Person
from coproduce.community.privacy.whose import Somebody

SOMEBODY = "somebody who left"


@dataclass(frozen=True, slots=True)
class Marks:
    """What gives somebody away, as plain texts, and a pattern that finds each as a whole, however it is written."""

    words: tuple[str, ...]
    #: Names of one word: they are they only where nothing else stands.
    alone: tuple[str, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str]:
        """Finds them in a text: no part of a longer word, number or address."""
        return re.compile(rf"(?<![\w.+@-])(?:{'|'.join(map(re.escape, self.words))})(?![\w@])", re.IGNORECASE)

    def are_in(self, value: Any) -> bool:
        return bool(self.without(value) != value)

    def without(self, value: Any) -> Any:
        """A text, or what stands in a JSON field, without them.

        >>> Marks(("Ben Hill",)).without({"name": "Ben Hill", "words": ["for ben hill!", "Ruben Hill"], "n": 3})
        {'name': 'somebody who left', 'words': ['for somebody who left!', 'Ruben Hill'], 'n': 3}
        """
        if isinstance(value, str):
            if value in self.alone:
                return SOMEBODY
            if not self.words:
                return value
            return self.pattern.sub(SOMEBODY, value)
        if isinstance(value, list):
            return [self.without(one) for one in value]
        if isinstance(value, dict):
            return {name: self.without(one) for name, one in value.items()}
        return value


def marks_of(whose: Somebody) -> Marks:
    """Read before anything of theirs goes. Of their sign-in only where they are forgotten everywhere."""
    names = set(Agent.objects.filter(pk__in=whose.agents).values_list("name", flat=True))
    names |= set(Person.objects.filter(pk__in=whose.persons).values_list("name", flat=True))
    others = Agent.objects.filter(community=whose.community, name__in=names).exclude(pk__in=whose.agents)
    own = names - set(others.values_list("name", flat=True))
    full = {name for name in own if len(name.split()) > 1}
    found = _filled(Membership.objects.filter(agent__in=whose.agents).values_list("phone", "shared_email"))
    found |= _filled(Account.objects.filter(pk__in=whose.accounts).values_list("email"))
    return Marks(tuple(sorted(full | found, key=len, reverse=True)), tuple(sorted(own - full)))


def _filled(rows: Iterable[tuple[str | None, ...]]) -> set[str]:
    return {value for row in rows for value in row if value}
