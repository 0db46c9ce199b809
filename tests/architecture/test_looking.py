"""What a model says is read by nobody else without a note is shown only by functions that write the note.

Looked for: telephone, e-mail and whom to ask, by their names, and every question to a table of worries, papers and
guardians. A function that reads one writes the note itself, or stands in `NOT_SHOWN` with the reason it need not.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coproduce.community.base import rooms
from coproduce.community.privacy.registry import registry
from coproduce.community.privacy.words import READ, UNTOLD, WHY

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "coproduce"

#: Functions that write down that somebody's is read.
NOTES = {"reading", "reading_of", "read_contacts"}

#: Names no other field has: whoever says one means the logged one.
NAMED = {"phone", "shared_email", "reach"}

#: Tables of which every question is looked at: their logged fields are called as others are, too.
TABLES = {kept.model.__name__ for kept in registry() if kept.log_reads} - {"Membership", "LedgerAccount"}

#: A community's own telephone is everybody's, and what somebody just typed is their own.
OPEN = {"community", "place", "said", "member_said"}

#: Where one is read and shown to nobody, and why.
NOT_SHOWN = {
    "arenas/care/actions/merging.py keep_one": "puts visits to one person together, and says to whom",
    "arenas/care/actions/matching.py answer_match": "asks whether the two may meet",
    "arenas/care/actions/matching.py _ask": "finds whom to ask",
    "arenas/care/actions/opening.py open_case": "asks only whether the card was opened before",
    "arenas/care/actions/path.py close_case": "asks only whether something urgent waits",
    "arenas/care/actions/path.py call_off_visits": "writes, and says to whom",
    "arenas/care/actions/reviewing.py still_planned": "finds visits that may have to be taken back",
    "arenas/care/actions/visitors.py describe_visitor": "writes down what they said themselves",
    "arenas/care/actions/visits.py plan_visit": "writes",
    "arenas/care/actions/visits.py check_in": "holds the row it changes",
    "arenas/care/actions/visits.py record_call": "writes, and counts calls",
    "arenas/care/actions/visits.py _first_visit": "finds their own visits, for the chain",
    "arenas/care/actions/visits.py _keep_answers": "writes",
    "arenas/care/imports.py _each": "what the hospital sent, on its way in",
    "arenas/care/jobs.py _is_urgent": "asks only whether there is one",
    "arenas/care/jobs.py _is_somebody_there": "asks only whether there is one",
    "arenas/care/jobs.py ring_rota": "rings, and tells nothing of it",
    "arenas/care/jobs.py not_come_out": "rings, and tells nothing of it",
    "arenas/care/pages/card.py _who": "what they have just said themselves, before it is written down",
    "arenas/care/pages/card.py _arguments": "what they have just said themselves, on its way in",
    "arenas/care/queries/cards.py batches": "counts cards that were opened",
    "arenas/care/queries/claims.py _reached": "counts, without a name",
    "arenas/care/seeing.py seen": "what made-up people of the demo know",
    "arenas/care/seeing.py _cards": "what made-up people of the demo know",
    "arenas/care/actions/discharges.py take_discharge": "asks only whether they are known",
    "arenas/care/queries/checked.py checks_of": "asks whether somebody may go",
    "arenas/care/queries/going.py may_go": "asks whether they may go",
    "arenas/care/queries/held.py case_for": "holds the row a verb changes",
    "arenas/care/queries/held.py case_asked_of": "holds the row a verb changes",
    "arenas/care/queries/held.py visit_for": "holds the row a verb changes",
    "arenas/care/queries/held.py flag_for": "holds the row a verb changes",
    "arenas/care/queries/held.py profile_of": "for verbs, and for a page that writes the note",
    "arenas/care/queries/held.py visits_of": "for pages that have read the rest with a note, and to count",
    "arenas/care/queries/matching.py suited": "asks who would suit, and hands on who and in which terms",
    "arenas/care/queries/mine.py my_case": "the reader's own",
    "arenas/care/queries/mine.py held_out": "what visitors say of themselves to who chooses",
    "arenas/care/queries/same.py _found": "compares, and hands on no telephone; its page writes the note",
    "arenas/care/queries/visitors.py _apart": "leaves out whom somebody does not meet, and hands on no number",
    "arenas/care/queries/visitors.py known_of": "asks what is missing, and hands on no number",
    "arenas/care/queries/visitors.py load_of": "counts",
    "arenas/care/queries/visitors.py others_who_visit": "names of visitors, and nothing else",
    "arenas/care/queries/visitors.py who_comes": "its page writes the note",
    "arenas/care/queries/visitors.py all_visitors": "its page writes the note",
    "arenas/care/told.py check_shown": "asks what they do, and hands nothing on",
    "arenas/care/told.py members_apart": "takes visits back",
    "arenas/care/told.py members_merged": "moves them to the record that stays",
    "arenas/care/told.py _open": "finds what is to be ended",
    "arenas/care/told.py _no_visitor": "takes visits back",
    "arenas/care/told.py _without": "takes visits back",
    "arenas/energy/actions/keys.py agree_key": "asks only which supply points there are",
    "arenas/energy/actions/months.py _keep": "writes",
    "arenas/energy/actions/points.py change_share": "holds the row it changes",
    "arenas/energy/actions/points.py enrol_point": "asks only whether the meter is somebody else's",
    "arenas/energy/actions/readings.py _keep": "writes",
    "arenas/energy/actions/readings.py _read": "asks only which meters there are",
    "arenas/energy/actions/settling.py settle_month": "writes down which entry it is",
    "arenas/energy/pages/keys.py agree": "names of supply points, to ask for their parts",
    "arenas/energy/queries/claims.py _fair": "counts, without a name",
    "arenas/energy/queries/figures.py year": "adds up; what is shown is sums and the reader's own",
    "arenas/energy/queries/keys.py _tried": "adds up; what is shown is sums and the reader's own",
    "arenas/energy/queries/months.py points_in": "reckons, for verbs and for sums",
    "arenas/energy/queries/points.py _here": "for readings that write the note, and the reader's own",
    "arenas/energy/queries/readings.py last_readings": "reckons, for verbs and for sums",
    "arenas/energy/seeing.py seen": "what made-up people of the demo know",
    "arenas/energy/told.py entry_taken_back": "asks only whether there is one",
    "arenas/energy/told.py member_left": "ends what they share",
    "arenas/energy/told.py members_merged": "moves them to the record that stays",
    "arenas/homes/actions/days.py _family_for": "finds for which family it counts",
    "arenas/homes/actions/families.py accept_family": "asks only whether the home is another family's",
    "arenas/homes/actions/families.py kept_family": "for verbs, which show nothing of it",
    "arenas/homes/actions/hours.py write_hours": "asks only whether shifts overlap",
    "arenas/homes/actions/hours.py sign_hours": "holds the row it changes",
    "arenas/homes/actions/hours.py _recognised": "finds whose home it is",
    "arenas/homes/actions/gates.py pass_gate": "writes",
    "arenas/homes/actions/loans.py agree_loan": "writes",
    "arenas/homes/actions/missed.py tell_behind": "writes",
    "arenas/homes/actions/missed.py _told": "holds the row it changes",
    "arenas/homes/actions/shares.py agree_charge": "writes",
    "arenas/homes/imports.py _setting": "asks only which families there are",
    "arenas/homes/imports.py _known": "asks only which shifts are known",
    "arenas/homes/queries/families.py my_family": "the reader's own",
    "arenas/homes/queries/families.py homes": "names of homes, and nobody's",
    "arenas/homes/queries/figures.py figures": "counts, without a name",
    "arenas/homes/queries/families.py families": "its pages write the note with `read`",
    "arenas/homes/queries/families.py hours_to_read": "one's own, or after `read` has written the note",
    "arenas/homes/queries/gates.py stands": "reckons, for pages and operations that write the note",
    "arenas/homes/queries/money.py books": "adds up; its pages and operations write the note",
    "arenas/homes/seeing.py _hours": "what made-up people of the demo know",
    "arenas/homes/seeing.py seen": "what made-up people of the demo know",
    "arenas/homes/told.py members_merged": "moves them to the record that stays",
    "arenas/homes/told.py entry_taken_back": "says that they are not signed any more",
    "arenas/homes/told.py entry_put_right": "says how long they were",
    "arenas/homes/told.py _talked_on": "asks whether somebody may take a place",
    "arenas/justice/actions/choosing.py say_yes_for": "asks for whom they are a guardian",
    "arenas/justice/actions/reporting.py report": "writes, and asks only whether it is known",
    "arenas/justice/actions/sealing.py seal_all_due": "takes them away",
    "arenas/justice/jobs.py seal_what_is_due": "asks only where one is closed",
    "arenas/justice/queries/matters.py held": "holds the row a verb changes",
    "arenas/justice/queries/matters.py of": "where each question begins; what shows one notes it",
    "arenas/justice/queries/matters.py parts_of": "asks who the reader is in it",
    "arenas/justice/queries/near.py contacts": "compares, and hands on no number",
    "arenas/justice/queries/near.py families": "leaves out guardians, and shows nobody",
    "arenas/justice/queries/near.py known_to": "leaves out helpers and those who would ring, and shows nobody",
    "arenas/justice/queries/peers.py drawn": "asks who has learned for it, without number and paper",
    "arenas/justice/seeing.py seen": "what made-up people of the demo know",
    "arenas/justice/told.py _end": "ends what they have a part in",
    "arenas/justice/told.py member_left": "ends what they have a part in",
    "arenas/justice/told.py members_apart": "takes them out of circles",
    "arenas/justice/told.py members_merged": "moves them to the record that stays",
    "arenas/justice/told.py restored": "takes them away again",
    "arenas/play/actions/festivals.py propose_festival": "finds who says yes for them, and tells only these",
    "arenas/play/queries/pictures.py may_all_be_seen": "asks only whether everybody said yes",
    "arenas/stipends/actions/families.py enrol_child": "asks only whether the child is known",
    "arenas/stipends/actions/families.py take_on_family": "asks only whether the telephone is another family's",
    "arenas/stipends/actions/payrolls.py _payment": "holds the row a verb changes",
    "arenas/stipends/actions/payrolls.py freeze_payroll": "writes, and counts",
    "arenas/stipends/actions/registers.py _last": "holds the row a verb changes",
    "arenas/stipends/actions/registers.py _last_of": "holds the rows a verb changes",
    "arenas/stipends/actions/registers.py _overlaps": "asks only whether periods overlap",
    "arenas/stipends/actions/steps.py _breach": "holds the row a verb changes",
    "arenas/stipends/imports.py _results_setting": "asks only which payments were sent off",
    "arenas/stipends/imports.py _send_results": "asks only which are new",
    "arenas/stipends/imports.py _setting": "asks only which children and periods are known",
    "arenas/stipends/queries/claims.py _heard": "counts, without a name",
    "arenas/stipends/queries/claims.py _school": "counts, without a name",
    "arenas/stipends/queries/claims.py _told": "counts, without a name",
    "arenas/stipends/queries/due.py due": "works out what is to be paid, for a verb",
    "arenas/stipends/queries/families.py families": "names alone, and how many children",
    "arenas/stipends/queries/families.py period_to_answer": "the page that shows it writes the note",
    "arenas/stipends/queries/figures.py figures": "counts, without a name",
    "arenas/stipends/queries/records.py standing_and_running": "for readings that write the note",
    "arenas/stipends/queries/records.py standing_rows": "for verbs, and for readings that write the note",
    "arenas/stipends/queries/sheets.py running": "counts, without a name",
    "arenas/stipends/queries/waiting.py _typed_once": "for the list, which writes the note",
    "arenas/stipends/seeing.py seen": "made-up people, by themselves",
    "arenas/stipends/told.py entry_taken_back": "says that a payment does not stand",
    "arenas/stipends/told.py members_merged": "moves them to the record that stays",
    "arenas/timebank/queries/desk.py callers": "looks in them, and hands nothing of them on",
    "community/notices/actions.py choose_channel": "asks only whether there is one",
    "community/notices/delivering.py letter": "sends their own letter to them",
    "community/notices/queries.py _lost": "asks only whether letters arrive there",
    "community/notices/queries.py _way": "asks only whether there is one",
    "community/notices/queries.py not_arriving": "asks only whether letters arrive there",
    "community/notices/queries.py waiting": "for the list of calls, whose page writes the note",
    "community/notices/returned/marking.py _came_back": "asks only whether it was sent there",
    "community/notices/returned/marking.py does_not_work": "writes",
    "community/notices/returned/marking.py take_in": "asks only whether it was sent there",
    "community/people/apart/actions.py block": "writes",
    "community/people/apart/actions.py unblock": "writes",
    "community/people/apart/desk.py _decide": "writes",
    "community/people/apart/desk.py _pairs": "for `pairs_of`, and for the page of the safeguarding lead: both note it",
    "community/people/apart/desk.py end_keeping_apart": "writes",
    "community/people/apart/desk.py keep_apart": "writes",
    "community/people/apart/desk.py make_decisions_one": "moves them to the record that stays",
    "community/people/apart/pages.py kept_apart_by": "what the reader said themselves",
    "community/people/api.py _member": "its page of the list writes the note",
    "community/people/changing/gathering.py merge": "moves them to the record that stays",
    "community/people/changing/gathering.py _move_belongings": "moves them to the record that stays",
    "community/people/changing/pages.py settings": "the desk's own telephone",
    "community/people/concerns/actions.py _note": "writes",
    "community/people/concerns/actions.py make_concerns_one": "moves them to the record that stays",
    "community/people/concerns/actions.py raise_concern": "writes",
    "community/people/concerns/queries.py _kept_away": "what the reader said themselves",
    "community/people/concerns/queries.py visible_to": "where each question to worries begins; what shows one notes it",
    "community/people/consent/actions.py consent": "asks whether they are a guardian",
    "community/people/consent/actions.py withdraw_consent": "holds the row it ends",
    "community/people/consent/actions.py write_down": "writes",
    "community/people/consent/queries.py agreeing": "who agreed, without a note",
    "community/people/consent/queries.py consenting": "who says yes, without a note",
    "community/people/consent/queries.py end_all": "ends them all",
    "community/people/consent/queries.py move": "moves them to the record that stays",
    "community/people/consent/queries.py not_agreed": "to which version, and nothing else of it",
    "community/people/guarding/actions.py _guardian": "holds the row it changes",
    "community/people/guarding/actions.py come_of_age": "tells guardians that it is over",
    "community/people/guarding/actions.py end_guarding": "writes",
    "community/people/guarding/actions.py end_guardian": "writes",
    "community/people/guarding/actions.py make_guarding_one": "moves them to the record that stays",
    "community/people/guarding/actions.py name_guardian": "writes",
    "community/people/guarding/actions.py say_yes_for": "writes",
    "community/people/guarding/actions.py stop": "writes",
    "community/people/guarding/actions.py take_back_yes": "writes",
    "community/people/guarding/pages.py _guardian": "for who speaks as the guardian, or writes it down for them",
    "community/people/guarding/queries.py is_guardian": "asks only whether there is one",
    "community/people/guarding/queries.py unguarded": "asks only whether there is one",
    "community/people/helping/actions.py end_helper": "holds the row it ends",
    "community/people/helping/actions.py make_helping_one": "moves them to the record that stays",
    "community/people/helping/actions.py name_helper": "writes",
    "community/people/helping/queries.py acting_for": "asks only whether there is one",
    "community/people/helping/queries.py whom_i_help": "what was said to the reader themselves",
    "community/people/imports.py _read": "out of a list somebody brings",
    "community/people/joining/api.py applicant": "the operation that lists them writes the note",
    "community/people/joining/applying.py hear_reference": "writes, and answers a number",
    "community/people/joining/applying.py accept": "sends the welcome to them",
    "community/people/joining/applying.py _waiting": "finds whether they asked before",
    "community/people/joining/applying.py _note": "writes down what they said themselves",
    "community/people/joining/questions.py keep": "writes down what they said themselves",
    "community/people/queries.py applicants": "its page and its file write the note",
    "community/people/joining/applying.py _come_back": "writes down what they said themselves",
    "community/people/joining/becoming.py take_in": "writes down what was said",
    "community/people/joining/pages.py _known_by": "its page and its file write the note",
    "community/people/pages.py _said_contact": "what the broker just typed",
    "community/people/queries.py apart_from": "leaves them out of lists, and shows nobody",
    "community/people/queries.py members": "leaves them out for whoever may not read them; the page writes the note",
    "community/people/safeguarding/actions.py note": "writes",
    "community/people/safeguarding/actions.py _keep": "writes",
    "community/people/safeguarding/actions.py _found": "holds the row it changes",
    "community/people/safeguarding/pages.py _attestation": "without number and paper",
    "community/people/safeguarding/queries.py running_out": "for letters to whose it is; the list leaves them out",
    "community/people/safeguarding/queries.py to_renew": "without number and paper",
    "community/people/told.py member_left": "ends what they said yes to",
    "community/people/told.py members_apart": "ends it",
    "community/privacy/actions.py erase": "asks only whether there is one",
    "community/privacy/marks.py marks_of": "to take them out everywhere",
    "community/privacy/retention.py _left": "asks only whether there is one",
    "community/trust/actions/net.py keep_rhythm": "writes down what they said",
    "community/trust/actions/net.py end_rhythm": "takes back what they said",
    "community/trust/actions/net.py note_heard": "writes, of one who asked for it",
    "community/trust/actions/net.py note_unreached": "writes, of one who asked for it",
    "community/trust/actions/net.py _to_note": "holds the row a verb changes",
    "community/trust/jobs.py _does_anybody_ask": "asks only whether there is one",
    "community/trust/jobs.py ask_circles": "asks those whom they named, as they wished",
    "community/trust/jobs.py _ask": "asks those whom they named, as they wished",
    "community/trust/jobs.py _step": "asks those whom they named, as they wished",
    "community/trust/pages/rhythm.py mine": "the reader's own",
    "community/trust/queries/net.py heard": "for the clock, and for pages that write the note",
    "community/trust/queries/net.py names_of": "asks who would ring, and leaves out whom they do not meet",
    "community/trust/queries/net.py desk_for": "finds whom to ask, and leaves out whom they do not meet",
    "community/trust/queries/whole.py _could_meet": "leaves out whom somebody does not meet",
    "community/trust/queries/net.py rhythm_of": "the reader's own",
    "community/trust/told.py member_left": "ends what they asked for",
    "community/trust/told.py members_merged": "moves it to the record that stays",
    "interop/health/patient.py _phone": "what the hospital sent, on its way in",
    "interop/health/patient.py said_of": "what the hospital sent, on its way in",
    "community/evidence/outcomes/actions.py answer": "writes",
    "community/evidence/told.py yes_taken_back": "deletes",
    "community/evidence/told.py members_merged": "puts two records of one person together",
}

#: Rooms that decide by them and show nothing: `may_meet` answers one sentence.
DECIDING = ("community/people/meet.py", "community/people/safeguarding/meeting.py")

#: Each template that shows one, and the function that read it with a note.
SHOWN = {
    "care/visit.html": ("arenas/care/queries/mine.py", "who_went"),
    "timebank/call_card.html": ("arenas/timebank/queries/desk.py", "caller"),
    "exchange/thread.html": ("community/exchange/queries.py", "contacts"),
    "notices/calls.html": ("community/notices/queries.py", "letters"),
    "people/applicants.html": ("community/people/joining/pages.py", "listed"),
    "people/list.html": ("community/people/pages.py", "listed"),
    "people/member.html": ("community/people/pages.py", "member_page"),
}


def files() -> Iterator[Path]:
    """Everything but models, migrations, tests, pure rules and made-up people."""
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        if not re.search(r"/(migrations|tests|models|demo|behaviour)/|(models|rules|behaviour)\.py$", place):
            yield path


def reads(function: ast.AST) -> set[str]:
    """What of somebody's a function reads that is said to be noted."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            of = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if node.attr in NAMED and of not in OPEN:
                found.add(node.attr)
            if node.attr in ("objects", "_default_manager") and of in TABLES:
                found.add(of)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value.rpartition("__")[2]
            if name in NAMED and re.fullmatch(r"\w+", node.value):
                found.add(name)
    return found


