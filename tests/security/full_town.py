"""A town in which every kind of page has something to show, each word of it the town's own."""

from datetime import date, time, timedelta
from decimal import Decimal
from uuid import uuid4

from django.db.models import F

from coproduce.arenas import ARENAS
from coproduce.arenas.care.rules.checklist import Answer as Answered
from coproduce.arenas.care.tests.town import ward_of
from coproduce.arenas.energy.tests.street import settled
from coproduce.arenas.food.rules import Drives, PiecesCame
from coproduce.arenas.homes.models import Family as HomeFamily
from coproduce.arenas.justice.tests import circle
from coproduce.arenas.play.tests import street
from coproduce.arenas.stipends.tests.school import MISSED, child, done, family, register
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.evidence.tests.made import planned
from coproduce.community.exchange.models import Ask
from coproduce.community.exchange.occasions.rules import SlotWanted
from coproduce.community.people.bringing import files as brought
from coproduce.community.people.joining.rules import Answer
from coproduce.community.people.models import BroughtFile, Community, Membership
from coproduce.community.people.rules import NewMember, Referee
from coproduce.core.quantity import HOURS, unit_of_money
from coproduce.web.lab.jobs import draw_next
from coproduce.web.lab.models import Study
from tests.fixtures.towns import NOON, TODAY, Town, do, told
from tests.security.scenes import Part, decisions, making, trust, works


def with_a_thread(town: Town) -> Town:
    """Ana would meet a need of Ben's, he agrees, and they say a word of their town to each other."""
    begun = do("exchange.propose", town.actor("Ana"), need=town.needs[1], place=f"Door {town.canary}")
    assert isinstance(begun, Done), begun
    do("exchange.agree", town.actor("Ben"), agreement=begun.value.agreement)
    do("exchange.say", town.actor("Ben"), agreement=begun.value.agreement, words=f"Tuesday {town.canary}")
    town.decided()
    do("people.raise_concern", town.actor("Ana"), words=f"He looked hurt {town.canary}", about=town.agents["Ben"])
    with clock.at(NOON - timedelta(days=1)):
        for first in (NOON - timedelta(hours=1), NOON + timedelta(days=3)):
            opened = do(
                "exchange.open_occasion",
                town.actor("Cleo"),
                words=f"Garden {town.canary}",
                category=f"company {town.canary}",
                starts_at=first,
                ends_at=first + timedelta(hours=2),
                slots=(SlotWanted(f"Tea {town.canary}"),),
                place=f"Hall {town.canary}",
            )
            assert isinstance(opened, Done), opened
    return town


def with_lists(town: Town) -> Town:
    """Cleo brings a list with a row to mend in it, and compares everybody's hours: Ana's are others."""
    for name, text, is_closing in (
        ("people", f"Name,E-mail\nFlo {town.canary},\nGuy,guy {town.canary}\n", False),
        ("end", f"Member,Hours\nAna {town.canary},90\n", True),
    ):
        row = brought.keep(
            town.actor("Cleo"), f"{name} {town.canary}.csv", text.encode(), is_closing=is_closing, request_id=uuid4()
        )
        assert isinstance(row, BroughtFile), row
    return town


def with_every_arena(town: Town) -> Town:
    """Whatever is installed is switched on, so that nothing is left out of the crawl."""
    Community.objects.filter(slug=town.slug).update(arenas=list(ARENAS))
    return town


def with_a_pair(town: Town) -> Town:
    """Ben learns from Ana, and she has said what she learned of it."""
    called = f"Roses {town.canary}"
    topic = do("learning.write_topic", town.actor("Cleo"), called=called, professional=f"Gardener {town.canary}")
    assert isinstance(topic, Done), topic
    wanted = do("learning.want", town.actor("Ben"), topic=topic.value.topic, goal=f"To prune {town.canary}")
    assert isinstance(wanted, Done), wanted
    begun = do("exchange.propose", town.actor("Ana"), need=wanted.value.need)
    assert isinstance(begun, Done), begun
    thread = begun.value.agreement
    do("exchange.agree", town.actor("Ben"), agreement=thread)
    for who in ("Ana", "Ben"):
        do("learning.begin", town.actor(who), agreement=thread)
    learned = {"done_on": NOON.date(), "learned": f"Patience {town.canary}", "useful": 3, "time": HOURS(60)}
    said = do("learning.say", town.actor("Ana"), agreement=thread, **learned)
    assert isinstance(said, Done), said
    return town


