"""How somebody likes to be told, and what is sent back when letters were printed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.notices.rules import EMAIL, NONE, PAPER, PHONE
from coproduce.community.people.rules import is_public_id

#: Each way as its reader calls it.
WAYS = (
    (EMAIL, _("By e-mail: one letter a day, when there is something new")),
    (PAPER, _("By a printed letter from the desk")),
    (PHONE, _("By telephone: the desk rings")),
    (NONE, _("Only on this page")),
)

#: How something reached somebody, in a list.
SENT_BY = {EMAIL: _("by e-mail"), PAPER: _("by letter"), PHONE: _("by telephone")}


class ChannelForm(forms.Form):
    kind = forms.ChoiceField(
        choices=WAYS, error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of the list.")}
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput())


class Members(forms.MultipleChoiceField):
    """Members by their public ids; the verb says which of them are here."""

    def valid_value(self, value: str) -> bool:
        return is_public_id(value)


class PrintedForm(forms.Form):
    """The letters on the page, as it was when it was printed."""

    members = Members()
    up_to = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    request_id = forms.UUIDField()


class RungForm(forms.Form):
    """The call on the page, as it stood when it was read out."""

    member = forms.UUIDField()
    up_to = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    request_id = forms.UUIDField()
