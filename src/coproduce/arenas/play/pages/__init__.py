"""The pages of making merry, come to from home."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (Door(_("Make merry"), "play", "play.read_page", "home"),)
