"""The pages of families and school: one's own record first, the answer, and what the desk and the school do."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (
    Door(_("Families and school"), "stipends", "stipends.read_page", "home"),
    Door(_("Whether steps fall on all alike"), "stipends_figures", "stipends.read_figures", "home"),
)