def with_a_family(town: Town) -> Town:
    """School was missed and the family was told; another child waits to be told of; a month is paid by a file."""
    with_every_arena(town)
    for who, pay_to in (("Ana", "+441632960001"), ("Ben", "GB82WEST12345698765432")):
        family(town, TODAY, who, pay_to)
        child(town, f"{who} {town.canary}", family=town.agents[who], class_name="5b")
        missed = register(town, TODAY, f"{who} {town.canary}", (date(2026, 9, 1), date(2026, 10, 31)), MISSED)
        if who == "Ana":
            done(TODAY, "tell_step", town, "Cleo", attendance=missed, supporter=town.agents["Ben"])
    payroll = done(TODAY, "freeze_payroll", town, "Cleo", month_on=TODAY.replace(day=1)).payroll
    done(TODAY, "approve_payroll", town, "Tom", payroll=payroll)
    done(TODAY, "export_payroll", town, "Tom", payroll=payroll)
    return town


def with_a_month(town: Town) -> Town:
    """A roof and two homes share, and a month of them is settled."""
    settled(town)
    return town


def with_a_home(town: Town) -> Town:
    """A family missed a month of its loan and answered; another owns its home with others; a build day is to come."""
    with_every_arena(town)
    ana, ben, pounds = town.agents["Ana"], town.agents["Ben"], unit_of_money("GBP")
    since, begins = TODAY - timedelta(days=20), NOON + timedelta(days=5)
    loan = {"principal": pounds(1200_00), "annual_rate": 0, "months": 12, "income": pounds(900_00), "from_on": since}
    charge = {"income": pounds(2000_00), "running": pounds(1_00), "shares": 9, "index": Decimal(100), "from_on": since}
    shift = {"on": TODAY, "begins": time(8), "ends": time(12), "kind": "construction", "task": f"Doors {town.canary}"}
    saw = {"thing": f"Saw {town.canary}", "pieces": 1}
    for who, verb, said in (
        ("Cleo", "accept_family", {"family": ana, "accepted_on": since, "home": f"no. 14 {town.canary}"}),
        ("Cleo", "accept_family", {"family": ben, "accepted_on": since, "home": f"no. 16 {town.canary}"}),
        ("Ana", "write_hours", {"family": ana, "friend": f"Joe {town.canary}", **shift}),
        ("Cleo", "plan_day", {"words": f"Walls {town.canary}", "starts_at": begins,
                              "ends_at": begins + timedelta(hours=2), "tasks": (SlotWanted("painting", 4),)}),
        ("Cleo", "stock_things", saw),
        ("Cleo", "lend_things", {**saw, "to": ana}),
        ("Tom", "agree_charge", {"family": ben, **charge}),
        ("Tom", "agree_loan", {"family": ana, "escrow": pounds(0), **loan}),
        ("Tom", "tell_behind", {"family": ana, "month": 1, "supporter": ben}),
        ("Ana", "answer_behind", {"family": ana, "month": 1, "answer": f"The bank was wrong {town.canary}"}),
    ):  # fmt: skip
        HomeFamily.objects.filter(agent__public_id=ana).update(started_on=since, closed_on=since)
        outcome = do(f"homes.{verb}", town.actor(who), **said)
        assert isinstance(outcome, Done), (verb, outcome)
    return town


def with_arenas(town: Town) -> Town:
    """A thread, lists, and something of every arena."""
    made = with_every_arena(with_lists(with_a_thread(town)))
    for more in (with_a_pair, with_a_visit, with_a_family, with_a_home, with_a_month, with_an_order, with_a_design,
                 with_a_market, with_a_festival, with_what_members_make, with_a_circle):  # fmt: skip
        made = more(made)
    return made


def with_an_order(town: Town) -> Town:
    """Leeks were ordered by two, came, were settled, and are brought round; three loaves are over."""
    with_every_arena(town)
    cleo, soon = town.actor("Cleo"), clock.now() + timedelta(days=2)
    leeks = {
        "name": f"Leeks {town.canary}",
        "unit": "piece",
        "pack": 1,
        "price": unit_of_money("GBP")(120),
        "grams": 400,
    }
    product = told("food.keep_product", cleo, producer=town.agents["Ben"], **leeks).product
    words, comes_on = f"Week 47 {town.canary}", soon.date() + timedelta(days=1)
    cycle = told("food.open_cycle", cleo, words=words, closes_at=soon, comes_on=comes_on).cycle
    for who in ("Ana", "Ben"):
        told("food.choose_terms", cleo, is_brought=True, for_=town.agents[who])
        told("food.order", cleo, cycle=cycle, product=product, quantity=2, for_=town.agents[who])
    told("food.close_cycle", cleo, cycle=cycle, is_early=True)
    told("food.receive_delivery", cleo, cycle=cycle, came=(PiecesCame(product, 4),))
    told("food.settle_cycle", cleo, cycle=cycle)
    drivers = (Drives(town.agents["Dee"], "bike", time(9), time(20)),)
    told("food.plan_round", cleo, cycle=cycle, depot=f"Lane {town.canary}", drivers=drivers)
    told("food.offer_surplus", cleo, words=f"3 loaves {town.canary}", storage="ambient", for_=town.agents["Ana"])
    return town


