"""Who may see and do what about visits: the person themselves, whoever visits them, and the desk."""

from collections.abc import Iterator

from coproduce.arenas.care import COORDINATOR, VISITED, VISITOR
from coproduce.community.base.policy import Row

DESK = ("broker", COORDINATOR)


def _desk(verbs: tuple[str, ...], why: str) -> Iterator[Row]:
    for verb in verbs:
        for role in DESK:
            yield Row(f"care.{verb}", role, why=why)


ROWS = (
    Row("care.open_case", "visitor", "any", why="Whoever holds a card opens it; it shows them nothing."),
    *_desk(("print_cards", "record_tally"), "The desk prints cards; the ward keeps a tally and nothing else."),
    *_desk(("open_case", "take_discharge"), "The desk writes it down for who rings, or posts the card."),
    *_desk(
        ("triage", "move_case", "close_case", "propose_visitors", "acknowledge_flag", "close_flag", "take_on_visitor"),
        "The desk finds out what is needed, brings two together, and answers for what a visit turns up.",
    ),
    *_desk(("read_visits", "read_list", "read_tasks"), "The desk sees to it; each reading is written down."),
    *_desk(
        ("choose_visitor", "answer_match", "plan_visit", "check_in", "check_out", "write_answers", "record_call",
         "describe_visitor"),
        "The desk does it for people who ring, and types in what came on paper.",
    ),
    *(
        Row(f"care.{verb}", role, "own", why="Everyone reads what is written of them, and chooses who comes.")
        for verb in ("open_case", "read_visits", "choose_visitor")
        for role in (VISITED, "member")
    ),
    *(
        Row(f"care.{verb}", VISITOR, "own", why="A visitor says yes or no, goes, and writes down what they saw.")
        for verb in ("answer_match", "plan_visit", "check_in", "check_out", "write_answers", "record_call")
    ),
    Row("care.describe_visitor", "member", "own", why="Everyone says for themselves what they would do."),
    *(Row("care.read_page", role, "own") for role in ("member", VISITED, *DESK)),
    *(Row("care.read_figures", role) for role in DESK),
    Row("care.read_figures", "member", result="mask", why="Members see that it grows; 1 to 7 is hidden."),
    *(
        Row(verb, VISITED, "own", why="Whoever is visited is no member yet, and has these rights all the same.")
        for verb in ("people.consent", "people.withdraw_consent", "people.read_consents", "people.leave",
                     "people.block", "people.unblock", "exchange.say_ready", "exchange.answer",
                     "privacy.read_archive", "privacy.read_looks", "privacy.erase", "privacy.read_record")
    ),
    *(
        Row("people.raise_concern", role, "own", why="What worries them goes to the safeguarding lead alone.")
        for role in (VISITED, VISITOR)
    ),
    Row("people.raise_concern", COORDINATOR, why="For a visitor whose paper is typed in; nobody reads it back."),
    *(
        Row(verb, COORDINATOR, why="Takes down what they say yes to, who shall not come, and what they answer.")
        for verb in ("people.consent", "people.withdraw_consent", "people.read_consents", "people.block",
                     "people.unblock", "exchange.say_ready", "exchange.ask_back", "exchange.answer")
    ),
)  # fmt: skip

#: What a trusted helper may read for who named them: how it goes round, which names nobody.
BY_HELPER = {"care.read_figures": ""}

#: What members do themselves, and no helper for them, with the reason.
BY_NO_HELPER = {
    "care.open_case": "On a card somebody says what they say yes to; for others the desk rings and asks.",
    "care.choose_visitor": "Who comes through a door is chosen by whose door it is, or told the desk.",
    "care.describe_visitor": "What somebody would do and has been through they say themselves, or tell the desk.",
    **dict.fromkeys(
        ("care.read_page", "care.read_visits"), "What was seen and said at home is read by whose home it is."
    ),
}
