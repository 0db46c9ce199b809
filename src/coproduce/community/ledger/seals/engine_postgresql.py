"""Sealing and proving on PostgreSQL: one sealer at a time, and every digest hashed again where it stands.

The spelling is that of `digest`. It comes with each question, not from a function
that stands in the database: whoever changed a row may have changed that too.
"""

from collections.abc import Iterator

from django.db import connection

ALONE = "SELECT pg_advisory_xact_lock(hashtext('ledger.seal'), %s)"

SIDES = r"""string_agg(int8send(p.account_id)
  || substring(convert_to(p.unit, 'UTF8') || '\x000000000000000000000000'::bytea, 1, 12) || int8send(p.amount),
  '' ORDER BY p.account_id)"""

BODY = r"""sha256(set_byte('\x0100'::bytea, 1,
    (e.actor IS NULL)::int + 2 * (e.on_behalf_of IS NULL)::int + 4 * (e.reverses IS NULL)::int)
  || int8send(e.community_id) || uuid_send(e.client_id)
  || int8send(coalesce(e.actor, 0)) || int8send(coalesce(e.on_behalf_of, 0)) || date_send(e.effective_on)
  || coalesce(uuid_send(e.reverses), '\x00000000000000000000000000000000'::bytea)
  || int4send(octet_length(e.kind)) || int4send(octet_length(e.category))
  || int4send(octet_length(e.arena)) || int4send(octet_length(e.source_ref))
  || s.sides || convert_to(e.kind || e.category || e.arena || e.source_ref, 'UTF8'))"""

DIGEST = "sha256(e.body_hash || timestamptz_send(e.recorded_at) || e.note_commitment)"

CHANGED = f"""
SELECT id, fault FROM (
  SELECT e.id, CASE
    WHEN coalesce(s.sides_of, 0) < 2 THEN 'has no two sides'
    WHEN NOT s.is_theirs THEN 'stands on an account of another community or unit'
    WHEN e.body_hash <> {BODY} OR e.digest <> {DIGEST} THEN 'is not what was written: its digest differs'
    WHEN n.entry_id IS NOT NULL AND e.note_commitment <> sha256(n.salt || convert_to(n.words, 'UTF8'))
      THEN 'has other words than those it was written with'
  END AS fault
  FROM ledger_entry e
  LEFT JOIN (
    SELECT p.entry_id, count(*) AS sides_of, {SIDES} AS sides,
      bool_and(coalesce(a.unit = p.unit AND a.community_id = %s, false)) AS is_theirs
    FROM ledger_posting p LEFT JOIN ledger_ledgeraccount a ON a.id = p.account_id GROUP BY p.entry_id
  ) s ON s.entry_id = e.id
  LEFT JOIN ledger_entrynote n ON n.entry_id = e.id
  WHERE e.community_id = %s
) looked_at WHERE fault IS NOT NULL ORDER BY id LIMIT %s"""  # noqa: S608 # nosec B608 - the spelling above


def alone(community: int) -> None:
    """Nobody else seals this community's books until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(ALONE, [community])


def changed(community: int, most: int) -> Iterator[tuple[int, str]]:
    """The first entries of a community that are not what was written, by their numbers, and what is wrong."""
    with connection.cursor() as cursor:
        cursor.execute("SET work_mem = '256MB'")
        cursor.execute(CHANGED, [community, community, most])
        found = cursor.fetchall()
        cursor.execute("RESET work_mem")
    return iter(found)
