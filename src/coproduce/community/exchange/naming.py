"""Who and what a list from elsewhere means: members by whatever it calls them, kinds of help by their words."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from coproduce.community.base.cells import UnreadableError, in_words
from coproduce.community.exchange.categories.kinds import Kind, match
from coproduce.community.exchange.models import Category
from coproduce.community.people.models import Agent, Membership

#: What someone is called in a list, the surest first.
WAYS = ("id", "source", "number", "e-mail", "name")


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody of a community by each way a list may name them. Two of one name are never guessed between."""

    ways: tuple[dict[str, set[UUID]], ...]
    absent: dict[UUID, str]
    said: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def of(cls, community_id: int) -> "Directory":
        """Members and groups as they stand; a record that was merged leads to the one that was kept."""
        ways: tuple[dict[str, set[UUID]], ...] = tuple(defaultdict(set) for _ in WAYS)
        absent: dict[UUID, str] = {}
        for public_id, name, ref, kept, state, shared, email in Agent.objects.filter(
            community=community_id
        ).values_list(
            "public_id",
            "name",
            "source_ref",
            "merged_into__public_id",
            "membership__state",
            "membership__shared_email",
            "membership__person__account__email",
        ):
            who: UUID = kept or public_id
            if state in (Membership.LEFT, Membership.APPLIED) and not kept:
                absent[who] = "have left, and their account is closed" if state == Membership.LEFT else "only applied"
            said = (str(public_id), ref, (ref or "").partition(":")[2], email, "" if kept else name)
            for way, words in zip(ways, said, strict=True):
                if words:
                    way[_plain(words)].add(who)
            if shared:
                ways[WAYS.index("e-mail")][_plain(shared)].add(who)
        return cls(tuple(map(dict, ways)), absent)

    def find(self, field: str, text: str) -> UUID:
        """The one these words name. Raises UnreadableError for nobody, for several, and for who is not a member."""
        if text not in self.said:
            self.said[text] = self._found(field, text)
        return self.said[text]

    def _found(self, field: str, text: str) -> UUID:
        said = _plain(text)
        if not said:
            raise UnreadableError(field, "Nobody is named.")
        found = next((way[said] for way in self.ways if said in way), None)
        if found is None:
            raise UnreadableError(field, f"There is nobody called “{text[:40]}” here.")
        if len(found) > 1:
            raise UnreadableError(field, f"{len(found)} members here answer to “{text[:40]}”.")
        [who] = found
        if who in self.absent:
            raise UnreadableError(field, f"“{text[:40]}”: they {self.absent[who]}.")
        return who


@dataclass(frozen=True, slots=True)
class Kinds:
    """A community's own kinds of help: other people's names for them find them, by name and then by words.

    `kinds` are those that are offered; a name of `retired` is known, and stands for what was recorded under it.
    """

    names: dict[str, str]
    kinds: tuple[Kind, ...]
    retired: frozenset[str] = frozenset()
    found: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, community_id: int) -> "Kinds":
        """The kinds as they stand, with the words the community gave them."""
        rows = list(Category.objects.filter(community=community_id).select_related("parent").order_by("pk"))
        return cls(
            {_plain(row.name): row.name for row in rows},
            tuple(_kind(row) for row in rows if not row.is_retired),
            frozenset(row.name for row in rows if row.is_retired),
        )

    def called(self, text: str) -> str:
        """The community's name for it: the same name first, then what the words mean, else a new name."""
        if text not in self.found:
            said = in_words(text.strip())
            known = self.names.get(_plain(said))
            meant = match(said, self.kinds) if known is None or known in self.retired else None
            self.found[text] = meant.name if meant else known or said
        return self.found[text]

    def offered(self, field: str, text: str) -> str:
        """What it is called here, for something new to stand under. Raises UnreadableError once it is retired."""
        name = self.called(text)
        if name in self.retired:
            raise UnreadableError(field, f"“{name[:40]}” is no longer in use here.")
        return name


def _kind(row: Category) -> Kind:
    """Its code begins with that of the kind it stands under now, wherever it was shipped."""
    if row.parent is None:
        return Kind(_code(row), row.name, "", tuple(row.words))
    above = _code(row.parent)
    code = row.code if row.code.startswith(f"{above}.") else f"{above}.{row.pk}"
    return Kind(code, row.name, above, tuple(row.words))


def _code(top: Category) -> str:
    return top.code if top.code and "." not in top.code else str(top.pk)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
