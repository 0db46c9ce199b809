"""What is asked about a paste, and about each draft in it. The drafts travel in the form itself, under a seal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.community.base.forms import DayInput, TimeField
from coproduce.community.exchange.pages import week_in_words
from coproduce.community.exchange.pasting.actions import Confirmed, Town
from coproduce.community.exchange.pasting.drafts import Draft, Plain, telling_where
from coproduce.community.exchange.rules import LONGEST_WORDS
from coproduce.core.quantity import HOURS

#: A page with drafts may lie open for a morning and an afternoon, not longer.
KEEPS_SECONDS = 24 * 3600

#: More than seven of one name is a list nobody reads.
MOST_NAMES = 7

#: What somebody may say. Help that was given is told by either side.
SAYS = (
    ("need", gettext_lazy("would be helped by it")),
    ("offer", gettext_lazy("offers it")),
    ("gave", gettext_lazy("has helped somebody")),
    ("got", gettext_lazy("was helped by somebody")),
)


class PasteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("The messages"),
        required=False,
        strip=False,
        help_text=gettext_lazy("A chat, a list of who said what, or e-mails with the lines that say who wrote them."),
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a text file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Like the one a chat program saves when you export a chat."),
        widget=forms.FileInput(attrs={"accept": ".txt,.eml,.md,text/plain"}),
    )
    since = forms.DateField(
        label=gettext_lazy("Only from which day on?"),
        required=False,
        help_text=gettext_lazy("Leave it empty to read everything."),
        widget=DayInput(),
        error_messages={"invalid": gettext_lazy("This is not a day. Write it like 2026-11-16.")},
    )


class SealError(Exception):
    """A draft that did not come from this page of this community, or is older than a day."""


def sealed(community_id: int, what: Mapping[str, Any]) -> str:
    """What the page needs to know again, so that nobody but the reader of the page keeps it."""
    return signing.dumps(dict(what), salt=f"exchange.paste.{community_id}", compress=True)


def unsealed(community_id: int, seal: str) -> dict[str, Any]:
    """What was sealed. Raises SealError."""
    try:
        found: dict[str, Any] = signing.loads(seal, salt=f"exchange.paste.{community_id}", max_age=KEEPS_SECONDS)
    except signing.BadSignature as fault:
        raise SealError from fault
    return found


class TimeOrNothing(TimeField):
    """A time, where one is said."""

    def clean(self, value: Any) -> Any:
        return super().clean(value) if str(value or "").strip() else None


class RowForm(forms.Form):
    """One draft to confirm. Only what is ticked has to be whole; what is not stays as it is."""

    seal = forms.CharField(widget=forms.HiddenInput())
    request_id = forms.UUIDField(widget=forms.HiddenInput())
    tick = forms.BooleanField(label=gettext_lazy("Write this down"), required=False)
    who = forms.CharField(label=gettext_lazy("Who"), required=False, widget=forms.Select())
    find = forms.CharField(
        label=gettext_lazy("Or a part of the name"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("What they say"), choices=SAYS)
    category = forms.CharField(label=gettext_lazy("Kind of help"), required=False, widget=forms.Select())
    words = forms.CharField(
        label=gettext_lazy("In words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": gettext_lazy("Say it in 300 letters or fewer.")},
    )
    suits = forms.BooleanField(required=False)
    until_on = forms.DateField(
        label=gettext_lazy("Until which day?"),
        required=False,
        help_text=gettext_lazy("Empty: for good."),
        widget=DayInput(),
        error_messages={"invalid": gettext_lazy("This is not a day. Write it like 2026-11-16.")},
    )
    other = forms.CharField(label=gettext_lazy("With whom"), required=False, widget=forms.Select())
    find_other = forms.CharField(
        label=gettext_lazy("Or a part of the name"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    time = TimeOrNothing(
        label=gettext_lazy("How long did it take?"), required=False, max_length=40,
        help_text=gettext_lazy("Like 1 h 30, or 90 min."),
    )  # fmt: skip
    done_on = forms.DateField(
        label=gettext_lazy("Which day was it?"),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": gettext_lazy("This is not a day. Write it like 2026-11-16.")},
    )

    def __init__(
        self, said: Mapping[str, Any], read: Mapping[str, Any], town: Town, prefix: str, *, is_confirming: bool
    ) -> None:
        self.typed = {f"{prefix}-{name}": value for name, value in said.items()}
        super().__init__(self.typed, prefix=prefix)
        #: Where it stands on the page, from 1.
        self.place = 0
        self.read, self.town, self.is_confirming = read, town, is_confirming
        self.names = town.names()
        self.label = str(read["label"])
        self.said_on = date.fromisoformat(read["said_on"])
        self.on_dates = tuple(date.fromisoformat(day) for day in read["on_dates"])
        self.fields["category"].widget.choices = kinds_in_groups(town)
        self.fields["suits"].label = _("It suits only then: %(when)s") % {
            "when": when_in_words(read["week"], self.on_dates)
        }
        self._choices("who", read["maybe"])
        self._choices("other", ())

    @property
    def is_of_help(self) -> bool:
        """Whether it tells of help that was given."""
        return self["kind"].value() in ("gave", "got")

    @property
    def shows_times(self) -> bool:
        """Whether the words said when it suits, and it still has to."""
        return not self.is_of_help and bool(self.read["week"] or self.on_dates)

    @property
    def is_nobody(self) -> bool:
        """Whether it came with a name that is nobody's here."""
        return bool(self.label) and not self.read["maybe"] and not self["who"].value()

    @property
    def is_of_several(self) -> bool:
        """Whether it came with a name that several have."""
        return len(self.read["maybe"]) > 1 and not self["who"].value()

    @property
    def tells_where(self) -> str:
        """A number, address or door that others will read in the words."""
        return telling_where(str(self["words"].value() or ""))

    @property
    def is_open(self) -> bool:
        """Whether there is something to put right before it can be ticked with a good conscience."""
        return bool(self.errors or not self["who"].value() or not self["category"].value() or self.tells_where)

    @property
    def sentence(self) -> str:
        """What will be written down, read out."""
        said = {
            "name": self.names.get(str(self["who"].value()), _("Somebody")),
            "other": self.names.get(str(self["other"].value()), _("somebody")),
            "words": str(self["words"].value() or ""),
        }
        return {
            "need": _("%(name)s would be helped: %(words)s"),
            "offer": _("%(name)s offers: %(words)s"),
            "gave": _("%(name)s helped %(other)s: %(words)s"),
            "got": _("%(other)s helped %(name)s: %(words)s"),
        }.get(str(self["kind"].value()), "%(words)s") % said

    @property
    def about(self) -> str:
        """The kind of help, and when it suits or how long it took."""
        kind = str(self["category"].value() or "") or _("no kind of help yet")
        if self.is_of_help:
            said: list[Any] = [kind, self["time"].value(), self._day("done_on")]
        else:
            until = _("until %(day)s") % {"day": day} if (day := self._day("until_on")) else ""
            times = when_in_words(self.read["week"], self.on_dates) if self["suits"].value() else ""
            said = [kind, times, until]
        return " · ".join(str(one) for one in said if one)

    def _day(self, name: str) -> str:
        """A day that was typed, as people write it; nothing for what is none."""
        day = self.cleaned_data.get(name) if self.is_valid() or name in self.cleaned_data else None
        return date_format(day) if day else ""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self._found("who", "find")
        self._found("other", "find_other")
        if self.is_confirming and said.get("tick"):
            self._is_whole(said)
        return said

    def _is_whole(self, said: Mapping[str, Any]) -> None:
        """Whatever a verb would ask for, said beside its field."""
        needed = {
            "who": _("Choose who it is."),
            "category": _("Choose what kind of help it is."),
            "words": _("Say in a few words what it is."),
        }
        if self.is_of_help:
            needed |= {
                "other": _("Choose who was on the other side."),
                "time": _("Say how long it took, like 1 h 30."),
                "done_on": _("Choose the day."),
            }
        for name, sentence in needed.items():
            if not said.get(name) and name not in self.errors and f"find_{name}" not in self.errors:
                self.add_error(name, sentence)

    def _found(self, name: str, search: str) -> None:
        """Whom a part of a name means: the one is chosen, several are shown to choose from."""
        words = str(self.cleaned_data.get(search, "")).strip()
        chosen = str(self.cleaned_data.get(name, ""))
        if chosen and chosen not in self.names:
            chosen = self.cleaned_data[name] = ""
        if not words:
            return
        found = self.town.called(words)
        if len(found) == 1:
            self.cleaned_data[name] = found[0]
            self._say(name, found[0])
            self._say(search, "")
            self._choices(name, found)
        elif not found:
            self.add_error(search, _("Nobody here goes by “%(name)s”. Try a part of the name.") % {"name": words})
        else:
            self._choices(name, found[:MOST_NAMES])
            self.add_error(name, _("Several here go by “%(name)s”: choose one.") % {"name": words})
            self._say(name, "")
            self._say(search, "")

    def _say(self, name: str, value: str) -> None:
        """Put an answer into the form that is shown."""
        self.typed[self.add_prefix(name)] = value

    def _choices(self, name: str, ids: Sequence[str]) -> None:
        """Whom this may be, with the one chosen before."""
        chosen = str(self.typed.get(self.add_prefix(name), ""))
        known = dict.fromkeys(one for one in (chosen, *ids) if one in self.names)
        choices = [("", _("Choose who it is")), *((one, self.names[one]) for one in known)]
        self.fields[name].widget.choices = choices

    def confirmed(self) -> Confirmed:
        """The row for its verb. Only of a form that is valid and whole."""
        said, suits = self.cleaned_data, self.cleaned_data["suits"]
        is_of_help = said["kind"] in ("gave", "got")
        return Confirmed(
            kind="done" if is_of_help else said["kind"],
            who=UUID(said["who"]),
            category=said["category"],
            words=said["words"],
            said_on=self.said_on,
            week=self.read["week"] if suits else 0,
            on_dates=self.on_dates if suits else (),
            until_on=said["until_on"],
            other=UUID(said["other"]) if is_of_help else None,
            gave=said["kind"] == "gave",
            time=said["time"],
            done_on=said["done_on"],
        )


