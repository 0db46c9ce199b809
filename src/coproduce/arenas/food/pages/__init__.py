"""The pages of food together, come to from home."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (Door(_("Food together"), "food", "food.read_page", "home"),)
