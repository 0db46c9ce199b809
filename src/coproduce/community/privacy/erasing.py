"""Forgetting somebody: their rows go, what the books need is emptied, and others' words name them no more.

Which rows and which fields is read from the declarations of the models. The agent stays, as "Somebody who left": its
number stands in the books, which add up and prove themselves as before. Somebody who is in another community too
keeps their sign-in, and everything there.
"""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.db import transaction

from coproduce.community.base.actor import Actor
from coproduce.community.people.changing.actions import go
from coproduce.community.people.models import SOMEBODY, Agent, BroughtFile, Membership, Person, Upload
from coproduce.community.people.uploads import files as uploads
from coproduce.community.privacy import erasure_log, letters, sessions
from coproduce.community.privacy.erasure_log import Forgotten
from coproduce.community.privacy.marks import marks_of
from coproduce.community.privacy.others import name_no_more
from coproduce.community.privacy.registry import Kept, registry
from coproduce.community.privacy.whose import Somebody, rows, somebody


def forget(actor: Actor, membership: Membership) -> None:
    """Everything of a member, who leaves first, within the transaction that is open; files go once it is done."""
    agent = membership.agent
    everywhere, whose = somebody(agent), somebody(agent, everywhere=False)
    marks = marks_of(whose)  # before they leave: then nothing says any more how to reach them
    if membership.state in (Membership.ACTIVE, Membership.PAUSED):
        go(actor, membership, "left")
    Membership.objects.filter(agent__in=whose.agents).update(state=Membership.LEFT)
    files = list(Upload.objects.filter(agent__in=whose.agents).values_list("name", flat=True))
    families = list(Agent.objects.filter(household__members__agent__in=whose.agents).values_list("pk", flat=True))
    BroughtFile.objects.filter(community=whose.community).delete()  # who they were may stand in any of them
    for one in Membership.objects.filter(agent__in=whose.agents):
        one.person = Person.objects.create(name=SOMEBODY)
        one.save(update_fields=["person"])
    for kept in reversed(registry()):
        if kept.owners:
            _empty(kept, whose)
    Agent.objects.filter(pk__in=families, household__members=None).update(name=SOMEBODY)
    name_no_more(marks, whose)
    sessions.end(whose, marks, tuple(set(everywhere.accounts) - set(whose.accounts)))
    transaction.on_commit(partial(uploads.throw_away, files))
    transaction.on_commit(partial(letters.remove, marks))
    line = Forgotten(agent.community_id, agent.public_id, datetime.now(UTC)).line()
    transaction.on_commit(partial(erasure_log.add, [line]))


def _empty(kept: Kept, whose: Somebody) -> None:
    """The rows of one table that are theirs: gone, or emptied where they stay."""
    if kept.goes:
        rows(kept, whose).order_by().delete()
        return
    if kept.keep == "concern":
        return  # has a time of its own, whoever it is about
    for field in kept.model._meta.many_to_many:
        if field.name in kept.fields:
            through: Any = field.remote_field.through
            through._base_manager.filter(membership__agent__in=whose.agents).delete()
    if values := kept.emptied():
        rows(kept, whose).order_by().update(**values)
