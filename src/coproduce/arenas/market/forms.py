"""What is asked of whoever sells, buys, does not agree, settles, holds shares and closes a year."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import DayInput, MoneyField
from coproduce.community.exchange.forms import NO_DAY
from coproduce.community.people.doing import Deed

CHOOSE = {"required": _("Choose one of the list."), "invalid_choice": _("Choose one of the list.")}
NUMBER = {"required": _("Write a whole number."), "invalid": _("Write a whole number."),
          "min_value": _("That is too few."), "max_value": _("That is too many.")}  # fmt: skip
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
KINDS = {"thing": _("A thing"), "service": _("A service")}
CHOSEN = {
    "cash": _("Pay it to me"),
    "retained": _("Keep it at the market for me"),
    "given": _("Give it to the neighbourhood"),
}
NEAR = _("A rough guess does. It is counted, and shown of nobody alone. Leave it empty if you like.")


def _whole(label: Any, low: int = 0, high: int = 1_000_000, hint: Any = "", **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, help_text=hint, localize=False, error_messages=NUMBER, **more
    )


def _words(label: Any, most: int, missing: Any = "", hint: Any = "") -> forms.CharField:
    wrong = {"required": missing} if missing else {}
    return forms.CharField(label=label, max_length=most, required=bool(missing), help_text=hint, error_messages=wrong)


def _day(label: Any, hint: Any = "") -> forms.DateField:
    wrong = {"required": _("Choose the day."), "invalid": NO_DAY}
    return forms.DateField(label=label, help_text=hint, widget=DayInput(), error_messages=wrong)


def _one_of(label: Any, choices: Any = (), hint: Any = "", **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, help_text=hint, error_messages=CHOOSE, **more)


def _yes(label: Any, hint: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, coerce=lambda said: said == "yes", help_text=hint, error_messages=CHOOSE
    )


def _which(label: Any, hint: Any = "", **more: Any) -> forms.TypedChoiceField:
    """One of what is here, by its id."""
    return forms.TypedChoiceField(
        label=label, coerce=UUID, empty_value=None, help_text=hint, error_messages=CHOOSE, **more
    )


def _amount(label: Any, hint: Any = "") -> MoneyField:
    wrong = {"required": _("Write an amount like 2.50.")}
    return MoneyField(label=label, max_length=40, help_text=hint, error_messages=wrong)


class StallForm(Deed):
    name = _words(_("What is the stall called?"), 80, _("Say what the stall is called."))
    words = _words(_("What is it about?"), 300)
    place = _words(_("Where and when is it?"), 200, hint=_("Like “Under the lime tree, Saturdays 9 to 12”."))
    near_of_100 = _whole(
        _("Of every 100 it spends elsewhere, how much does it spend near here?"), 0, 100, NEAR, required=False
    )
    is_open = _yes(_("Is it open?"))


class StallForOthersForm(StallForm):
    """The same by the desk: whose it is; nobody’s is the community’s own."""

    for_ = _which(
        _("Whose is it?"), _("Leave it at the community’s own, or find somebody by name, above."), required=False
    )

    def arguments(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"is_ours": said["for_"] is None}


class WareForm(Deed):
    name = _words(_("What is it?"), 80, _("Say what it is, like “Plum jam”."))
    kind = _one_of(_("A thing or a service?"), list(KINDS.items()))
    price = _amount(_("What does it cost?"), _("In money. Hours buy nothing here."))
    left = _whole(_("How many are there?"), 0, hint=_("Leave it empty where they do not run out."), required=False)
    words = _words(_("What else should somebody know?"), 300)
    is_sold = _yes(_("Is it sold now?"))


class ReserveForm(Deed):
    quantity = _whole(_("How many?"), 1, 10_000, initial=1)


class LetGoForm(Deed):
    """It is let go."""


class HandOverForm(Deed):
    is_paid = _yes(_("Was it paid for?"))


class PaidForm(Deed):
    """What was open changed hands."""


class WrongForm(Deed):
    why = _words(_("What is wrong?"), 300, _("Say in a few words what is wrong."), _("The other of you reads it."))


class AnswerForm(Deed):
    words = _words(_("How do you see it?"), 300, _("Say in a few words how you see it."))


class SettleForm(Deed):
    refund = _amount(_("How much comes back to the buyer?"), _("0 where it stands as it is."))
    outcome = _words(_("What came of it?"), 300, _("Say what came of it: both read it."))


class ChoiceForm(Deed):
    choice = _one_of(_("What becomes of your dividend?"), list(CHOSEN.items()), _("As far as the rules here leave it."))
    pay_to = _words(_("To which account is it paid?"), 60, hint=_("Its IBAN. Only whoever pays it reads it."))
    near_of_100 = _whole(_("Of every 100 you spend elsewhere, how much do you spend near here?"), 0, 100, NEAR,
                         required=False)  # fmt: skip


class YearForm(Deed):
    from_on = _day(_("On which day does it begin?"))
    until_on = _day(_("On which day does it end?"))


class CloseForm(Deed):
    surplus = _amount(_("What do the accounts come to?"), _("Write it without a sign."))
    is_loss = forms.TypedChoiceField(
        label=_("Is it a surplus or a loss?"), choices=[("no", _("A surplus")), ("yes", _("A loss"))],
        coerce=lambda said: said == "yes", error_messages=CHOOSE,
    )  # fmt: skip


class ShareOutForm(Deed):
    decision = _which(_("By which decision?"), _("Only what members decided after the year was over can be cited."))


class CorrectForm(Deed):
    """What came late is put right."""


class SharesForm(Deed):
    who = _which(_("Who paid?"), _("Not in the list? Find them by name, above."))
    shares = _whole(_("For how many shares?"), 1)
    paid_on = _day(_("On which day?"))


class BackForm(Deed):
    who = _which(_("Who is paid back?"), _("Not in the list? Find them by name, above."))
    amount = _amount(_("How much?"), _("What they paid for their shares, and no more."))
    paid_on = _day(_("On which day?"))


class PayForm(Deed):
    paid_on = _day(_("On which day?"))


class PayOneForm(PayForm):
    who = _which(_("Who is paid?"))


class BankForm(forms.Form):
    from_account = _words(_("From which account?"), 60, _("Write the IBAN of the account it is paid from."),
                          _("Its IBAN. It is not kept here."))  # fmt: skip
    pay_on = _day(_("On which day?"))
