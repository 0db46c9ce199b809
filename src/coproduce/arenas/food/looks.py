"""What of somebody's is read here, in the words in which they read of it."""

from django.utils.translation import gettext_lazy as _

READ = {
    "food.read_orders": _("the food you ordered"),
    "food.read_money": _("what you still pay for food, or have from it"),
    "food.read_round": _("that food is brought to you, and about where"),
    "food.read_work": _("how much work on the field you did, and were excused from"),
}
