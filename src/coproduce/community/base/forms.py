"""Questions that many verbs ask: when, how long, which kind, in a few words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import MemberRequest
from coproduce.core.quantity import HOURS, Quantity, QuantityError


class Asked(forms.Form):
    """A form of a flow: made from the request, the answers so far, and what was just said."""

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(said)


class TimeField(forms.CharField):
    """A time as people say it: `1 h 30`, `90 min`, `1:30`; a bare number is hours."""

    def clean(self, value: Any) -> Quantity:
        said = super().clean(value)
        try:
            return HOURS.parse(said)
        except QuantityError as fault:
            raise forms.ValidationError(
                _("%(given)s is not a time. Write it like 1 h 30, or 90 min."), params={"given": f"“{said}”"}
            ) from fault


class DayInput(forms.DateInput):
    """The browser's own calendar, filled as it wants it."""

    input_type = "date"

    def __init__(self, **more: Any) -> None:
        super().__init__(format="%Y-%m-%d", **more)
