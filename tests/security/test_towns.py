"""No community sees another's anything: two towns alike, one word that stands in only one of them."""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from coproduce.arenas.care.models import CardBatch, Case, Visit
from coproduce.community.decisions.models import Decision
from coproduce.community.exchange import queries
from coproduce.community.exchange.models import Agreement, Ask, Occasion
from coproduce.community.people.models import BroughtFile
from coproduce.community.people.rules import NewMember
from tests.fixtures.towns import CAST, Town, do
from tests.journeys.mouths import signed_in
from tests.promises.ranking import ranked
from tests.sample import later, some
from tests.security.crawl import NOBODY, everything, lists, name_of, names, pages
from tests.security.full_town import with_arenas, with_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(town: Town) -> Town:
    return with_arenas(town)


@pytest.fixture
def towns(towns: tuple[Town, Town]) -> tuple[Town, Town]:
    return towns[0], with_arenas(towns[1])


def leaks(visited: Iterable[tuple[str, int, bytes]], canary: str) -> Iterator[str]:
    """Where somebody of one town can read a word of the other."""
    return (address for address, _, body in visited if canary.encode() in body)


#: Who reads everything today: the broker, to whom most is open, and two others. All of them with `--long`.
READERS = ["Cleo", *some([who for who in CAST if who != "Cleo"], 2)]

#: Who knocks at every door of the other town: one of them today.
KNOCKING = ["Ana", "Cleo", "Dee"]


@pytest.mark.parametrize("who", [pytest.param(who, marks=later(who, READERS)) for who in CAST])
@pytest.mark.promise("No community sees another's anything")
def test_no_word_of_the_other_town_is_read_in_any_role(towns: tuple[Town, Town], who: str) -> None:
    here, there = towns
    visited = list(everything(here, who))
    assert len(visited) > 10
    assert max(status for _, status, _ in visited) < 500
    assert list(leaks(visited, there.canary)) == []
    assert ranked(visited, here) == []


def test_a_visitor_reads_nothing_of_any_town(towns: tuple[Town, Town]) -> None:
    for address, status, body in pages(Client()):
        assert status < 500, address
        assert not any(town.canary.encode() in body for town in towns), address


def test_someone_of_both_towns_reads_each_in_its_own_place(towns: tuple[Town, Town]) -> None:
    here, there = towns
    do("people.welcome", there.actor("Cleo"), members=(NewMember("Annie", here.email("Ana")),))
    read = list(pages(signed_in(here, "Ana")))
    assert any(address.startswith(f"/{there.slug}/") and there.canary.encode() in body for address, _, body in read)
    for address, _, body in read:
        if address.startswith(f"/{here.slug}/"):
            assert there.canary.encode() not in body, address
        if address.startswith(f"/{there.slug}/"):
            assert here.canary.encode() not in body, address


#: Pages anybody may open, by name: the front of a community, its door and the thanks behind it, and what it says: of
#: those *Contact* names the safeguarding lead, so that everybody can turn to them.
PUBLIC: dict[str, dict[str, str]] = {
    "community": {},
    "join": {},
    "joined": {},
    "wording": {"scope": "privacy"},
    "open_figures": {},
    "care_card": {},
    "care_card_step": {"draft": str(NOBODY), "step": "check"},
}


def public(town: Town) -> set[str]:
    return {reverse(name, kwargs={"community": town.slug, **said}) for name, said in PUBLIC.items()}


def things(town: Town) -> tuple[UUID, ...]:
    """A member, a need, a thread, an ask, an occasion, a decision, and whoever came home, of this town."""
    return (
        town.agents["Ana"],
        town.needs[0],
        Agreement.objects.get(community=town.community, state=Agreement.AGREED, arena="timebank").public_id,
        Ask.objects.get(agent__public_id=town.agents["Ben"], arena="timebank").public_id,
        Occasion.objects.filter(community=town.community).earliest("starts_at").public_id,
        Decision.objects.filter(community=town.community).earliest("pk").public_id,
        Case.objects.filter(community=town.community).earliest("pk").public_id,
        Visit.objects.filter(case__community=town.community).earliest("pk").public_id,
        CardBatch.objects.filter(community=town.community).earliest("pk").public_id,
    )


