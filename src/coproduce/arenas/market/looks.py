"""What of somebody's is read here, in the words in which they read of it."""

from django.utils.translation import gettext_lazy as _

READ = {
    "market.read_sales": _("what you bought or sold at the market"),
    "market.read_books": _("your shares and dividends"),
}
