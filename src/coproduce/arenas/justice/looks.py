"""What of somebody's is read here, in the words in which they read of it."""

from django.utils.translation import gettext_lazy as _

READ = {"justice.read_matter": _("something you are part of, until it is sealed")}
