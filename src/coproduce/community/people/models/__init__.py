"""Person, community, and everything a person is to one: the nouns all arenas point at.

Community data point at Agent or Membership, never at Person: what Ben is in
Wenbrook says nothing in Hexley.
"""

from coproduce.community.people.models.agreeing import Consent as Consent, Wording as Wording
from coproduce.community.people.models.belonging import (
    AboutMe as AboutMe,
    Agent as Agent,
    Community as Community,
    Household as Household,
    Membership as Membership,
    Neighbourhood as Neighbourhood,
    Organisation as Organisation,
    Reference as Reference,
    Strength as Strength,
)
from coproduce.community.people.models.desk import (
    BroughtFile as BroughtFile,
    ChosenRules as ChosenRules,
    StaffHours as StaffHours,
)
from coproduce.community.people.models.helping import TrustedHelper as TrustedHelper
from coproduce.community.people.models.joining import JoinAnswer as JoinAnswer, JoinQuestion as JoinQuestion
from coproduce.community.people.models.keeping_safe import (
    ApartDecision as ApartDecision,
    Attestation as Attestation,
    AttestationDecision as AttestationDecision,
    BarredPair as BarredPair,
    Concern as Concern,
    ConcernNote as ConcernNote,
    Guardian as Guardian,
)
from coproduce.community.people.models.papers import Upload as Upload
from coproduce.community.people.models.signing_in import (
    SOMEBODY as SOMEBODY,
    Account as Account,
    AccountManager as AccountManager,
    Card as Card,
    Device as Device,
    Person as Person,
    ScriptKey as ScriptKey,
)
from coproduce.community.people.models.vouching import (
    GainedRole as GainedRole,
    Vouch as Vouch,
    VouchedRole as VouchedRole,
)
