"""What of somebody's is read here, in the words in which they read of it."""

from django.utils.translation import gettext_lazy as _

READ = {"trust.read_net": _("that you asked to be rung, and who would ring you")}
