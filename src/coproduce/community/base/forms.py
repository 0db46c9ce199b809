"""Questions that many verbs ask, and what a form says when somebody else was faster."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import MemberRequest, refused
from coproduce.core.quantity import HOURS, Quantity, QuantityError, Unit
from coproduce.core.refusal import Refusal


class Once(forms.Form):
    """A form that does its thing once, however often it is sent."""

    request_id = forms.UUIDField(widget=forms.HiddenInput())


class Asked(forms.Form):
    """A form of a flow: made from the request, the answers so far, and what was just said."""

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(said)


class TimeField(forms.CharField):
    """A time as people say it: `1 h 30`, `90 min`, `1:30`; a bare number is hours. Left empty where it may be: None."""

    def clean(self, value: Any) -> Quantity | None:
        said = super().clean(value)
        if not said:
            return None
        try:
            return HOURS.parse(said)
        except QuantityError as fault:
            raise forms.ValidationError(
                _("%(given)s is not a time. Write it like 1 h 30, or 90 min."), params={"given": f"“{said}”"}
            ) from fault


def let_choose(form: forms.Form, name: str, choices: Any) -> None:
    """Give a question of a form the answers that can be chosen, once they are known."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class MoneyField(forms.CharField):
    """An amount of the community's money, as people write it. Left empty where it may be: None."""

    money: Unit | None = None

    def clean(self, value: Any) -> Quantity | None:
        said = super().clean(value)
        if not said or self.money is None:
            return None
        try:
            return self.money.parse(said)
        except QuantityError as fault:
            raise forms.ValidationError(_("Write an amount like 250.00.")) from fault


class DayInput(forms.DateInput):
    """The browser's own calendar, filled as it wants it."""

    input_type = "date"

    def __init__(self, **more: Any) -> None:
        super().__init__(format="%Y-%m-%d", **more)


def again(form: Any, outcome: Refusal, version: int) -> Any:
    """The form with the refusal in it; against a change meanwhile, on the version that stands now."""
    if outcome.code == "CHANGED_MEANWHILE":
        form.data = form.data.copy()
        form.data["version"], form.data["request_id"] = str(version), str(uuid4())
        form.is_behind = True
    form.add_error(
        outcome.field if outcome.field in form.fields and outcome.field != "version" else None, refused(outcome)
    )
    return form


def meanwhile(form: forms.Form, now: dict[str, Any]) -> list[dict[str, Any]]:
    """Where what was typed differs from what stands now: (label, what it says now)."""
    if not getattr(form, "is_behind", False):
        return []
    return [
        {"label": field.label, "says": now[name]}
        for name, field in form.fields.items()
        if name in now and not field.widget.is_hidden and form.cleaned_data.get(name, now[name]) != now[name]
    ]
