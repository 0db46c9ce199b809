"""What is asked of whoever changes how far hours may go: whose, how far, what happens past it, and why."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from coproduce.community.base.forms import Once, let_choose
from coproduce.community.base.page import refused
from coproduce.community.base.wire import unit as unit_of
from coproduce.community.ledger.limits.rules import EVERYBODY, LONGEST_REASON
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS, QuantityError
from coproduce.core.refusal import Refusal

NOT_LISTED = _("Choose one of the list.")
AMOUNTS = ("below", "above", "grows_by")


class LimitForm(Once):
    """How far, of whom, and why. Amounts are read in the unit that is chosen."""

    whose = forms.ChoiceField(label=_("Whose?"), error_messages={"invalid_choice": NOT_LISTED})
    unit = forms.ChoiceField(label=_("Counted in"), error_messages={"invalid_choice": NOT_LISTED})
    below = forms.CharField(
        label=_("How much more may they have received than given?"),
        required=False,
        max_length=20,
        help_text=_("Write it like 12 h, or 12 h 30. Left empty: as much as they like."),
    )
    above = forms.CharField(
        label=_("How much more may they have given than received?"),
        required=False,
        max_length=20,
        help_text=_("Left empty: as much as they like."),
    )
    grows_by = forms.CharField(
        label=_("Does it go further for who gave?"),
        required=False,
        max_length=20,
        help_text=_("By as much as they gave, up to what you write here. Left empty: it stays as it is."),
    )
    mode = forms.ChoiceField(
        label=_("What happens past it?"),
        choices=[
            ("warn", _("It is written down, and the desk is told")),
            ("enforce", _("It is not written down")),
            ("off", _("Nothing: there is no limit")),
        ],
        error_messages={"invalid_choice": NOT_LISTED},
    )
    why = forms.CharField(
        label=_("Who decided it, and why?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody it is about reads this."),
        error_messages={"required": _("Say who decided it, and why.")},
    )
    outside = forms.IntegerField(widget=forms.HiddenInput(), required=False, min_value=0)

    def __init__(
        self, member: Agent | None, roles: Iterable[str], units: Iterable[str], *args: Any, **more: Any
    ) -> None:
        """About one `member`, or about a choice of everybody and those of a role."""
        super().__init__(*args, **more)
        known = [(role, gettext("Everybody who is %(role)s") % {"role": gettext(role)}) for role in roles]
        known.insert(0, (EVERYBODY, gettext("Everybody who is here now")))
        let_choose(self, "whose", [(str(member.public_id), member.name)] if member else known)
        let_choose(self, "unit", [(code, gettext(unit_of(code).name)) for code in dict.fromkeys((HOURS.code, *units))])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        counted = unit_of(said["unit"]) if "unit" in said else None
        for name in AMOUNTS:
            written, said[name] = said.get(name), None
            if written and counted:
                try:
                    said[name] = counted.parse(written)
                except QuantityError:
                    self.add_error(name, gettext("%(given)s cannot be read. Write it like 12 h.") % {"given": written})
        return said

    def said(self) -> dict[str, Any]:
        """The arguments of the verb."""
        return {**self.cleaned_data, "outside": self.cleaned_data.get("outside") or 0}

    def mend(self, outcome: Refusal) -> None:
        """Put a refusal where it belongs."""
        is_asked = outcome.field in self.fields and not self.fields[outcome.field].widget.is_hidden
        self.add_error(outcome.field if is_asked else None, refused(outcome))
