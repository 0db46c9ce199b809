"""The pages of evidence, come to from home."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (
    Door(_("What changed"), "evidence", "evidence.read_figures", "home"),
    Door(_("Ask how things are"), "asked", "evidence.answer", "member", own=_("How things are with me")),
)
