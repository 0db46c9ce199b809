"""What is asked about an occasion afterwards: who came, for how long, and who was helped."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import TimeField
from coproduce.community.exchange.forms import NO_TIME
from coproduce.community.exchange.models import Occasion
from coproduce.community.exchange.occasions.rules import Came
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS


class CameForm(forms.Form):
    """A line for each person: whether they came and for how long; at the desk also whether they were helped."""

    request_id = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, people: Sequence[Agent], signed: set[int], row: Occasion, is_desk: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.people, self.is_desk = people, is_desk
        minutes = int((row.ends_at - row.starts_at) / timedelta(minutes=1))
        for agent in people:
            self.fields[f"came_{agent.public_id}"] = forms.BooleanField(
                label=_("Gave a hand"), required=False, initial=agent.pk in signed
            )
            self.fields[f"time_{agent.public_id}"] = TimeField(
                label=_("How long?"),
                required=False,
                max_length=40,
                initial=str(HOURS(minutes)),
                error_messages={"required": NO_TIME},
            )
            if is_desk:
                self.fields[f"helped_{agent.public_id}"] = forms.BooleanField(label=_("Was helped"), required=False)

    def lines(self) -> list[dict[str, Any]]:
        return [
            {
                "agent": agent,
                "came": self[f"came_{agent.public_id}"],
                "time": self[f"time_{agent.public_id}"],
                "helped": self[f"helped_{agent.public_id}"] if self.is_desk else None,
            }
            for agent in self.people
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        came, helped = [], []
        for agent in self.people:
            name = str(agent.public_id)
            if said.get(f"helped_{name}"):
                helped.append(agent.public_id)
            if not said.get(f"came_{name}"):
                self.errors.pop(f"time_{name}", None)
            elif time := said.get(f"time_{name}"):
                came.append(Came(agent.public_id, time.minor))
            elif f"time_{name}" not in self.errors:
                self.add_error(f"time_{name}", NO_TIME)
        if not came and not self.errors:
            self.add_error(None, _("Tick who came. If nobody did, there is nothing to write down."))
        return {**said, "came": tuple(came), "helped": tuple(helped)}
