"""The pages of learning from each other, come to from home."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (Door(_("Learn from each other"), "learning", "learning.read_page", "home"),)
