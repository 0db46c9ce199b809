"""The verbs with which a community makes the kinds of help its own: more of them, other words, another order, fewer.

A kind is never deleted: what was recorded under it keeps it, and the ledger keeps the name it had on the day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Agreement, Category, Intent, Need, Offer
from coproduce.community.exchange.queries import OPEN
from coproduce.community.exchange.rules import MOST_EVERYDAY_WORDS, everyday, may_be_kind
from coproduce.community.people.changing.actions import CHANGED_MEANWHILE
from coproduce.community.people.models import Community
from coproduce.community.people.safeguarding.checks import may_be_done
from coproduce.core.refusal import Refusal

NO_KIND = Refusal("NOT_FOUND", "There is no such kind of help here. Look for it in the list.", "category")
NO_PARENT = Refusal("NOT_FOUND", "There is no such kind to stand under. Choose one of the list.", "parent")
HAS_KINDS_UNDER_IT = Refusal(
    "HAS_KINDS_UNDER_IT", "There are kinds under this one, so it stands at the top. Move them first.", "parent"
)
TWO_STEPS = Refusal(
    "TWO_STEPS",
    "That one stands under another already. Choose a kind at the top, so that the list stays short.",
    "parent",
)


@dataclass(frozen=True, slots=True)
class KindKept:
    """Which kind of help it is, which version of it stands now, and how much was moved to another kind."""

    category: UUID
    version: int
    moved: int = 0


@action("exchange.add_category", receipt=KindKept)
def add_category(
    actor: Actor,
    *,
    name: str,
    words: tuple[str, ...] = (),
    parent: UUID | None = None,
    activities: tuple[str, ...] = (),
    request_id: UUID,
) -> Done[KindKept] | Refusal:
    """Add a kind of help, last at the top or last under `parent`; `words` are what people say when they mean it.

    `activities` are what is done in it that the law may look at: which check it takes follows from them.
    """
    kinds = _kinds(actor)
    said = everyday(words)
    above = _above(kinds, None, parent)
    if fault := may_be_kind(name, said) or may_be_done(activities) or _name_is_free(kinds, name, None):
        return fault
    if isinstance(above, Refusal):
        return above
    made = Category.objects.create(
        community_id=actor.community_id, name=_tidy(name), words=list(said), parent=above,
        activities=sorted(set(activities)),
    )  # fmt: skip
    return Done(KindKept(made.public_id, made.version))


@action("exchange.change_category", receipt=KindKept)
def change_category(
    actor: Actor,
    *,
    category: UUID,
    version: int,
    name: str,
    words: tuple[str, ...] = (),
    parent: UUID | None = None,
    position: int | None = None,
    activities: tuple[str, ...] | None = None,
    request_id: UUID,
) -> Done[KindKept] | Refusal:
    """Change what a kind of help is called, what people say for it, and where it stands.

    `parent` is the kind it stands under, none for the top; `position` its place among those beside it, 1 the first.
    `activities`, from which follows which check it takes, stay as they are when left out.
    `version` is the one that was read; when another stands by now, nothing is changed.
    """
    kinds = _kinds(actor)
    found = kinds.get(category)
    if found is None:
        return NO_KIND
    said = everyday(words)
    above = _above(kinds, found, parent)
    done = found.activities if activities is None else sorted(set(activities))
    if fault := may_be_kind(name, said) or may_be_done(done) or _name_is_free(kinds, name, found):
        return fault
    if isinstance(above, Refusal):
        return above
    if position is not None and position < 1:
        return Refusal("NOT_POSITIVE", "The first place is 1.", "position")
    has_moved = found.parent_id != (above.pk if above else None)
    if fault := _change(found, version, name=_tidy(name), words=list(said), parent=above, activities=done):
        return fault
    if has_moved or position is not None:
        _put(kinds.values(), found, above, position)
    return Done(KindKept(category, version + 1))


@action("exchange.retire_category", receipt=KindKept)
def retire_category(
    actor: Actor, *, category: UUID, version: int, into: UUID | None = None, request_id: UUID
) -> Done[KindKept] | Refusal:
    """Offer a kind of help no more. What stands in it stays so, or moves `into` another, with its everyday words.

    Offers, needs and threads that go on move; what was done keeps the kind it was done as.
    """
    kinds = _kinds(actor)
    found, other = kinds.get(category), kinds.get(into) if into else None
    if found is None:
        return NO_KIND
    if found.is_retired:
        return Refusal("RETIRED", "“%(kind)s” is no longer in use already.", "category", {"kind": found.name})
    if any(one.parent_id == found.pk and not one.is_retired for one in kinds.values()):
        return Refusal("HAS_KINDS_UNDER_IT", "There are kinds under this one. Move or retire them first.", "category")
    if into and (other is None or other.is_retired or other == found):
        return Refusal("NOT_FOUND", "There is no such other kind of help here. Choose one of the list.", "into")
    if fault := _change(found, version, is_retired=True):
        return fault
    return Done(KindKept(category, version + 1, _move(found, other) if other else 0))


@action("exchange.bring_back_category", receipt=KindKept)
def bring_back_category(actor: Actor, *, category: UUID, version: int, request_id: UUID) -> Done[KindKept] | Refusal:
    """Offer a retired kind of help again; the kind above it must be in use."""
    kinds = _kinds(actor)
    found = kinds.get(category)
    if found is None:
        return NO_KIND
    if found.parent and found.parent.is_retired:
        return Refusal(
            "RETIRED", "It stands under “%(kind)s”: bring that back first.", "category", {"kind": found.parent.name}
        )
    fault = _change(found, version, is_retired=False)
    return fault or Done(KindKept(category, version + 1))


def _kinds(actor: Actor) -> dict[UUID, Category]:
    """Every kind of the community by public id. The community is held, so that two brokers change one tree in turn."""
    Community.objects.select_for_update().get(pk=actor.community_id)
    rows = Category.objects.filter(community_id=actor.community_id).select_related("parent")
    return {row.public_id: row for row in rows.order_by("position", "name")}


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _name_is_free(kinds: dict[UUID, Category], name: str, own: Category | None) -> Refusal | None:
    """Kinds are told apart by their names everywhere: on lists, on sheets, by scripts."""
    same = next((one for one in kinds.values() if one.name.casefold() == _tidy(name).casefold() and one != own), None)
    if same is None:
        return None
    if same.is_retired:
        return Refusal(
            "NAME_TAKEN", "“%(kind)s” is no longer in use, but still here: bring it back.", "name", {"kind": same.name}
        )
    return Refusal("NAME_TAKEN", "There is a kind called “%(kind)s” already.", "name", {"kind": same.name})


def _above(kinds: dict[UUID, Category], found: Category | None, parent: UUID | None) -> Category | Refusal | None:
    """The kind to stand under. With two steps and no more, nothing can come to stand under itself."""
    if parent is None:
        return None
    above = kinds.get(parent)
    if above is None or (above.is_retired and (found is None or found.parent_id != above.pk)):
        return NO_PARENT
    if found is not None and above == found:
        return Refusal("UNDER_ITSELF", "A kind cannot stand under itself. Choose another, or the top.", "parent")
    if above.parent_id is not None:
        return TWO_STEPS
    if found is not None and any(one.parent_id == found.pk for one in kinds.values()):
        return HAS_KINDS_UNDER_IT
    return above


def _change(found: Category, version: int, **fields: object) -> Refusal | None:
    """Write it, unless somebody was faster."""
    changed = Category.objects.filter(pk=found.pk, version=version).update(**fields, version=F("version") + 1)
    return None if changed else CHANGED_MEANWHILE


def _put(kinds: Iterable[Category], found: Category, above: Category | None, position: int | None) -> None:
    """Give it its place among those beside it, the last where none was said, and number them all afresh."""
    beside = [one for one in kinds if one.parent_id == (above.pk if above else None) and one.pk != found.pk]
    in_use = [one for one in beside if not one.is_retired]
    in_use.insert(len(in_use) if position is None else position - 1, found)
    beside = [*in_use, *(one for one in beside if one.is_retired)]
    for place, one in enumerate(beside, start=1):
        one.position = place
    Category.objects.bulk_update(beside, ["position"])


def _move(found: Category, other: Category) -> int:
    """Move what stands and what goes on to another kind, and let what people said for the one mean the other."""
    moved = 0
    for kind in (Need, Offer):
        standing = kind._default_manager.filter(category=found, state__in=(Intent.OPEN, Intent.PAUSED))
        moved += standing.update(category=other)
    moved += Agreement.objects.filter(category=found, state__in=OPEN).update(category=other)
    words = everyday([*other.words, found.name, *found.words])
    Category.objects.filter(pk=other.pk).update(words=list(words[:MOST_EVERYDAY_WORDS]), version=F("version") + 1)
    return moved