def is_noted(function: ast.AST) -> bool:
    """Whether it writes the note."""
    called = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return any((call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")) in NOTES for call in called)


def holes(source: str, place: str) -> Iterator[str]:
    """Functions that read without a note."""
    for function in ast.parse(source).body:
        if isinstance(function, ast.FunctionDef) and reads(function) and not is_noted(function):
            yield f"{place} {function.name}"


def test_whoever_reads_it_writes_the_note() -> None:
    found = {
        hole: path
        for path in files()
        if (place := path.relative_to(SOURCE).as_posix()) not in DECIDING
        for hole in holes(path.read_text(), place)
    }
    assert set(found) - set(NOT_SHOWN) == set(), "write the note, or say why there is none"
    assert set(NOT_SHOWN) - set(found) == set(), "these are gone: take their reasons off the list"


def test_every_template_that_shows_it_is_fed_by_one_that_notes() -> None:
    showing = {
        path.as_posix().partition("/templates/")[2]
        for path in SOURCE.rglob("templates/**/*.html")
        if re.search(r"\b(?!community\b)\w+\.(phone|shared_email|reach)\b", path.read_text())
    }
    assert showing == set(SHOWN)
    for place, name in SHOWN.values():
        tree = ast.parse((SOURCE / place).read_text())
        assert any(is_noted(one) for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name == name)


@pytest.mark.parametrize(
    "planted",
    [
        "def card(request, member):\n    return render(request, 'card.html', {'said': member.phone})",
        "def found(actor):\n    return list(Membership.objects.values_list('agent__name', 'shared_email'))",
        "def worries(actor):\n    return Concern.objects.filter(community_id=actor.community_id)",
        "def papers(actor):\n    return [one.reach for one in Reference.objects.all()]",
    ],
)
def test_a_reading_without_a_note_is_found(planted: str) -> None:
    [name] = holes(planted, "planted.py")
    noted = planted.replace(":\n", ":\n    audit.reading(actor, 'people.read_members', [1], 'page')\n", 1)
    assert name.startswith("planted.py ")
    assert not list(holes(noted, "planted.py"))


#: Functions that are handed what a reading is for, beside `reading` itself.
HANDED = NOTES | {"read_people", "read_holds", "letters", "attestations", "said_by", "guarding", "family_to_read"}


def readings(text: str) -> Iterator[str]:
    """The verbs under which a file writes readings down, and the words it says they are for."""
    tree = ast.parse(text)
    named = dict(re.findall(r'^([A-Z_]+) = "([\w.]+)"$', text, re.MULTILINE))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in HANDED:
            for said in (*call.args, *(keyword.value for keyword in call.keywords)):
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    yield said.value
                elif isinstance(said, ast.Name) and said.id in named:
                    yield named[said.id]


def test_every_reading_is_said_in_words_a_member_reads() -> None:
    said = {word for path in SOURCE.rglob("*.py") if "tests" not in path.parts for word in readings(path.read_text())}
    assert {word for word in said if "." in word} == {
        *READ,
        *UNTOLD,
        *(word for room in rooms.with_file("looks") for word in room.READ),
    }
    assert {word for word in said if "." not in word} <= set(WHY)
    assert (
        set(readings('READ = "people.read_it"\naudit.reading(actor, READ, [1], "nobody said")')) - set(READ) - set(WHY)
    )
