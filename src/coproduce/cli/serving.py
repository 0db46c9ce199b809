"""`coproduce up`: the database made ready, then server and worker as two children, kept alive until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from coproduce.cli.demo import Seed, TownDays, TownSize
from coproduce.cli.saying import django_ready, fail

FIRST_PORT = 8000

#: A child that dies is started again after this long, twice as long each time, at most a minute.
BACK_OFF = 0.5


def up(
    data: Annotated[Path, typer.Option(help="Folder for the database, keys and outbox.")] = Path("var"),
    port: Annotated[int, typer.Option(help="Port to listen on. Left out: the first free one from 8000.")] = 0,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    demo: Annotated[bool, typer.Option("--demo/--no-demo", help="Fill a new database with made-up people.")] = True,
    town_size: TownSize = 400,
    town_days: TownDays = 365,
    seed: Seed = 1,
) -> None:
    """Make the database ready and serve it. Stop with Ctrl-C."""
    os.environ["COPRODUCE_DATA"] = str(data.absolute())
    os.environ["COPRODUCE_HOST"] = host
    for sign in (signal.SIGTERM, signal.SIGINT):  # a shell's background job would ignore Ctrl-C otherwise
        signal.signal(sign, signal.default_int_handler)
    try:
        doors = _prepare(demo, town_size, town_days, seed)
        chosen = port or _free_port(host)
        typer.echo(f"\n  Coproduce is at http://{host}:{chosen}/\n" + "".join(f"    {door}\n" for door in doors))
        if sentence := _without_passkeys(host):
            typer.echo(f"  {sentence}")
        typer.echo("  Stop it with Ctrl-C.", nl=True)
        sys.stdout.flush()
        _supervise(_children(host, chosen))
    except KeyboardInterrupt:
        typer.echo("\nStopped.")


def _prepare(with_demo: bool, town_size: int, town_days: int, seed: int) -> list[str]:
    """Folder, migrations, demo; answers the lines that say who can sign in."""
    django_ready()
    from django.conf import settings
    from django.db import connection, transaction

    from coproduce.cli.migrating import bring_up
    from coproduce.community.people.models import Community
    from coproduce.web import demo

    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_new = not connection.introspection.table_names()
    if made := bring_up():
        typer.echo(f"The database was brought up to date; a backup from before lies in {made}.")
    if is_new and with_demo:
        with transaction.atomic():
            demo.load(size=town_size, seed=seed, days=town_days)
        for _ in demo.live_on(demo.FIRST_MONTH):
            continue  # the worker lets the town grow on
    if demo.is_open_here():
        lines = [f"{who.label} ({who.role})" for who in demo.CAST]
        lines = ["This is the demo: press a name on the first page to sign in.", *lines]
    elif not Community.objects.exists():
        lines = ["Nobody is here yet. Open a community:", "coproduce community create --help"]
    else:
        lines = []
    connection.close()
    return lines


def _without_passkeys(host: str) -> str:
    """What a bare number on a network cannot do; nothing where a name is given, or nobody else can reach it."""
    from django.conf import settings

    if settings.SITES or host in settings.LOOPBACK:
        return ""
    return (
        "Passkeys need https and a name: on this address nobody can use one, and what is typed travels open.\n"
        "  All else works. How to: docs/how-to/https.md"
    )


def _free_port(host: str) -> int:
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((host, port))
            except OSError:
                continue
            return port
    return fail("No port from 8000 to 8099 is free. Name one with --port.")


def _children(host: str, port: int) -> dict[str, list[str]]:
    """Server and worker, as command lines."""
    from django.db import connection

    is_sqlite = connection.vendor == "sqlite"
    granian = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--no-ws",
        "--workers",
        "1" if is_sqlite else "2",
        "--blocking-threads",
        "4",
        "--log-level",
        "warning",
        "coproduce.web.wsgi:application",
    ]
    return {"server": granian, "worker": [sys.executable, "-m", "coproduce", "worker"]}


def _supervise(commands: dict[str, list[str]]) -> None:
    """Start each, start it again when it dies, and stop all when asked to."""
    running = {name: subprocess.Popen(command) for name, command in commands.items()}  # noqa: S603 - our own
    waits = {name: _waits() for name in commands}
    try:
        while True:
            time.sleep(0.5)
            for name, child in running.items():
                if child.poll() is not None:
                    pause = next(waits[name])
                    typer.echo(f"The {name} stopped by itself; it is started again in {pause:g} s.", err=True)
                    time.sleep(pause)
                    running[name] = subprocess.Popen(commands[name])  # noqa: S603 - our own
    finally:
        _stop(list(running.values()))


def _waits() -> Iterator[float]:
    pause = BACK_OFF
    while True:
        yield pause
        pause = min(pause * 2, 60)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=4)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
