"""The pages of evidence, come to from home."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (
    Door(_("What changed"), "evidence", "evidence.read_figures", "home"),
    Door(_("What we made together"), "made_together_mine", "evidence.read_figures", "home"),
    Door(_("Whether anybody may read our sums"), "set_open_figures", "evidence.open_figures", "settings"),
    Door(_("Ask how things are"), "how_somebody_is", "evidence.answer", "member", own=_("How things are with me")),
)
