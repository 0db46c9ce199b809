"""Write docs/reference from the program itself: `./coproduce run -- python tools/reference.py`."""

import ast
import inspect
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made by tools/reference.py from the program; change the program instead. -->\n"


def pages() -> dict[str, str]:
    """Each page of the reference by its file name."""
    return {
        "permissions.md": "\n".join(_permissions()),
        "api.md": "\n".join(_api()),
        "commands.md": "\n".join(_commands()),
        "settings.md": "\n".join(_settings()),
        "../explanation/security.md": "\n".join(_security()),
        "record-of-processing.md": "\n".join(_record()),
        "dpia.md": "\n".join(_assessment()),
        "economic-model.md": "\n".join(_economic_model()),
    }


def _permissions() -> Iterator[str]:
    from coproduce.community.base.policy import by_helper, by_no_helper, every_row

    yield f"{MADE}\n# Who may do what\n"
    yield "What has no row here is refused, in every role and by every mouth. *own*: about oneself; *same community*:"
    yield "about anybody here, oneself included; nothing reaches into another community. *mask*: without contacts.\n"
    yield "| verb | role | about whom | result | why |\n|---|---|---|---|---|"
    for row in sorted(every_row(), key=lambda row: (row.verb, row.role, row.relation)):
        yield f"| `{row.verb}` | {row.role} | {row.relation} | {row.result} | {row.why} |"
    yield "\n## For another\n"
    yield "A trusted helper does these for the member who named them, with a member's role alone: "
    yield ", ".join(f"`{verb}`" for verb in sorted(by_helper())) + ".\n"
    yield "And none of these:\n"
    yield from (f"- `{verb}`: {why}" for verb, why in sorted(by_no_helper().items()))
    yield ""


def _api() -> Iterator[str]:
    from coproduce.web.api import api

    yield f"{MADE}\n# The API\n"
    yield "OpenAPI 3.1 at `/api/openapi.json`, for any viewer. A key comes from “Keys for scripts” or"
    yield "`coproduce token`; a verb carries its own id in the header `Idempotency-Key`, and sent twice answers the"
    yield "first receipt. Errors are problem details (RFC 9457) with a stable `code`.\n"
    for path, item in api.get_openapi_schema()["paths"].items():
        for method, said in item.items():
            words = said.get("description", said["summary"]).strip()
            yield f"## {method.upper()} {path}\n\n`{said['operationId']}`: {words}\n"
            for parameter in said.get("parameters", []):
                needed = "" if parameter["required"] else ", may be left out"
                yield f"- `{parameter['name']}` ({parameter['in']}{needed})"
            body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            for name, kind in _fields(api.get_openapi_schema(), body):
                yield f"- `{name}` {kind}"
            yield ""


def _fields(schema: dict, body: dict) -> Iterator[tuple[str, str]]:  # type: ignore[type-arg]
    named = schema["components"]["schemas"].get(body.get("$ref", "").rpartition("/")[2], body)
    for name in named.get("properties", {}):
        yield name, "(body)" if name in named.get("required", ()) else "(body, may be left out)"


def _commands() -> Iterator[str]:
    import typer

    from coproduce.cli import build

    yield f"{MADE}\n# Commands\n"
    yield "`./coproduce` from the project's folder, `coproduce` where it was installed with pip.\n"
    from coproduce.cli import ROOMS

    rooms = [package.rpartition(".")[2] for package in ROOMS]
    for asked in ([], *([room] for room in rooms)):
        commands = typer.main.get_command(build(asked)).commands  # type: ignore[attr-defined]
        for name, command in sorted(commands.items()):
            if asked and name == asked[0]:
                yield from _group(name, command)
            elif not asked and name not in rooms:
                yield from _group(name, command) if hasattr(command, "commands") else _command(name, command)


def _group(name: str, group: object) -> Iterator[str]:
    for word, command in sorted(group.commands.items()):  # type: ignore[attr-defined]
        yield from _command(f"{name} {word}", command)


