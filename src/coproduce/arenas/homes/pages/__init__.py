"""The pages of homes built together, come to from home."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (
    Door(_("Homes built together"), "homes", "homes.read_page", "home"),
    Door(_("Accept their family for a home"), "homes_family", "homes.accept_family", "member"),
)
