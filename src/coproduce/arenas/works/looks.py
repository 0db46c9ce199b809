"""What of somebody's is read here, in the words in which they read of it."""

from django.utils.translation import gettext_lazy as _

READ = {"works.read_dues": _("your house in the lane, what it pays, and what was paid")}
