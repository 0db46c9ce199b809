"""Whose words they are: members by every way of writing a name that means only one of them."""

import re
import unicodedata
from collections.abc import Sequence

from coproduce.community.exchange.pasting.drafts.found import Known
from coproduce.community.exchange.pasting.drafts.letters import E_MAIL, TELEPHONE

_TITLES = {"mr", "mrs", "ms", "miss", "dr", "mx"}
_NAMED = re.compile(r"[^\W\d_][\w'’-]{1,40}(?: [^\W\d_][\w'’-]{1,40})?")


class People:
    """The members of a community, to be found by a label, a number, or a name inside a sentence."""

    def __init__(self, members: Sequence[Known]) -> None:
        exact: dict[tuple[str, ...], set[str]] = {}
        loose: dict[tuple[str, ...], set[str]] = {}
        self._contacts: dict[str, set[str]] = {}
        for member in members:
            words = _folded(member.name)
            if words:
                exact.setdefault(words, set()).add(member.id)
                for shape in _shapes(member.name, words):
                    loose.setdefault(shape, set()).add(member.id)
            for contact in member.contacts:
                key = _number(contact) if "@" not in contact else contact.strip().casefold()
                if key:
                    self._contacts.setdefault(key, set()).add(member.id)
        self._exact, self._loose = exact, loose

    def named(self, label: str) -> frozenset[str]:
        """All whom this label may mean: by telephone number or e-mail address, else by name."""
        if found := self.reached(label):
            return frozenset({found})
        words = _folded(E_MAIL.sub("", label))
        return frozenset(self._exact.get(words) or self._loose.get(words) or ())

    def is_name(self, label: str) -> bool:
        """Whether the label is a name here, be it of two members."""
        words = _folded(label)
        return words in self._exact or words in self._loose

    def reached(self, text: str) -> str | None:
        """The one member whose own number or address stands in the text."""
        keys = [found.group().casefold() for found in E_MAIL.finditer(text)]
        keys += [_number(found.group()) for found in TELEPHONE.finditer(text)]
        return only({id for key in keys if key for id in self._contacts.get(key, ())})

    def spoken_of(self, words: str) -> frozenset[str]:
        """Everybody named inside a sentence, by a name with a capital that means one member or several."""
        found: set[str] = set()
        place = 0
        while name := _NAMED.search(words, place):
            said = name.group().split(" ")
            place = name.end()
            if len(said) == 2 and all(word[0].isupper() for word in said) and self.named(" ".join(said)):
                found |= self.named(" ".join(said))
                continue
            place = name.start() + len(said[0])
            if said[0][0].isupper():
                found |= self.named(said[0].removesuffix("'s"))
        return frozenset(found)


def only(ids: frozenset[str] | set[str]) -> str | None:
    """The one there is; None for nobody and for several."""
    return next(iter(ids)) if len(ids) == 1 else None


def is_contact(label: str) -> bool:
    """Whether a label is a telephone number or an e-mail address and nothing else."""
    return bool(TELEPHONE.fullmatch(label) or E_MAIL.fullmatch(label))


def _shapes(name: str, words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """First name; first and last; initial and last; first and initial. `Jean-Paul` is one first name."""
    first = _folded(name.split()[0])
    last = words[-1:]
    if not first or len(words) == len(first):
        return {first or words}
    return {first, (*first, *last), (first[0][0], *last), (*first, last[0][0]), (first[0][0], *words[1:])}


def _folded(name: str) -> tuple[str, ...]:
    """A name as words that compare: no accents, no titles, no dots."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name[:120]) if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?", bare.casefold().replace("’", "'"))
    return tuple(word for word in words if word not in _TITLES)


def _number(contact: str) -> str:
    """A telephone number by its last nine figures, which a country's code does not change."""
    figures = re.sub(r"\D", "", contact)
    return figures[-9:] if len(figures) >= 9 else ""
