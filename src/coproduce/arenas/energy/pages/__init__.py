"""The pages of shared energy: what one's own supply points came to, and what whoever keeps the books does."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (Door(_("Energy"), "energy", "energy.read_page", "home"),)
