"""What is asked of whoever designs, forks, mends a page, or can make something."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.making.rules import PROCESSES
from coproduce.community.people.doing import Deed

CHOOSE = {"required": _("Choose one of the list."), "invalid_choice": _("Choose one of the list.")}


def _words(label: Any, most: int, missing: Any = "", hint: Any = "", *, lines: int = 0) -> forms.CharField:
    wrong = {"required": missing} if missing else {}
    more: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": lines})} if lines else {}
    return forms.CharField(
        label=label, max_length=most, required=bool(missing), help_text=hint, error_messages=wrong, **more
    )


class DesignForm(Deed):
    name = _words(_("What is it?"), 80, _("Say what it is, like “Trailer”."))
    version = _words(_("Which version is it?"), 40, _("Write numbers with points, like 1.0.0."))
    licence = _words(_("Under which licence may it be shared?"), 200,
                     hint=_("Like CERN-OHL-P-2.0. Without one nobody may make their own of it."))  # fmt: skip
    words = _words(_("How is it made?"), 20_000, lines=6)
    parts = _words(_("What is it made of?"), 60_000, lines=5,
                   hint=_("A line for each: name; how many; how it is made; of what; size in mm; minutes. "
                          "Like: leg; 3; turning; ash; 400 x 40 x 40; 20"))  # fmt: skip


class ForkForm(Deed):
    name = _words(_("What is yours called?"), 80, _("Say what yours is called."))


class MendForm(Deed):
    words = _words(_("How should the page read?"), 20_000, _("Write the page as it should read."), lines=8)
    why = _words(_("What is better now?"), 200, _("Say in a few words what is better now."))


class LookForm(Deed):
    change = forms.UUIDField(widget=forms.HiddenInput())


class MachineForm(Deed):
    name = _words(_("What do you have?"), 80, _("Say what it is, like “Lathe”."))
    does = forms.ChoiceField(label=_("What does it do?"), error_messages=CHOOSE,
                             choices=[(one.name, one.says) for one in PROCESSES.values()])  # fmt: skip
    materials = _words(_("Of what can you make things?"), 200, hint=_("Words with commas between. Empty is anything."))
    size = _words(_("How large a thing does it take?"), 60, hint=_("In mm, like 400 x 300 x 200. Empty is any size."))