def _command(name: str, command: object) -> Iterator[str]:
    yield f"## coproduce {name}\n\n{(command.help or '').strip()}\n"  # type: ignore[attr-defined]
    for parameter in command.params:  # type: ignore[attr-defined]
        words = "` `".join(parameter.opts) if parameter.param_type_name == "option" else parameter.name.upper()
        needed = "" if not parameter.required else " (needed)"
        yield f"- `{words}`{needed} {getattr(parameter, 'help', '') or ''}".rstrip()
    yield ""


def _settings() -> Iterator[str]:
    from coproduce.web import settings

    yield f"{MADE}\n# Settings\n"
    yield from (settings.__doc__ or "").strip().splitlines()
    yield ""


#: The steps of a week, in their order, and the rules of each.
WEEK_STEPS = {
    "Work": ("aim", "hours", "finds", "commute"),
    "Two contagions on the same ties": ("hears", "joins", "strives"),
    "Care": ("free", "able"),
    "Giving and receiving": ("may_ask", "offered"),
    "Body, and what remains": ("purpose", "body", "leisure", "made", "bought"),
}


def _says(thing: object) -> str:
    """What a module, class or function says of itself, in one piece."""
    return " ".join((getattr(thing, "__doc__", "") or "").split())


def _constants(module: ModuleType) -> Iterator[str]:
    """A row for each number a module writes down for itself: name, value, and what is said of it there."""
    lines = inspect.getsource(module).splitlines()
    said = ""
    for node in ast.parse("\n".join(lines)).body:
        if not isinstance(node, ast.Assign) or not all(name.isupper() for name in _names(node)):
            continue
        above = node.lineno - 2
        while lines[above].startswith("#:"):
            above -= 1
        if comment := [line.removeprefix("#:").strip() for line in lines[above + 1 : node.lineno - 1]]:
            said = " ".join(comment)
        elif not lines[above].strip():
            said = ""  # neither a word of its own nor one right above
        names = [name for name in _names(node) if not name.startswith("_")]
        try:
            holds = list(_numbers(ast.literal_eval(node.value)))
        except ValueError:  # reckoned from others
            continue
        if names and said and holds:
            yield f"| `{', '.join(names)}` | {ast.unparse(node.value)} | {said} |"


def _numbers(value: object) -> Iterator[float]:
    """The numbers among plain values."""
    if isinstance(value, (int, float)):
        yield value
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, dict):
        yield from _numbers(list(value.values()))


def _names(node: ast.Assign) -> list[str]:
    return [one.id for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name)]