def addresses(town: Town) -> list[str]:
    """Every address of a town, with its own people and needs in the places."""
    found = []
    member, need, thread, ask, occasion, decision, case, visit, batch = things(town)
    places = {
        "<uuid:member>": member,
        "<uuid:draft>": UUID(int=1),
        "<uuid:request_id>": UUID(int=1),
        "<slug:step>": "check",
        "<uuid:need>": need,
        "<uuid:intent>": need,
        "<uuid:thread>": thread,
        "<uuid:ask>": ask,
        "<uuid:occasion>": occasion,
        "<uuid:decision>": decision,
        "<uuid:case>": case,
        "<uuid:visit>": visit,
        "<uuid:batch>": batch,
        "<uuid:file>": BroughtFile.objects.filter(community=town.community).earliest("made_at").public_id,
        "<slug:token>": "nobody",
        "<slug:kind>": "members",
        "<slug:arena>": "timebank",
        "<slug:rule_set>": "twelve-hours",
        "<slug:what>": "meet",
        "<slug:scope>": "privacy",
        "<slug:key>": "dynamic",
        "<slug:part>": "pools",
        "<slug:measure>": "loneliness",
    }
    for pattern in next(p for p in get_resolver().url_patterns if str(p.pattern) == "<slug:community>/").url_patterns:
        for route in getattr(pattern, "url_patterns", [pattern]):
            prefix = "" if route is pattern else str(pattern.pattern)
            path = f"/{town.slug}/{prefix}{route.pattern}"
            for place, value in places.items():
                path = path.replace(place, str(value))
            path = re.sub("<uuid:[a-z_]+>", str(NOBODY), path)
            assert "<" not in path, path
            found.append(path)
    return found


@pytest.mark.parametrize("who", [pytest.param(who, marks=later(who, some(KNOCKING, 1))) for who in KNOCKING])
@pytest.mark.promise("No community sees another's anything")
def test_the_other_town_is_not_there(towns: tuple[Town, Town], who: str) -> None:
    """Not found, never forbidden: a 403 would say that it exists (ASVS 8.4.1)."""
    here, there = towns
    client = signed_in(here, who)
    for address in set(addresses(there)) - public(there):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 404, address
    for path, status, _ in lists(here, who, there.slug):
        assert status == 404, path


@pytest.mark.parametrize("who", ["Cleo", "Ana"])
def test_ids_of_the_other_town_are_nobody_here(towns: tuple[Town, Town], who: str) -> None:
    here, there = towns
    client = signed_in(here, who)
    swaps = list(zip(things(here), things(there), strict=True))
    for address in addresses(here):
        swapped = address
        for mine, theirs in swaps:
            swapped = swapped.replace(str(mine), str(theirs))
        if swapped != address:
            assert client.get(swapped).status_code in (404, 405), swapped


def test_nobody_is_sent_to_sign_in(town: Town) -> None:
    secret = reverse("calendar_feed", kwargs={"community": town.slug, "token": "nobody"})
    study = reverse("lab_study", kwargs={"community": town.slug, "study": NOBODY})
    known_to_few = {secret, study, f"{study}report/", f"{study}pools/"}
    for address in known_to_few:
        assert Client().get(address).status_code == 404
    for address in set(addresses(town)) - public(town) - known_to_few:
        answer = Client().get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/sign-in/?next="), address


