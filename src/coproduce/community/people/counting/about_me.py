"""What members say of themselves to be counted: sex, age, disability, language. Each is asked only of who likes to say.

The person alone reads an answer. The desk can take one down for somebody who rings, and sees none that stands.
"""

from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.one import the_one
from coproduce.community.people.changing.actions import NOBODY
from coproduce.community.people.counting.languages import LANGUAGES
from coproduce.community.people.counting.rules import NOT_SAID, AboutMeSaid, may_say_about_me
from coproduce.community.people.models import AboutMe, Membership
from coproduce.community.people.queries import member_for
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class TakenDown:
    """Of whom something was taken down; never what."""

    member: UUID


@action("people.say_about_me", receipt=TakenDown)
def say_about_me(
    actor: Actor,
    *,
    member: UUID,
    sex: str | None = None,
    age_band: str | None = None,
    disability: str | None = None,
    language: str | None = None,
    request_id: UUID,
) -> Done[TakenDown] | Refusal:
    """Say of oneself what is only ever counted: woman, man, other word; an age band; disability yes or no; a language.

    What is left out stays as it is; "not said" takes an answer back, at once. A broker does it for who told them.
    """
    whose = member_for(actor, "people.say_about_me", member, held=True)
    if whose is None:
        return NOBODY
    said = AboutMeSaid(sex, age_band, disability, language)
    if fault := may_say_about_me(said, LANGUAGES):
        return fault
    about = the_one(AboutMe.objects.filter(membership=whose)) or AboutMe(membership=whose)
    for name, answer in said.answers().items():
        setattr(about, name, answer)
    if any(answer != NOT_SAID for answer in answers_of(about).values()):
        about.save()
    elif about.pk:
        about.delete()  # nothing is kept of who took it all back
    return Done(TakenDown(member))


def answers_of(about: AboutMe | None) -> dict[str, str]:
    """The answers by the name of their question, "not said" where there is none."""
    return {name: getattr(about, name, NOT_SAID) for name in ("sex", "age_band", "disability", "language")}


def my_answers(actor: Actor) -> dict[str, str]:
    """What the actor said of themselves. There is no way to read anybody else's."""
    return answers_of(AboutMe.objects.filter(membership__agent_id=actor.agent_id or 0).first())


def put_together(kept: Membership, lost: Membership) -> None:
    """Two records become one person: what either said stands, the kept record's word first."""
    words = {one.membership_id: one for one in AboutMe.objects.filter(membership__in=(kept, lost))}
    if other := words.get(lost.pk):
        about = words.get(kept.pk) or AboutMe(membership=kept)
        for name, answer in answers_of(other).items():
            if getattr(about, name) == NOT_SAID:
                setattr(about, name, answer)
        about.save()
        other.delete()
