"""What is asked of whoever designs, forks, mends a page, builds, or can make something."""

import base64
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.making.rules import PROCESSES
from coproduce.community.base.forms import TimeField
from coproduce.community.exchange import fields
from coproduce.community.people.doing import Deed
from coproduce.community.people.uploads.forms import PICTURES

WAYS = tuple(PROCESSES.values())


class DesignForm(Deed):
    name = fields.words(_("What is it?"), 80, _("Say what it is, like “Trailer”."))
    version = fields.words(_("Which version is it?"), 40, _("Write numbers with points, like 1.0.0."))
    licence = fields.words(_("Under which licence may it be shared?"), 200,
                     hint=_("Like CERN-OHL-P-2.0. Without one nobody may make their own of it."))  # fmt: skip
    words = fields.words(_("How is it made?"), 20_000, lines=6)
    parts = fields.words(_("What is it made of?"), 60_000, lines=5,
                   hint=_("A line for each: name; how many; how it is made; of what; size in mm; minutes. "
                          "Like: leg; 3; turning; ash; 400 x 40 x 40; 20. Behind that, what you know: "
                          "350 g; cost 1.20; within 0.1; version ^1.2. Of a design here only its name."))  # fmt: skip


class ForkForm(Deed):
    name = fields.words(_("What is yours called?"), 80, _("Say what yours is called."))


class MendForm(Deed):
    words = fields.words(_("How should the page read?"), 20_000, _("Write the page as it should read."), lines=8)
    why = fields.words(_("What is better now?"), 200, _("Say in a few words what is better now."))


class MendDefectForm(MendForm):
    defect = forms.ChoiceField(label=_("Does it mend something that was found?"), required=False)

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        return {**said, "defect": UUID(said["defect"]) if said["defect"] else None}


class LookForm(Deed):
    change = forms.UUIDField(widget=forms.HiddenInput())


class MachineForm(Deed):
    name = fields.words(_("What do you have?"), 80, _("Say what it is, like “Lathe”."))
    does = forms.ChoiceField(label=_("What does it do?"), error_messages=fields.CHOOSE,
                             choices=[("", _("Choose")), *((one.name, one.says) for one in WAYS)])  # fmt: skip
    materials = fields.words(
        _("Of what can you make things?"), 200, hint=_("Words with commas between. Empty is anything.")
    )
    size = fields.words(
        _("How large a thing does it take?"), 60, hint=_("In mm, like 400 x 300 x 200. Empty is any size.")
    )
    lays = forms.ChoiceField(
        label=_("How may a thing lie in it?"),
        choices=[
            ("tilted", _("Any way, tilted too")),
            ("turned", _("Turned, but flat")),
            ("straight", _("Only straight")),
        ],
    )
    tolerance = fields.words(_("How fine does it work?"), 20, hint=_("In mm, like 0.2. Empty is not known."))
    free = TimeField(label=_("How long do you make things for others in a week?"), required=False,
                     help_text=_("Like 3 h. Empty is as it comes."))  # fmt: skip


class GoneForm(Deed):
    name = forms.CharField(widget=forms.HiddenInput())
    does = forms.CharField(widget=forms.HiddenInput())


class BeginForm(Deed):
    """Nothing is asked: which design it is stands on the page."""


class FinishForm(Deed):
    words = fields.words(_("How did it go?"), 1000, lines=3)
    picture = forms.FileField(
        label=_("A picture of it"), required=False, widget=forms.FileInput(attrs={"accept": PICTURES}),
        help_text=_("JPEG or PNG, 10 MB or less. Where and when it was taken is not kept."),
        error_messages={"empty": _("There is nothing in this file.")},
    )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        picture = said["picture"]
        return {**said, "picture": base64.b64encode(picture.read()).decode() if picture else ""}


class DefectForm(Deed):
    words = fields.words(_("What broke, or did not fit?"), 500, _("Say what broke, or did not fit."), lines=3)


class ManifestForm(Deed):
    file = forms.FileField(
        label=_("The file"), help_text=_("okh.yml or okh.toml, 512 kB or less."),
        error_messages={"required": _("Choose a file."), "empty": _("There is nothing in this file.")},
    )  # fmt: skip

    def clean_file(self) -> Any:
        self.name = self.cleaned_data["file"].name
        return text_of(self.cleaned_data["file"])

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        return {"request_id": said["request_id"], "text": said["file"], "file": self.name}


class HistoryForm(Deed):
    file = forms.FileField(
        label=_("The history"), help_text=_("What “git log --numstat” prints, as a file of text."),
        error_messages={"required": _("Choose a file."), "empty": _("There is nothing in this file.")},
    )  # fmt: skip

    def clean_file(self) -> Any:
        return text_of(self.cleaned_data["file"])

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        return {"request_id": said["request_id"], "text": said["file"]}


class NameOffForm(Deed):
    name = forms.ChoiceField(label=_("Who asked to be named no more?"), error_messages=fields.CHOOSE)


def text_of(file: Any) -> str:
    """What a file holds, as text."""
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise forms.ValidationError(_("The file is no text in UTF-8. Save it as that.")) from fault