def with_a_design(town: Town) -> Town:
    """Ben designed a stool, Ana mended its page, and Dee has a lathe."""
    with_every_arena(town)
    stool = {"words": f"Turn three legs {town.canary}.", "parts": "leg; 3; turning; ash; 400 x 40 x 40; 20"}
    design = told(
        "making.keep_design", town.actor("Ben"), name=f"Stool {town.canary}", version="1.0.0",
        licence="CERN-OHL-P-2.0", **stool,
    ).design  # fmt: skip
    words = f"Dry the ash first {town.canary}"
    told("making.mend_page", town.actor("Ana"), design=design, words=words, why=f"It split {town.canary}")
    told("making.keep_machine", town.actor("Dee"), name=f"Lathe {town.canary}", does="turning", size="900 x 300 x 300")
    return town


def with_a_market(town: Town) -> Town:
    """Ben has a stall, Ana bought mittens there that came apart, and a year was shared out and paid."""
    with_every_arena(town)
    ben, ana, tom, pounds = town.actor("Ben"), town.actor("Ana"), town.actor("Tom"), unit_of_money("GBP")
    stall = told("market.keep_stall", ben, name=f"Wool {town.canary}", place=f"Limes {town.canary}").stall
    told("market.keep_ware", ben, stall=stall, name=f"Socks {town.canary}", price=pounds(500))
    mittens = {"stall": stall, "name": f"Mittens {town.canary}", "price": pounds(900)}
    sale = told("market.reserve", ana, ware=told("market.keep_ware", ben, **mittens).ware, quantity=1).sale
    told("market.hand_over", ben, sale=sale)
    told("market.choose_dividend", ana, choice="cash", pay_to="GB82WEST12345698765432")
    today = clock.today("Europe/London")
    year = told("market.open_year", tom, from_on=today - timedelta(days=364), until_on=today).year
    told("market.close_year", tom, year=year, surplus=pounds(1000))
    decided = town.decided(decided_on=today, effective_on=today)
    told("market.allocate_year", tom, year=year, decision=decided)
    told("market.pay_dividends", tom, paid_on=today)
    told("market.dispute_sale", ana, sale=sale, why=f"A hole in the thumb {town.canary}")
    return town


def with_a_festival(town: Town) -> Town:
    """Ana's lantern night has begun, and Cleo's is thought of; many reach a goal, a drill is lent, a kettle mended."""
    with_every_arena(town)
    festival = street.announced(town)
    street.over(town)
    street.idea(town, "Cleo")
    ben = town.actor("Ben")
    apples = {"name": f"Apples {town.canary}", "target": "100", "unit": "kg", "festival": festival}
    told("play.give", ben, goal=told("play.set_goal", town.actor("Ana"), **apples).goal, amount="40")
    drill = told("play.keep_thing", town.actor("Ana"), name=f"Drill {town.canary}").thing
    told("play.borrow_thing", ben, thing=drill)
    kettle = {"item": f"Kettle {town.canary}", "problem": f"Hums {town.canary}", "status": "Fixed"}
    told("play.write_repair", ben, brought_by=town.agents["Dee"], **kettle)
    return town


