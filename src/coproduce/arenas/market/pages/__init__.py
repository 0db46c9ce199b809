"""The pages of the market place, come to from home."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (Door(_("Market place"), "market", "market.read_page", "home"),)
