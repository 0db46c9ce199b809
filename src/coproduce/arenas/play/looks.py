"""What of somebody's is read here, in the words in which they read of it."""

from django.utils.translation import gettext_lazy as _

READ = {"play.read_library": _("which things you have borrowed now")}
