"""The pages of making things near, come to from home."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (Door(_("Make things near"), "making", "making.read_page", "home"),)
