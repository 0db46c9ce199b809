"""The pages of answering harm, come to from home. None of them keeps a draft, and none is kept by a browser."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (Door(_("When something went wrong"), "justice", "justice.read_page", "home"),)
