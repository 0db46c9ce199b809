"""What people do of a day, each as one goes about it: pressed and written by the words on the page."""

import json
from pathlib import Path

from tests.fixtures.browser import code_sent_to, forget_how_often, said_to
from tests.journeys.person import Person

CLEO = ("--as", "cleo@wenbrook.example", "--community", "wenbrook")


def welcomed(folder: Path, *names: str) -> None:
    """New members, each with an address of their own: the first name's."""
    members = [{"name": name, "email": address_of(name), "phone": "01632 960 700"} for name in names]
    said_to(folder, "people", "welcome", *CLEO, "--members", json.dumps(members), "--json")


def address_of(name: str) -> str:
    return f"{name.split()[0].lower()}@wenbrook.example"


def applied(folder: Path, name: str) -> None:
    """Somebody asked to join: the door itself lets one address in a few times an hour only."""
    know = [{"name": f"{name}’s {relation}", "reach": "01632 960 800"} for relation in ("aunt", "uncle")]
    said_to(folder, "people", "apply", *CLEO, "--name", name, "--phone", "01632 960 900", "--words", "I bake",
            "--references", json.dumps(know), "--json")  # fmt: skip


def sign_in_by_tap(person: Person, name: str) -> None:
    person.page.goto("/")
    person.press(f"{name} ")


def sign_in_by_letter(person: Person, folder: Path, address: str) -> None:
    forget_how_often(folder)
    person.page.goto("/sign-in/")
    person.write("E-mail address", address)
    person.press("Send me a code")
    person.write("Type the code", code_sent_to(folder, address))
    person.press("Sign in", exact=True)


def answer_an_applicant(person: Person, name: str) -> None:
    """From the desk: what both references said is noted, and whoever asked is welcomed."""
    person.press("Applicants")
    person.press("Ring references")
    for relation in ("aunt", "uncle"):
        person.write(f"What {name}’s {relation} said", "A kind soul")
        person.enter()
    person.press(f"Welcome {name}")


def take_a_call(person: Person, name: str) -> None:
    """The telephone rings while the desk is open."""
    person.press("Take a call")
    person.write("Name, or telephone number", name)
    person.enter()
    person.reads(name, "On the phone")


def record_thank_and_ask_back(person: Person, name: str, helper: str) -> None:
    """What whoever rings was given, what they would like to say, and, as they feel ready, whether they could too."""
    person.press("Record help they were given")
    person.write("Who helped them?", helper)
    person.pick("What kind of help was it?", "company")
    person.write("In a few words", "A walk")
    person.write("What would they like to say", "It did me good")
    person.choose("They say that they feel ready")
    person.press("Write it down")
    person.reads(f"{helper} gave {name} 1 h")
    person.press(f"Ask {name.split()[0]}")
    person.reads("They have been asked")


def offer(person: Person, words: str) -> None:
    person.press("Offer something")
    person.write("What is it?", words)
    person.press("Next")
    person.write("What kind of thing is it?", "company")
    person.press("Next")
    while not person.sees("Is this right?"):
        person.press("Next")
    person.press(person.page.locator("main form button").last.inner_text().strip())
    person.reads("Thank you: it is on the list")


def record_own_help(person: Person, other: str) -> None:
    """A member writes down an hour they gave; the other is asked whether it is right."""
    person.press("Write down help")
    person.choose("I helped someone")
    person.press("Next")
    if not person.page.get_by_label(other, exact=True).count():
        person.write("Search by name", other)
        person.press("Find")
    person.choose(other, exact=True)
    person.press("Next")
    person.write("How long did it take?", "1 h")
    person.press("Next")
    person.press("Next")
    person.pick("What kind of help was it?", "company")
    person.press("Next")
    person.press("Next")
    person.press("Write it down")
    person.reads("It is written down")


def say_what_would_help(person: Person, words: str) -> None:
    """The same questions for a member, and for the desk on behalf of whoever rings."""
    person.write("What is it?", words)
    person.press("Next")
    person.write("What kind of thing is it?", "company")
    while not person.sees("Is this right?"):
        person.press("Next")
    person.press(person.page.locator("main form button").last.inner_text().strip())
    person.reads(words)


def answer_to_being_asked(person: Person, words: str) -> None:
    person.choose(words)
    person.press("Say this")


def open_thread(person: Person, words: str) -> None:
    person.press("Threads", exact=True)
    person.press(words)
