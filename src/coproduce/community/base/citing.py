"""What is set in a community changes by a decision that is cited, where its members said so.

Verbs of every room ask here, and forms let somebody choose which; what a decision is, the room of decisions knows.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base import rooms
from coproduce.community.base.actor import Actor
from coproduce.community.base.forms import let_choose
from coproduce.community.base.page import MemberRequest
from coproduce.core.refusal import Refusal


def may_change(actor: Actor, decision: UUID | None) -> Refusal | None:
    """None when a setting, a rule or a key may change by this decision, or by none where none is needed."""
    return rooms.tell("setting_changes", actor, decision)


def let_cite(form: forms.Form, request: MemberRequest) -> None:
    """Ask by which decision, last of all, where one has to be cited."""
    if not request.community.by_decision:
        return
    form.fields["decision"] = forms.TypedChoiceField(
        label=_("By which decision?"),
        coerce=UUID,
        help_text=_("Members said that how this community is set changes only by what they decided."),
        error_messages={
            "required": _("Choose the decision, or write it down first."),
            "invalid_choice": _("Choose a decision of the list: one that was not put right by another."),
        },
    )
    let_choose(form, "decision", _to_cite(request.actor))


def _to_cite(actor: Actor) -> list[Any]:
    """The decisions there are to choose from, by whichever room has them."""
    return [one for room in rooms.with_file("told") if hasattr(room, "to_cite") for one in room.to_cite(actor)]
