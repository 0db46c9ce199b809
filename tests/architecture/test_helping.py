"""What may be done for another: everything that members do says it, by hand, and gives its reason."""

from collections.abc import Iterator

from coproduce.community.base import policy
from coproduce.community.base.rooms import verbs
from coproduce.community.people.api import reading_at
from coproduce.web.api import api


def of_members() -> set[str]:
    """All that a policy lets a member do or read."""
    return {row.verb for row in policy.every_row() if row.role == "member"}


def lists() -> set[str]:
    """What is read at an address of the API, beside what a policy names."""
    return {
        reading_at(*path.strip("/").split("/")[2:4])
        for path, item in api.get_openapi_schema()["paths"].items()
        if "get" in item
    }


def undecided(said: set[str]) -> Iterator[str]:
    """What members do of which nobody said whether a helper may do it for them, and what is said twice or in vain."""
    may, may_not = set(policy.by_helper()), set(policy.by_no_helper())
    yield from said - may - may_not
    yield from may & may_not
    yield from (may | may_not) - said - lists()


def test_of_each_thing_that_members_do_it_is_said_whether_a_helper_may() -> None:
    assert not set(undecided(of_members()))
    assert set(undecided(of_members() | {"people.invented"})) == {"people.invented"}, "a new one has to decide"


def test_what_is_done_has_a_sentence_and_what_is_only_read_has_none() -> None:
    for verb, sentence in policy.by_helper().items():
        assert ("%(helper)s" in sentence) is (verb in verbs()), verb
    assert all(policy.by_no_helper().values())


#: Frozen here a second time: taking one of these off its room's list takes two hands.
NEVER = frozenset(
    f"people.{word}"
    for word in (
        "leave", "change_details", "choose_word", "lost_phone", "make_key", "revoke_key", "read_keys", "consent",
        "withdraw_consent", "read_consents", "hand_in", "take_away", "read_papers", "read_attestations", "say_about_me",
        "say_yes_for", "name_helper", "end_helper", "block", "unblock",
    )
) | {
    "privacy.erase", "privacy.read_archive", "privacy.read_looks", "notices.choose_channel", "timebank.give_hours",
    "exchange.make_calendar_address",
}  # fmt: skip


def test_what_is_anybodys_own_is_done_by_no_helper() -> None:
    assert not NEVER & set(policy.by_helper())
    assert set(policy.by_no_helper()) >= NEVER
