"""What of somebody's is read here, in the words in which they read of it."""

from django.utils.translation import gettext_lazy as _

READ = {
    "stipends.read_record": _("how it was at school, and what followed"),
    "stipends.read_payroll": _("what your family is paid"),
}
