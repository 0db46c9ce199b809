"""The pages of visiting: the card anybody may open, one's own page, the visit on the phone, and the desk's one list."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door, Place

PLACES = (Place(_("Visits"), "care", "warmth", "care.read_page", begins="care"),)

DOORS = (
    Door(_("A card from the ward, for them"), "care_card", "care.open_case", "member", as_query=True),
    Door(
        _("What they would do as a visitor"), "care_visitor", "care.describe_visitor", "member",
        own=_("Visiting somebody who came home"),
    ),
    Door(_("How visits go round here"), "care_chain", "care.read_figures", "home"),
)  # fmt: skip