def _economic_model() -> Iterator[str]:
    from coproduce import __version__
    from coproduce.economy import (
        PRESETS,
        SOURCES,
        comparing,
        draws,
        needs,
        network,
        outcomes,
        pooling,
        population,
        rates,
        sensitivity,
        state,
        week,
    )  # fmt: skip
    from coproduce.economy.held_out import INPUTS, TUNED
    from coproduce.economy.needs import COUNTS, COUNTS_FROM, COUNTS_TO, ESSAY_NEEDS, NEEDS, SATISFIERS
    from coproduce.economy.outcomes import OUTCOMES
    from coproduce.economy.state import State, begin

    yield f"{MADE}\n# The economic model\n"
    yield "After the ODD protocol (Grimm et al. 2020, JASSS 23:2:7), its seven parts made from what the code says of"
    yield "itself. Results are simulated: they compare contracts, and foretell nothing. **Not modelled**: prices,"
    yield "firms, inflation, migration, births, deaths, ageing.\n"
    yield f"**Cite it as**: Coproduce {__version__}, economic model ([CITATION.cff](../../CITATION.cff)), with the"
    yield "command and the seed: they give the same numbers again on any machine.\n"
    yield "## 1. Purpose and patterns\n"
    yield "The same people under different contracts: what differs, who bears it, and how sure that is. It is held"
    yield "against [facts it never saw](../explanation/foretold.md). Tuned to:\n"
    yield from (f"- {fact}" for fact in TUNED)
    yield "\n## 2. Entities, state variables and scales\n"
    yield f"**People.** {_says(population)}\n"
    yield inspect.getdoc(population.People) or ""
    changing = ", ".join(f"`{name}`" for name in State._fields)
    yield f"\n**What changes each week**, for everybody: {changing}. {_says(State)}"
    yield f"\n**Ties.** {_says(network)}\n"
    yield "**Scales.** One step is a week of 672 quarter-hours; a year has 52. A neighbourhood is of"
    yield f"{population.NEIGHBOURS} adults.\n"
    yield "## 3. Process overview and scheduling\n"
    yield "Everybody at once, in this order; the rules stand in part 7:\n"
    yield from (f"{place}. {step}: {', '.join(f'`{name}`' for name in names)}"
                for place, (step, names) in enumerate(WEEK_STEPS.items(), 1))  # fmt: skip
    yield f"\n## 4. Design concepts\n\n**Stochasticity.** {_says(draws)}\n"
    yield f"**Comparison.** {_says(comparing)}\n"
    yield "**Observation.** What is read of it stands below. **Not there**: adaptation by learning, prediction by"
    yield "people, objectives: nobody maximises anything.\n"
    yield f"## 5. Initialization\n\n{_says(population.draw)} {_says(begin)}\n"
    yield "## 6. Input data\n\nNothing changes from outside while it runs. Taken in:\n"
    yield from (f"- {fact}" for fact in INPUTS)
    yield "\n## 7. Submodels\n"
    for step, names in WEEK_STEPS.items():
        yield f"**{step}**\n"
        yield from (f"- `{name}`: {_says(getattr(week, name))}" for name in names)
        yield ""
    yield f"**Pools.** {_says(pooling)}\n"
    yield f"**What an answer depends on.** {_says(sensitivity)}\n"
    yield "## What is read of it\n\n| figure | what | unit |\n|---|---|---|"
    yield from (f"| `{name}` | {about.says} | {about.unit} |" for name, about in OUTCOMES.items())
    yield "\n## The numbers of the contracts\n"
    yield "*read*: in the source itself; *reported*: by another page; *ours*: chosen by this project.\n"
    yield "| number | what | unit | range | " + " | ".join(regime.name for regime in PRESETS) + " | source | mark |"
    yield "|---" * (6 + len(PRESETS)) + "|"
    for name, source in SOURCES.items():
        values = " | ".join(f"{getattr(regime, name):g}" for regime in PRESETS)
        ends = f"{source.low:g} to {source.high:g}"
        yield f"| `{name}` | {source.says} | {source.unit} | {ends} | {values} | {source.source} | {source.mark} |"
    yield "\n## Every other number\n"
    yield "What stands in the code beside the contracts: who the people are, what a week does, what is read of it, and"
    yield "the pools. Where no source stands it is ours.\n"
    yield "| number | value | what it is, and who says so |\n|---|---|---|"
    for module in (population, state, week, outcomes, needs, pooling, rates):
        yield from _constants(module)
    yield "\n## Needs: weights, all ours\n"
    yield f"In every table of sensitivity {' and '.join(f'`{name}`' for name in COUNTS)} turn their columns from"
    yield f"{COUNTS_FROM:g} to {COUNTS_TO:g} times what stands here.\n"
    for title, weights in (("Max-Neef's nine", NEEDS), ("The essays' seven", ESSAY_NEEDS)):
        yield f"| {title} | " + " | ".join(SATISFIERS) + " |\n|---" + "|---" * len(SATISFIERS) + "|"
        yield from (
            f"| {name} | " + " | ".join(f"{weight:g}" for weight in row) + " |" for name, row in weights.items()
        )
        yield ""


