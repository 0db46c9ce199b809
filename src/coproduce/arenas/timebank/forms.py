"""What the strengths conversation and the sheets on paper ask for."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.exchange.models import Category

#: Lines to write on for each kind of strength: as many as people say at once.
LINES = {"skill": 3, "thing": 3, "place": 2, "experience": 3}

LONGEST = 200

Groups = list[tuple[str, list[Category]]]


def in_groups(kinds: Iterable[Category]) -> Groups:
    """Each top kind with those under it, in the community's order; a kind with none under it stands for itself."""
    groups: dict[str, list[Category]] = {}
    for kind in kinds:
        if kind.parent:
            groups.setdefault(kind.parent.name, []).append(kind)
        else:
            groups.setdefault(kind.name, [])
    return [(name, found) for name, found in groups.items() if found] + [
        ("", [kind for kind in kinds if not kind.parent and not groups[kind.name]])
    ]


class ConversationForm(forms.Form):
    """Everything one conversation brings: kinds of help that were ticked, and lines in their own words."""

    request_id = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, kinds: Sequence[Category], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["ticked"] = forms.MultipleChoiceField(
            choices=[(kind.name, kind.name) for kind in kinds],
            required=False,
            error_messages={"invalid_choice": _("Choose from the list.")},
        )
        for kind, lines in LINES.items():
            for line in range(lines):
                self.fields[f"{kind}_{line}"] = forms.CharField(
                    label=_("In their words"),
                    required=False,
                    max_length=LONGEST,
                    error_messages={"max_length": _("Say it in 200 letters or fewer.")},
                )

    def lines_of(self, kind: str) -> list[Any]:
        return [self[f"{kind}_{line}"] for line in range(LINES[kind])]

    def said(self) -> list[tuple[str, str]]:
        """(kind of strength, words) of everything said, each once."""
        given = self.cleaned_data
        ticked = [("skill", name) for name in given["ticked"]]
        written = [(kind, given[f"{kind}_{line}"].strip()) for kind in LINES for line in range(LINES[kind])]
        return list(dict.fromkeys([*ticked, *((kind, words) for kind, words in written if words)]))


class PassOnForm(forms.Form):
    """Which of the strengths may be passed on as offers, and under which kind of help each stands."""

    request_id = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, words: dict[str, str], kinds: Sequence[Category], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        named = [("", _("Choose")), *((kind.name, kind.name) for kind in kinds)]
        self.words = words
        for key in words:
            self.fields[f"pass_{key}"] = forms.BooleanField(required=False, label=words[key])
            self.fields[f"kind_{key}"] = forms.ChoiceField(
                choices=named, required=False, label=_("Kind of help"),
                error_messages={"invalid_choice": _("Choose one of the list.")},
            )  # fmt: skip

    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"pass_{key}"], self[f"kind_{key}"]) for key in self.words]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for key in self.words:
            if said.get(f"pass_{key}") and f"kind_{key}" in said and not said[f"kind_{key}"]:
                self.add_error(f"kind_{key}", _("Choose what kind of help it is."))
        return said

    def chosen(self) -> list[tuple[str, str]]:
        """(words, kind of help) of each that may be passed on."""
        said = self.cleaned_data
        return [(words, said[f"kind_{key}"]) for key, words in self.words.items() if said[f"pass_{key}"]]
