"""My circle and what can be said of it; for the desk, the net; for everybody, the streets."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.base.page import Door

DOORS = (
    Door(_("My circle"), "my_circle", "trust.read_circle", "home"),
    Door(_("Who looks out for whom"), "the_net", "trust.read_net", "home"),
    Door(_("I would ring them, or they me"), "look_out", "trust.look_out_for", "member", as_query=True),
)
