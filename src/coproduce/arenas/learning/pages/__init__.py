"""The pages of learning from each other, and its place in the menu."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door, Place

PLACES = (Place(_("Learning"), "learning", "book", "learning.read_page", "same community", begins="learning"),)

DOORS = (Door(_("Who learned from whom, in figures"), "learning_figures", "learning.read_figures", "home"),)
