"""What is asked of a community that chooses its rules: by which decision, from which day, and each rule."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, get_args
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.community.base.forms import DayInput, Once, TimeField, let_choose
from coproduce.community.base.page import refused
from coproduce.community.decisions.models import Decision
from coproduce.community.decisions.rule_sets.words import called
from coproduce.community.decisions.words import to_choose
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import Between, Leaf, Path, RuleSet, leaves, plain, put


class MinutesField(TimeField):
    """A time as people say it, kept as whole minutes between two bounds; nothing said is none."""

    def __init__(self, between: Between | None, **more: Any) -> None:
        super().__init__(**more)
        self.between = between

    def clean(self, value: Any) -> Any:
        time, between = super().clean(value), self.between
        if time is None:
            return None
        if between and not between.low <= time.minor <= between.high:
            raise forms.ValidationError(
                _("Choose a time from %(low)s to %(high)s."),
                params={"low": HOURS(between.low), "high": HOURS(between.high)},
            )
        return time.minor


class RulesForm(Once):
    """The decision; the day it counts from; and every rule of a set, as it is or otherwise."""

    decision = forms.TypedChoiceField(
        label=gettext_lazy("By which decision?"),
        coerce=UUID,
        help_text=gettext_lazy(
            "Members decide how their help is counted, and every member can read by which decision."
        ),
        error_messages={
            "required": gettext_lazy("Choose the decision, or write it down first."),
            "invalid_choice": gettext_lazy("Choose a decision of the list: one that was not put right by another."),
        },
    )

    from_on = forms.DateField(
        label=gettext_lazy("From which day"),
        widget=DayInput,
        help_text=gettext_lazy("Today or later. What was written down before stays as it was judged then."),
        error_messages={
            "required": gettext_lazy("Choose a day, today or later."),
            "invalid": gettext_lazy("Write the day like 2026-11-16."),
        },
    )

    def __init__(
        self, rule_set: RuleSet[Any], start: RuleSet[Any], decisions: Iterable[Decision], *args: Any, **more: Any
    ) -> None:
        """`start` is what stands in the fields at first; what is changed is told by `rule_set`."""
        super().__init__(*args, **more)
        let_choose(self, "decision", to_choose(decisions))
        self.rule_set, self.start = rule_set, start
        self.paths: dict[str, Path] = {}
        for at, leaf in enumerate(leaves(start.values)):
            name = f"rule_{at}"
            self.paths[name] = leaf.path
            self.fields[name] = _field(leaf)
            self.initial.setdefault(name, _initial(leaf))
        self.order_fields(["decision", "from_on", *self.paths])

    def rules(self) -> list[Any]:
        """The questions about the rules themselves."""
        return [self[name] for name in self.paths]

    def changed(self) -> dict[str, Any]:
        """What is said otherwise than in the set, by the names of the arena's rules."""
        shipped = plain(self.rule_set.values)
        ours = put(self.start.values, {path: _said(self.cleaned_data[name]) for name, path in self.paths.items()})
        return {name: value for name, value in ours.items() if value != shipped[name]}

    def mend(self, outcome: Refusal) -> None:
        """Put a refusal where it belongs."""
        by_path = {f"changed.{'.'.join(path)}": name for name, path in self.paths.items()}
        name = by_path.get(outcome.field, outcome.field)
        self.add_error(name if name in self.fields else None, refused(outcome))


def _field(leaf: Leaf) -> forms.Field:
    """The question about one rule."""
    more: dict[str, Any] = {
        "label": called(leaf),
        "help_text": _(leaf.says.hint) if leaf.says.hint else "",
        "required": not leaf.is_optional,
    }
    if leaf.is_optional:
        more["help_text"] = " ".join(
            filter(None, (more["help_text"], _("Left empty: %s.") % _(leaf.says.none).lower()))
        )
    if leaf.kind is bool:
        return forms.BooleanField(**{**more, "required": False})
    if leaf.kind is Literal:
        choices = [(one, _(leaf.says.choices.get(one, one))) for one in _choices(leaf)]
        return forms.ChoiceField(choices=choices, **more, error_messages=_wrong(_("Choose one of the list.")))
    if leaf.kind is int and leaf.unit == "minutes":
        return MinutesField(
            leaf.between, max_length=20, **more, error_messages={"required": _("Write a time, like 1 h 30.")}
        )
    if leaf.kind is int:
        low, high = (leaf.between.low, leaf.between.high) if leaf.between else (None, None)
        said = _("Write a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}
        wrong = _wrong(said if leaf.between else _("Write a whole number."))
        return forms.IntegerField(min_value=low, max_value=high, **more, error_messages=wrong)
    if leaf.kind is date:
        return forms.DateField(widget=DayInput, **more, error_messages=_wrong(_("Write the day like 2026-11-16.")))
    return forms.CharField(
        max_length=200, **{**more, "required": more["required"] and leaf.kind in (Decimal, Fraction)}
    )


def _choices(leaf: Leaf) -> tuple[str, ...]:
    hints = get_args(leaf.hint)
    return get_args(hints[0]) if leaf.is_optional else hints


def _said(value: Any) -> Any:
    """An answer as the rules are written: a day as text, nothing typed as none."""
    if value == "":
        return None
    return value.isoformat() if isinstance(value, date) else value


def _wrong(said: str) -> dict[str, str]:
    return dict.fromkeys(("required", "invalid", "invalid_choice", "min_value", "max_value"), said)


def _initial(leaf: Leaf) -> Any:
    if leaf.kind is int and leaf.unit == "minutes" and leaf.value is not None:
        return str(HOURS(leaf.value))
    return leaf.value if isinstance(leaf.value, bool | int | date) else plain(leaf.value)
