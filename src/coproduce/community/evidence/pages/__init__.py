"""The pages of evidence, come to from home."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (Door(_("What changed"), "evidence", "evidence.read_figures", "home"),)