@pytest.mark.parametrize("who", ["Ana", "Cleo", None])
def test_a_public_page_tells_of_no_member(towns: tuple[Town, Town], who: str | None) -> None:
    """Name, telephone, words of welcome and neighbourhoods, which the desk chose to say; nothing anybody else wrote."""
    here, there = towns
    client = signed_in(here, who) if who else Client()
    theirs = ("dripping", "company", "bread", *(f"{name} {there.canary}" for name in there.agents))
    for address in public(there):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        assert not [words for words in theirs if words in answer.content.decode()], address
    assert client.get("/nowhere/people/join/").status_code == 404


def test_the_crawl_sees_a_planted_leak(towns: tuple[Town, Town], monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that forgets its community shows at once."""
    here, there = towns
    monkeypatch.setattr(
        queries,
        "_searched",
        lambda intents, *asked: intents.select_related("agent", "category", "area").order_by("-id"),
    )
    assert any(leaks(everything(here, "Ana"), there.canary))


#: Pages no link leads to, each with the reason.
NOT_BY_LINK = {
    "making_picture": "nobody handed one in; its own tests open it",
    "play_picture": "nobody handed one in; its own tests open it",
    "picture": "nobody handed one in; its own tests open it",
    "account_inactive": "only a closed account is sent there",
    "account_request_login_code": "the sign-in page sends there",
    "account_confirm_login_code": "only after a code was asked for",
    "account_login": "the sign-in page by the name the library knows",
    "account_signup": "nobody signs themselves up",
    "account_logout": "a button",
    "demo_sign_in": "a button",
    "card": "printed once the button for it was pressed",
    "key": "shown once, after it was made",
    "calendar_feed": "a secret address, which another program reads",
    "joined": "the thanks after asking to join",
    "worry_said": "the thanks after saying what worries somebody",
    "design": "for who works on the look",
    "health": "read by whatever watches the program",
    "ready": "read by whatever watches the program",
    "jobs": "for whoever keeps the installation running",
    "try_job_again": "a button of theirs",
    "sign_in_again": "what matters most sends there",
    "offer_second_step": "signing in with a role sends there",
    "prove_address": "only after a new address was said",
    "mfa_authenticate": "only after a letter's code, where an app is set up",
    "mfa_deactivate_totp": "only where an app is set up",
    "mfa_view_recovery_codes": "only where an app is set up",
    "mfa_generate_recovery_codes": "only where an app is set up",
    "mfa_remove_webauthn": "only where a passkey is set up",
    "mfa_index": "how one signs in, by the name the library knows",
    "mfa_login_webauthn": "called by the page's own script",
    "end_device": "a button where somebody is signed in twice",
    "end_other_devices": "a button where somebody is signed in twice",
    "died": "the desk is sent there when somebody died",
}


def test_the_crawl_comes_to_every_page(town: Town) -> None:
    """A page that no link leads to is one nobody finds, and one that no other test here has seen."""
    with_everything(town)
    cleo, *others = (signed_in(town, who) for who in ("Cleo", "Ben", "Sal", "Ana"))
    unseen = names() - set(NOT_BY_LINK)
    of_many = [  # these are found among many others, and a crawl opens only a few of a list
        reverse(page, kwargs={"community": town.slug, "member": member})
        for page in ("member", "signing_in", "kept_apart", "guardians")
        for member in town.agents.values()
    ]
    # Most are found where few of each name are opened; more are, by everybody, as long as one is missing.
    rounds = [(cleo, 3), *((client, 1) for client in (*others, Client())), *((client, 7) for client in (*others, cleo))]
    for client, few in rounds:
        read = pages(client, "/", *of_many, few=few, kind=lambda address: (name_of(address),))
        unseen -= {name_of(address) for address, status, _ in read if status < 400}
        unseen -= {name_of(button) for button in addresses(town)
                   if name_of(button) in unseen and cleo.get(button).status_code == 405}  # fmt: skip
        if not unseen:
            break
    assert sorted(unseen) == []
    assert set(NOT_BY_LINK) - names() == set(), "these are gone: take their reasons off the list"
