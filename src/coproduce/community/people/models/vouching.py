"""Roles that members open for one another: who vouches for whom, and who has a role by it."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models.belonging import Agent, Community


class VouchedRole(models.Model):
    """How a community has its members vouch for a role. With no `threshold` of its own, the house's rule counts."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="vouched_roles")
    role = models.CharField(max_length=40)
    threshold = models.PositiveSmallIntegerField(null=True)
    #: The role a member needs to vouch for it; none, and every member may.
    giver_role = models.CharField(max_length=40, blank=True)
    counts_former = models.BooleanField(default=True)
    is_open = models.BooleanField(default=True)

    personal: ClassVar = {
        "role": "which role members vouch for",
        "giver_role": "which role one needs to vouch",
        "owner": (),
        "keep": "books",
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "role"], name="people_vouched_role_once"),)


class Vouch(models.Model):
    """That a member stands up for another as this, until they take it back. It outlasts the giver's leaving."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    giver = models.ForeignKey(Agent, models.PROTECT, related_name="vouches_given")
    member = models.ForeignKey(Agent, models.PROTECT, related_name="vouches")
    given_on = models.DateField()
    taken_back_on = models.DateField(null=True)

    personal: ClassVar = {
        "giver": "who stands up for somebody",
        "member": "for whom",
        "role": "as what",
        "owner": ("giver", "member"),
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "vouches"
        constraints = (
            models.UniqueConstraint(
                fields=["member", "role", "giver"], condition=models.Q(taken_back_on=None), name="people_vouch_once"
            ),
        )


class GainedRole(models.Model):
    """A role somebody has because members vouch for them: it goes when too few do. One the desk gave does not."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="gained_roles")
    role = models.CharField(max_length=40)
    since_on = models.DateField()

    personal: ClassVar = {
        "role": "what they are because members vouch for them",
        "agent": "who has it",
        "owner": "agent",
        "keep": "member",
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agent", "role"], name="people_gained_once"),)