def _record() -> Iterator[str]:
    from coproduce.community.privacy.registry import registry
    from coproduce.community.privacy.words import called

    yield f"{MADE}\n# Record of processing\n"
    yield "What this program keeps about people (article 30 of the UK and EU GDPR), as each model declares it. Who is"
    yield "answerable, for which community and on which lawful basis, is for whoever runs it to add at the end.\n"
    yield "| what | whose | field | what for | kept | read by others only with a note |\n|---|---|---|---|---|---|"
    for kept in registry():
        whose = ", ".join(path.replace("__", " of ") for path in kept.owners) or "nobody's alone"
        for field, why in kept.fields.items():
            noted = "yes" if field in kept.log_reads else ""
            yield f"| {called(kept)} (`{kept.label}`) | {whose} | `{field}` | {why} | {kept.how_long()} | {noted} |"
    yield "\n**Who receives it**: members and roles of the same community, as [permissions](permissions.md) say; nobody"
    yield "outside it, and no other community. The operator of the machine can read the database and its backups."
    yield "No data leaves for another country by the program itself; letters go by the mail server that was named.\n"
    yield "**To be filled in**: controller and contact · data-protection officer · lawful basis of each purpose · mail"
    yield "provider and host, and where they are · who keeps the backups and when they are deleted."
    yield ""


def _assessment() -> Iterator[str]:
    from coproduce.community.privacy.registry import by_how_long, registry
    from coproduce.community.privacy.words import called

    owned = [kept for kept in registry() if kept.owners]
    noted = [f"{called(kept)}: `{'`, `'.join(kept.log_reads)}`" for kept in owned if kept.log_reads]
    yield f"{MADE}\n# Data protection impact assessment: what the program can say of itself\n"
    yield "A start for whoever runs a community: the parts that follow from the program. What is *to be filled in* is"
    yield "theirs. Fields and times are in the [record of processing](record-of-processing.md).\n"
    yield f"**What is kept**: {len(owned)} kinds of things about people, in {sum(len(k.fields) for k in owned)} fields,"
    yield "each with its purpose. There is no field for a diagnosis, and none for a day of birth.\n"
    yield "**What is most sensitive**, so that each reading is written down and shown to whom it is about:\n"
    yield from (f"- {line}" for line in noted)
    yield "\n**Kept by itself no longer than**:\n"
    yield from (f"- {how_long}: {'; '.join(map(called, kept))}" for how_long, kept in by_how_long().items())
    yield "\n| risk | what the program does | what is left to you |\n|---|---|---|"
    yield from (f"| {risk} | {done} | {left} |" for risk, done, left in RISKS)
    yield "\n**To be filled in**: necessity and proportion of each purpose here · whom you asked, members among them ·"
    yield "the risks of your own place · the data-protection officer's advice · who decided, and when to look again."
    yield ""


#: What can go wrong for people, what stands against it here, and what no program can do.
RISKS = (
    ("Another community reads it", "every reading starts from one's own community; a test walks all pages as two towns",
     "who is broker in both"),
    ("Somebody here reads what is not theirs to read", "policy rows, refused where there is none; readings noted",
     "look at the notes; take roles back"),
    ("Somebody is found who must not be", "barred pairs, asked wherever people are brought together; no door on a map",
     "tell the desk early"),
    ("A copy is lost or stolen", "files only their owner can read; no passwords; codes and keys as hashes",
     "an encrypted disk; old backups deleted"),
    ("Somebody who was forgotten comes back", "a log outside the database, applied before a restored copy serves",
     "keep the file with the backups"),
    ("It is kept for ever", "a time on every model, and a daily job", "letters and lists on paper"),
    ("People are sorted by a machine", "nothing is decided about anybody by the program alone", "decide yourselves"),
)  # fmt: skip


#: What stands above is written by hand, what stands below is made.
BELOW = "<!-- From here on made by tools/reference.py from tests/security/asvs.toml. -->"


def _security() -> Iterator[str]:
    import tomllib

    place = ROOT / "docs" / "explanation" / "security.md"
    yield place.read_text(encoding="utf-8").partition(BELOW)[0] + BELOW + "\n"
    rows = tomllib.loads((ROOT / "tests" / "security" / "asvs.toml").read_text(encoding="utf-8"))["rows"]
    yield "| requirement | what is done, or why not | proved by |\n|---|---|---|"
    for row in rows:
        ids = ", ".join([f"chapter {one}" for one in row.get("chapters", ())] + row.get("ids", []))
        proofs = "<br>".join(f"`{named.rpartition('::')[2]}`" for named in row.get("tests", ()))
        yield f"| {ids} | {row.get('says') or row['why']} | {proofs or '–'} |"
    yield ""


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
