"""The pages of lanes, drains and water, come to from home."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (Door(_("Lanes, drains and water"), "works", "works.read_page", "home"),)