def row_of(draft: Draft, town: Town, *, is_listed: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a draft says in the fields of its row, and what is sealed. Ticked when nothing about it is doubtful."""
    days = tuple(day for day in draft.on_dates if day >= town.today)
    is_past = draft.kind != "done" and bool(draft.on_dates) and not days
    kind = draft.kind if draft.kind != "done" else "gave" if draft.gave else "got"
    said = {
        "request_id": str(uuid4()),
        "tick": "on" if draft.member and not is_listed and not is_past else "",
        "who": draft.member or "",
        "kind": kind,
        "category": next((one.name for one in town.kinds.kinds if one.code == draft.category), ""),
        "words": draft.words,
        "suits": "on",
        "until_on": days[-1].isoformat() if days and draft.kind == "need" else "",
        "other": draft.other or "",
        "time": str(HOURS(draft.minutes)) if draft.minutes else "",
        "done_on": draft.on_dates[0].isoformat() if draft.kind == "done" else "",
    }
    read = _read_of(draft, town) | {
        "why": _(draft.why.template) % draft.why.values,
        "week": 0 if is_past else draft.week,
        "on_dates": [day.isoformat() for day in days] if draft.kind != "done" else [],
        "is_listed": is_listed,
        "is_past": is_past,
    }
    return said, read


def plain_of(plain: Plain, town: Town) -> dict[str, Any]:
    """What is sealed of words that stay plain."""
    return _read_of(plain, town) | {"why": _(plain.why.template) % plain.why.values, "words": plain.words}


def by_hand(read: Mapping[str, Any], kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A row made of plain words because somebody says what they are."""
    maybe = read["maybe"]
    said = {
        "request_id": str(uuid4()),
        "tick": "on",
        "who": maybe[0] if len(maybe) == 1 else "",
        "kind": kind,
        "words": " ".join(str(read["words"]).split())[:LONGEST_WORDS],
    }
    kept = {**read, "why": "", "week": 0, "on_dates": [], "is_listed": False, "is_past": False}
    return said, kept


def _read_of(found: Draft | Plain, town: Town) -> dict[str, Any]:
    return {
        "label": found.label[:80],
        "maybe": list(found.maybe[:MOST_NAMES]),
        "said_on": (found.said_on or town.today).isoformat(),
    }


def kinds_in_groups(town: Town) -> list[tuple[str, Any]]:
    """The kinds of help as a list to choose from, each under the one it belongs to."""
    kinds = town.kinds.kinds
    groups = [("", _("Choose"))]
    for top in sorted((one for one in kinds if not one.parent), key=lambda one: one.name.casefold()):
        under = [(one.name, one.name) for one in kinds if one.parent == top.code]
        groups.append((top.name, [(top.name, top.name), *under]) if under else (top.name, top.name))  # type: ignore[arg-type]
    return groups


def when_in_words(week: int, days: Iterable[date]) -> str:
    """When it suits, as the words said: parts of the week, single days."""
    return "; ".join(filter(None, (week_in_words(week), ", ".join(date_format(day) for day in days))))
