"""What is asked of whoever was harmed, says that they did it, hears, or leads: one thing at a time.

None of these goes through a draft: what is typed here lies nowhere before it is sent.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.justice.models import ALTERNATIVES
from coproduce.arenas.justice.rules import Wanted
from coproduce.community.base.forms import TimeField
from coproduce.community.exchange import fields
from coproduce.community.people.doing import Deed

KINDS = [
    ("", _("Choose")), ("damage", _("Something was damaged")), ("taking", _("Something was taken")),
    ("insult", _("Hurting words")), ("noise", _("Noise")), ("litter", _("Litter, or paint on a wall")),
    ("trespass", _("Somebody was where they should not have been")), ("quarrel", _("A quarrel between neighbours")),
]  # fmt: skip
SIGNS = [
    ("violence", _("Somebody was hit, hurt, or threatened with it")), ("weapon", _("A weapon")),
    ("sexual harm", _("Harm of a sexual kind")), ("coercion", _("Somebody is controlled, or afraid at home")),
    ("child at risk", _("A child is at risk")),
]  # fmt: skip
WAYS = [
    ("in person", _("I would like to be there")), ("by letter", _("By a letter that is read out")),
    ("through someone", _("Somebody speaks for me")), ("not at all", _("Without me")), ("stopped", _("Stop it")),
]  # fmt: skip
HEARD = [("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No"))]
STATES = [("kept", _("Done")), ("partly", _("Partly")), ("not yet", _("Not yet"))]
REFERRERS = [
    ("school", _("A school")), ("police", _("The police")), ("council", _("The council")), ("member", _("A member")),
    ("other", _("Somebody else")),
]  # fmt: skip
OTHERWISE = {
    "nothing": _("Nothing"), "a warning": _("A warning"), "a fine": _("A fine"),
    "leaving school for a while": _("Leaving school for a while"), "a court": _("A court"),
    "not known": _("We do not know"),
}  # fmt: skip
ALTERNATIVE = [(one, OTHERWISE[one]) for one in ALTERNATIVES]

#: So many parts are asked for at once.
MOST_PARTS = 3


class ReportForm(Deed):
    kind = fields.one_of(_("What kind of thing was it?"), KINDS)
    words = fields.words(_("What happened?"), 2000, _("Say in a few words what happened."), lines=4)
    happened_on = fields.day(_("When?"))
    respondent = fields.which(_("Who did it?"), _("Look for the name above; then choose it here."))
    signs = forms.MultipleChoiceField(
        label=_("Was any of this part of it?"), choices=SIGNS, required=False, widget=forms.CheckboxSelectMultiple(),
        help_text=_("Then it is too serious for us, and you read whom to call."),
    )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        return {**said, "signs": tuple(said["signs"])}


class ReferForm(ReportForm):
    harmed = fields.which(_("Who was harmed?"), _("Nobody in particular is an answer too."), required=False)
    referred_by = fields.one_of(_("Who refers it?"), REFERRERS)
    reference = fields.words(_("Their number for it"), 60)
    alternative = fields.one_of(
        _("What would have happened otherwise?"), ALTERNATIVE, _("What one compares with decides what one learns.")
    )


class WayForm(Deed):
    way = forms.ChoiceField(label=_("How would you like to take part?"), choices=WAYS, widget=forms.RadioSelect(),
                            error_messages=fields.CHOOSE)  # fmt: skip


class AcceptForm(Deed):
    accepts = fields.freely(
        _("Do you say that you did it?"), _("Nobody makes you. If you say no, it goes back to whoever sent it."),
        choices=[("yes", _("Yes, I did it")), ("no", _("No, I do not say so"))],
    )  # fmt: skip


class GuardianForm(Deed):
    says_yes = fields.freely(_("May they take part?"), _("Without your yes there is no circle."))


class DrawForm(Deed):
    meets_on = fields.day(_("On which day do you meet?"))
    begins = fields.clock(_("At what time?"))
    place = fields.words(_("Where?"), 200, _("Say where you meet."))
    size = fields.whole(_("How many peers?"), 3, 12)
    too_near = forms.MultipleChoiceField(
        label=_("Who of these is too near to hear it?"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    neighbours_may_hear = fields.yes(
        _("May people of the same part of town hear it too?"), _("Only where there are too few others."),
        choices=[("no", _("No")), ("yes", _("Yes"))],
    )  # fmt: skip

    def __init__(self, *args: Any, choices: dict[str, Any] | None = None, **more: Any) -> None:
        super().__init__(*args, choices=choices, **more)
        if not (choices or {}).get("too_near"):
            del self.fields["too_near"]

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        meets_at = datetime.combine(said.pop("meets_on"), said.pop("begins"))
        return {**said, "meets_at": meets_at, "too_near": tuple(map(UUID, said.get("too_near", ())))}


class AgreementForm(Deed):
    heard_on = fields.day(_("When did you meet?"))
    time = TimeField(label=_("How long?"), max_length=40, help_text=_("Like 1 h 30."),
                     error_messages={"required": _("Write the time it took, like 1 h 30.")})  # fmt: skip
    paid_to = fields.one_of(
        _("Is anybody paid?"),
        [("", _("Nobody")), ("harmed", _("Whoever was harmed, for what was broken")), ("others", _("Somebody else"))],
        required=False,
    )  # fmt: skip
    shames = fields.yes(_("Would anybody be ashamed, or shown to others?"),
                        choices=[("no", _("No")), ("yes", _("Yes"))])  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for place in range(1, MOST_PARTS + 1):
            first = place == 1
            said = {"place": place}
            self.fields[f"words_{place}"] = fields.words(
                _("Part %(place)s: what is to be done?") % said, 300, _("Say what is to be done.") if first else ""
            )
            self.fields[f"until_on_{place}"] = fields.day(_("Part %(place)s: by which day?") % said, required=False)
            self.fields[f"minutes_{place}"] = TimeField(
                label=_("Part %(place)s: how long does it take?") % said, max_length=40, required=False,
                help_text=_("Empty where it takes no hours. They stand in no account."),
            )  # fmt: skip
            self.fields[f"helper_{place}"] = fields.words(_("Part %(place)s: who helps with it?") % said, 120)

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        parts = [
            Wanted(said[f"words_{place}"], said[f"until_on_{place}"],
                   said[f"minutes_{place}"].minor if said[f"minutes_{place}"] else 0, said[f"helper_{place}"],
                   said["paid_to"], said["shames"])
            for place in range(1, MOST_PARTS + 1) if said[f"words_{place}"].strip()
        ]  # fmt: skip
        return {"request_id": said["request_id"], "heard_on": said["heard_on"], "time": said["time"],
                "parts": tuple(parts)}  # fmt: skip


class PartForm(Deed):
    place = forms.TypedChoiceField(label=_("Which part?"), coerce=int, error_messages=fields.CHOOSE)
    state = fields.one_of(_("How is it?"), STATES)
    reason = fields.words(_("Why?"), 300, hint=_("Where it is not done yet."))


class ExtendForm(Deed):
    until_on = fields.day(_("Until which day?"), _("More time is given once."))


class StepForm(Deed):
    why = fields.words(_("What is not done, and why?"), 600, _("Say why: they read it."), lines=3)


class HeardForm(Deed):
    heard = fields.one_of(_("Were you heard?"), HEARD, widget=forms.RadioSelect)
    words = fields.words(_("In your own words"), 600, lines=3)


class AgainForm(Deed):
    months = forms.TypedChoiceField(label=_("After how long?"), choices=[(6, _("6 months")), (12, _("12 months"))],
                                    coerce=int, error_messages=fields.CHOOSE)  # fmt: skip
    n = fields.whole(_("Of how many who were here?"), 0, 100_000)
    k = fields.whole(_("How many were referred again?"), 0, 100_000)
    alternative = fields.one_of(_("What did those you compare with have?"), ALTERNATIVE[:-1])
    n_compared = fields.whole(_("How many were those?"), 0, 100_000)
    k_compared = fields.whole(_("How many of them were referred again?"), 0, 100_000)
    source = fields.words(_("Who counted?"), 120, _("Say who counted."))


class OnceForm(Deed):
    """Nothing is asked."""
