"""What of somebody's is read here, in the words in which they read of it."""

from django.utils.translation import gettext_lazy as _

READ = {
    "homes.read_gates": _("how far your family is on the way to its home"),
    "homes.read_families": _("the list of families, and the hours worked for them"),
    "homes.read_money": _("what your home costs, and what you paid"),
}
