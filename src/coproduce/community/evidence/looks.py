"""What of somebody's is read here, in the words in which they read of it."""

from django.utils.translation import gettext_lazy as _

READ = {
    "evidence.read_figures": _("a study"),
    "evidence.read_answers": _("what you answered about how things are with you"),
}
