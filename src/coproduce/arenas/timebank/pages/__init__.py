"""The pages of a time bank: recording help, the broker's desk, taking a call, and figures."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door, Place

PLACES = (Place(_("Desk"), "desk", "phone", "timebank.read_desk", "same community", begins="timebank"),)

DOORS = (
    Door(_("Record help for this"), "record", "timebank.record_for", "need", as_query=True),
    Door(_("Take a call"), "call_card", "timebank.read_desk", "member"),
)
