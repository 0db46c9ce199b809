"""What of somebody's is read here, in the words in which they read of it."""

from django.utils.translation import gettext_lazy as _

READ = {"care.read_visits": _("what was written about visits to you")}
