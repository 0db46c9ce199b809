"""The pages of a time bank: recording help, the broker's desk, taking a call, and figures."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door, Place

PLACES = (Place(_("Desk"), "desk", "phone", "timebank.read_desk", "same community", begins="timebank", tap=1),)

DOORS = (
    Door(_("How help goes round here, in figures"), "figures", "timebank.read_figures", "home"),
    Door(_("Record help for this"), "record", "timebank.record_for", "need", as_query=True),
    Door(_("Take a call"), "call_card", "timebank.read_desk", "member"),
    Door(
        _("Talk about what they could do"),
        "strengths_talk",
        "people.record_strength",
        "member",
        own=_("What I can do, lend, or tell"),
    ),
    Door(
        _("A month in large type"), "month_on_paper", "ledger.read_statement", "member", own=_("My month in large type")
    ),
)
