"""Who and what a list from elsewhere means: members by whatever it calls them, kinds of help by their words."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from coproduce.community.base.cells import UnreadableError, in_words
from coproduce.community.exchange.kinds import Kind, match
from coproduce.community.exchange.models import Category
from coproduce.community.people.models import Agent, Membership

#: What someone is called in a list, the surest first.
WAYS = ("id", "source", "number", "e-mail", "name")


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody of a community by each way a list may name them. Two of one name are never guessed between."""

    ways: tuple[dict[str, set[UUID]], ...]
    absent: dict[UUID, str]

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
    """A community's own kinds of help: other people's names for them find them, by name and then by words."""

    names: dict[str, str]
    kinds: tuple[Kind, ...]
    found: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, community_id: int) -> "Kinds":
        rows = list(Category.objects.filter(community=community_id).select_related("parent").order_by("pk"))
        return cls(
            {_plain(row.name): row.name for row in rows},
            tuple(
                Kind(row.code or str(row.pk), row.name, row.parent.name if row.parent else "", tuple(row.words))
                for row in rows
                if not row.is_hidden
            ),
        )

    def called(self, text: str) -> str:
        """The community's name for it: the same name first, then what the words mean, else a new name."""
        if text not in self.found:
            said = in_words(text.strip())
            meant = None if _plain(said) in self.names else match(said, self.kinds)
            self.found[text] = meant.name if meant else self.names.get(_plain(said), said)
        return self.found[text]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
