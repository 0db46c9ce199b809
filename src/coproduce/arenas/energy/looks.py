"""What of somebody's is read here, in the words in which they read of it."""

from django.utils.translation import gettext_lazy as _

READ = {
    "energy.read_points": _("which meters are yours, and what they share"),
    "energy.read_months": _("what a month of shared energy came to for you"),
    "energy.read_statements": _("what your meters used, gave and got"),
}
