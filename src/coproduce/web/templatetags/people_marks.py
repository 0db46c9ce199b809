"""A person has no picture by default: two initials on one of six weaves that mean nothing."""

from django import template

register = template.Library()

WEAVES = 6


@register.filter
def initials(name: object) -> str:
    """The first letters of the first and the last word of a name."""
    words = str(name).split()
    return "".join(word[0] for word in (words if len(words) < 2 else [words[0], words[-1]])).upper()


@register.filter
def weave(public_id: object) -> int:
    """One of six, from the person's id."""
    return sum(str(public_id).encode()) % WEAVES + 1
