"""One's own way, what can be learned here, and a wish said step by step."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy as _

from coproduce.arenas.learning.actions.wishes import want
from coproduce.arenas.learning.forms import GoalForm, ScaleForm, TopicForm
from coproduce.arenas.learning.pages.words import shown_way
from coproduce.arenas.learning.queries import mine
from coproduce.community.base import clock, policy
from coproduce.community.base.flow import Answers, Flow, Question
from coproduce.community.base.page import MemberRequest, for_another
from coproduce.community.exchange.models import Need
from coproduce.community.exchange.pages import show
from coproduce.community.exchange.threads.waiting import names
from coproduce.community.people.choosing import who
from coproduce.community.people.queries import agent, myself

#: Things to choose among at once; the list of needs has the rest.
FEW = 4


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """What I learn, with whom, what others would like to learn, and whom one can ask."""
    if not policy.may(request.actor, "learning.read_page"):
        raise Http404
    wanted = list(mine.to_show(request.actor, clock.today(request.community.time_zone), FEW))
    show(request, Need, wanted)
    said = {
        "ways": [shown_way(one) for one in mine.ways(request.actor)],
        "threads": [{"row": row, "with_whom": names(others)} for row, others in mine.going_on(request.actor)],
        "wanted": wanted,
        "topics": mine.topics(request.actor),
        "is_desk": policy.may(request.actor, "learning.write_topic"),
    }
    return render(request, "learning/mine.html", said)


@for_another
def begin(request: MemberRequest) -> HttpResponse:
    """Begin to say what one wants to learn; the desk is asked for whom."""
    known: Answers = {}
    if not policy.may(request.actor, "learning.want"):
        known = {"who": str(myself(request.actor).public_id), "is_mine": "1"}
    return WANT.begin(request, known)


@for_another
def step(request: MemberRequest, draft: UUID, step: str) -> HttpResponse:
    """One question of it."""
    return WANT.show(request, draft, step)


def _name(request: MemberRequest, said: Answers) -> str:
    found = agent(request.actor, UUID(str(said["who"])))
    return found.name if found else ""


def _topic(request: MemberRequest, said: Answers) -> str:
    found = mine.topics(request.actor).filter(public_id=said["topic"]).first()
    return found.category.name if found else ""


def _scale(request: MemberRequest, said: Answers) -> str:
    if said["now"] is None:
        return gettext("not said")
    return gettext("%(now)s, from 0 (%(lowest)s) to 10 (%(highest)s)") % {
        "now": said["now"], "lowest": said["lowest"] or "…", "highest": said["highest"] or "…"
    }  # fmt: skip


def _arguments(request: MemberRequest, said: Answers) -> dict[str, Any]:
    return {
        "topic": UUID(str(said["topic"])),
        "goal": said["goal"],
        "lowest": said["lowest"],
        "highest": said["highest"],
        "now": said["now"],
        "for_": None if said.get("is_mine") else UUID(str(said["who"])),
    }


WANT = Flow(
    page="learning_want",
    title=_("Say what you want to learn"),
    verb=lambda: want,
    questions=(
        Question(
            "who", _("Who wants to learn?"), _("Who"), who("who"), _name, lambda raw: not raw.get("is_mine"),
            "people/who.html",
        ),
        Question(
            "topic", _("What would you like to learn?"), _("Topic"), TopicForm, _topic, template="learning/topic.html"
        ),
        Question("goal", _("What would you like to be able to do?"), _("In your own words"), GoalForm,
                 lambda request, said: str(said["goal"])),
        Question("scale", _("A scale of your own"), _("On your own scale"), ScaleForm, _scale),
    ),
    arguments=_arguments,
    do_it=_("Put it on the list"),
    done_template="learning/wanted.html",
    after=lambda request, said, receipt: {"said": said},
    fields={"lowest": "scale", "highest": "scale", "now": "scale"},
)  # fmt: skip
