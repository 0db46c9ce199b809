"""The question "who?": a search, and a short list to choose from."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from coproduce.community.base.page import MemberRequest
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import agents
from coproduce.community.people.rules import is_public_id

#: More than seven in one list is a list nobody reads.
SHOWN = 7


class WhoForm(forms.Form):
    """Choose one agent of this community; subclasses name the field after what they are."""

    asked = "who"
    template = "people/who.html"

    def __init__(self, request: MemberRequest, raw: dict[str, Any], answers: Any = None) -> None:
        super().__init__(answers)
        self.actor = request.actor
        self.search = request.GET.get("q", "").strip()
        self.fields[self.asked] = forms.CharField(error_messages={"required": _("Choose a person from the list.")})
        self.chosen = (raw or {}).get(self.asked, "")
        self.other = next((raw[name] for name in ("giver", "receiver") if name != self.asked and name in raw), "")

    @cached_property
    def _listed(self) -> list[Agent]:
        """As many as are shown and one more, in the order of their names; the one chosen before stands first."""
        rows = agents(self.actor, self.search).exclude(public_id__in=[self.other] if self.other else [])
        first = [agents(self.actor).filter(public_id=self.chosen).first()] if self.chosen and not self.search else []
        kept = [agent for agent in first if agent]
        return [*kept, *rows.exclude(pk__in=[agent.pk for agent in kept])[: SHOWN + 1 - len(kept)]]

    def found(self) -> list[Agent]:
        return self._listed[:SHOWN]

    def there_are_more(self) -> bool:
        return len(self._listed) > SHOWN

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if chosen := said.get(self.asked):
            agent = agents(self.actor).filter(public_id=chosen).first() if is_public_id(chosen) else None
            if agent is None:
                self.add_error(self.asked, _("There is nobody of that name here. Look for them in the list."))
            else:
                said[self.asked] = agent.public_id
        return said


def who(name: str) -> type[WhoForm]:
    """The question "who?" under the name its answer is known by."""
    return type(f"Who{name.title()}", (WhoForm,), {"asked": name})
