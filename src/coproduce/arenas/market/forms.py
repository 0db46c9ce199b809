"""What is asked of whoever sells, buys, does not agree, settles, holds shares and closes a year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.exchange import fields
from coproduce.community.people.doing import Deed

KINDS = {"thing": _("A thing"), "service": _("A service")}
CHOSEN = {
    "cash": _("Pay it to me"),
    "retained": _("Keep it at the market for me"),
    "given": _("Give it to the neighbourhood"),
}
NEAR = _("A rough guess does. It is counted, and shown of nobody alone. Leave it empty if you like.")


class StallForm(Deed):
    name = fields.words(_("What is the stall called?"), 80, _("Say what the stall is called."))
    words = fields.words(_("What is it about?"), 300)
    place = fields.words(_("Where and when is it?"), 200, hint=_("Like “Under the lime tree, Saturdays 9 to 12”."))
    near_of_100 = fields.whole(
        _("Of every 100 it spends elsewhere, how much does it spend near here?"), 0, 100, NEAR, required=False
    )
    is_open = fields.yes(_("Is it open?"))


class StallForOthersForm(StallForm):
    """The same by the desk: whose it is; nobody’s is the community’s own."""

    for_ = fields.which(
        _("Whose is it?"), _("Leave it at the community’s own, or find somebody by name, above."), required=False
    )

    def arguments(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"is_ours": said["for_"] is None}


class WareForm(Deed):
    name = fields.words(_("What is it?"), 80, _("Say what it is, like “Plum jam”."))
    kind = fields.one_of(_("A thing or a service?"), list(KINDS.items()))
    price = fields.amount(_("What does it cost?"), _("In money. Hours buy nothing here."))
    left = fields.whole(
        _("How many are there?"), 0, hint=_("Leave it empty where they do not run out."), required=False
    )
    words = fields.words(_("What else should somebody know?"), 300)
    is_sold = fields.yes(_("Is it sold now?"))


class ReserveForm(Deed):
    quantity = fields.whole(_("How many?"), 1, 10_000, initial=1)


class LetGoForm(Deed):
    """It is let go."""


class HandOverForm(Deed):
    is_paid = fields.yes(_("Was it paid for?"))


class PaidForm(Deed):
    """What was open changed hands."""


class WrongForm(Deed):
    why = fields.words(
        _("What is wrong?"), 300, _("Say in a few words what is wrong."), _("The other of you reads it.")
    )


class AnswerForm(Deed):
    words = fields.words(_("How do you see it?"), 300, _("Say in a few words how you see it."))


class SettleForm(Deed):
    refund = fields.amount(_("How much comes back to the buyer?"), _("0 where it stands as it is."))
    outcome = fields.words(_("What came of it?"), 300, _("Say what came of it: both read it."))


class ChoiceForm(Deed):
    choice = fields.one_of(
        _("What becomes of your dividend?"), list(CHOSEN.items()), _("As far as the rules here leave it.")
    )
    pay_to = fields.words(_("To which account is it paid?"), 60, hint=_("Its IBAN. Only whoever pays it reads it."))
    near_of_100 = fields.whole(_("Of every 100 you spend elsewhere, how much do you spend near here?"), 0, 100, NEAR,
                         required=False)  # fmt: skip


class YearForm(Deed):
    from_on = fields.day(_("On which day does it begin?"))
    until_on = fields.day(_("On which day does it end?"))


class CloseForm(Deed):
    surplus = fields.amount(_("What do the accounts come to?"), _("Write it without a sign."))
    is_loss = forms.TypedChoiceField(
        label=_("Is it a surplus or a loss?"), choices=[("no", _("A surplus")), ("yes", _("A loss"))],
        coerce=lambda said: said == "yes", error_messages=fields.CHOOSE,
    )  # fmt: skip


class ShareOutForm(Deed):
    decision = fields.which(
        _("By which decision?"), _("Only what members decided after the year was over can be cited.")
    )


class CorrectForm(Deed):
    """What came late is put right."""


class SharesForm(Deed):
    who = fields.which(_("Who paid?"), _("Not in the list? Find them by name, above."))
    shares = fields.whole(_("For how many shares?"), 1)
    paid_on = fields.day(_("On which day?"))


class BackForm(Deed):
    who = fields.which(_("Who is paid back?"), _("Not in the list? Find them by name, above."))
    amount = fields.amount(_("How much?"), _("What they paid for their shares, and no more."))
    paid_on = fields.day(_("On which day?"))


class PayForm(Deed):
    paid_on = fields.day(_("On which day?"))


class PayOneForm(PayForm):
    who = fields.which(_("Who is paid?"))


class BankForm(forms.Form):
    from_account = fields.words(_("From which account?"), 60, _("Write the IBAN of the account it is paid from."),
                          _("Its IBAN. It is not kept here."))  # fmt: skip
    pay_on = fields.day(_("On which day?"))