def with_what_members_make(town: Town) -> Town:
    """A question that is counted, two that are open, a study, a build, a lane whose pipe is blocked, and a silence."""
    part, sal = Part(town, "Cleo", "Ana", "Ben"), Membership.objects.get(agent__public_id=town.agents["Sal"])
    told("decisions.count", town.actor("Cleo"), proposal=decisions.asked(part), minutes=f"In the hall {town.canary}")
    told("decisions.give_paper", town.actor("Cleo"), proposal=decisions.asked(part), member=town.agents["Ben"])
    decisions.by_consent(part)
    told("evidence.plan", town.actor("Cleo"), **planned(question=f"Do fewer go back {town.canary}?"))
    making.built(part, "Ana")
    works.agreed(part)
    works.blocked(part)
    told("people.consent", town.actor("Ana"), member=town.agents["Ana"], scope="outcomes")
    told("evidence.open_figures", town.actor("Cleo"), is_open=True)
    trust.near(part, "Ben", "Ana")
    trust.near(part, "Dee", "Ana", answered=False)
    trust.silent(part, "Ana")
    Membership.objects.filter(pk=sal.pk).update(roles=sal.roles)
    return with_every_arena(town)


def with_a_circle(town: Town) -> Town:
    """Ana was harmed by Ben, three are drawn to hear it, and another matter waits for a word of hers."""
    with clock.at(NOON):
        circle.switched_on(town)
        circle.heard(town)
        circle.reported(town, kind="noise")
    return with_every_arena(town)


def with_a_visit(town: Town) -> Town:
    """Somebody came home, two have been there, and something they saw waits for an answer."""
    ward = ward_of(town)
    with_every_arena(town)
    case = ward.home()
    ward.matched(case)
    visit = ward.visited(case)
    ward.done("Ana", "write_answers", visit=visit, answers=(Answered("HEAT", "urgent", f"Cold {town.canary}"),))
    ward.done("Ana", "check_in", visit=ward.planned(case))
    ward.home("Ivo")
    return town


def with_everything(town: Town) -> Town:
    """A town in which each kind of page has something to show: an applicant, hours kept back, a study."""
    cleo = town.actor("Cleo")
    asked = do("people.write_question", cleo, words=f"Which evenings {town.canary}?", kind="short")
    assert isinstance(asked, Done), asked
    applied = do(
        "people.apply",
        cleo,
        name=f"Zoe {town.canary}",
        answers=(Answer(asked.value.question, f"Mondays {town.canary}"),),
        phone="01632 960 009",
        words=f"I bake {town.canary}",
        references=(Referee(f"Pat {town.canary}", "01632 960 008"), Referee(f"Lou {town.canary}", "01632 960 007")),
    )
    assert isinstance(applied, Done), applied
    for verb, said in (
        ("change_settings", {"version": town.community.version, "name": town.community.name, "trial_times": 2}),
        ("welcome", {"members": (NewMember(f"Yan {town.canary}"),)}),
        ("set_vouching", {"role": "link worker"}),
        ("vouch", {"member": town.agents["Ben"], "role": "link worker"}),
    ):
        done = do(f"people.{verb}", cleo, **said)
        assert isinstance(done, Done), (verb, done)
    study = do("lab.ask", cleo, people=200, years=1)
    assert isinstance(study, Done), study
    draw_next(Study.objects.get(public_id=study.value.id))
    kept = do(
        "ledger.keep_back",
        town.actor("Cleo"),
        receiver=town.agents["Ben"],
        giver=town.agents["Ana"],
        time=HOURS(60),
        until=clock.today("Europe/London"),
        what=f"A lift {town.canary}",
    )
    assert isinstance(kept, Done), kept
    in_a_year = clock.today("Europe/London") + timedelta(days=365)
    for verb, who, said in (
        ("say_age_band", "Cleo", {"member": town.agents["Kim"], "adult_on": in_a_year}),
        ("name_guardian", "Cleo", {"member": town.agents["Kim"], "guardian": town.agents["Ben"]}),
        ("attest", "Cleo", {"member": town.agents["Ben"], "kind": "check", "what": "basic", "issuer": "DBS"}),
        ("block", "Ana", {"member": town.agents["Tom"]}),
        ("raise_concern", "Ana", {"about": town.agents["Rae"], "words": f"He looked hurt {town.canary}"}),
        (
            "keep_apart",
            "Cleo",
            {"member": town.agents["Aud"], "other": town.agents["Rae"], "why": f"They said {town.canary}"},
        ),
    ):
        done = do(f"people.{verb}", town.actor(who), **said)
        assert isinstance(done, Done), (verb, done)
    Membership.objects.filter(agent__public_id=town.agents["Tom"]).update(lost_email=F("shared_email"))
    ask = Ask.objects.get(agent__public_id=town.agents["Ben"], arena="timebank").public_id
    for verb, who in (("say_ready", "Ben"), ("ask_back", "Cleo")):
        assert isinstance(do(f"exchange.{verb}", town.actor(who), ask=ask), Done)
    return town
