-- The only way in: locks accounts in id order, checks limits, moves balances, writes postings, then the entry.
-- Answers a code instead of raising, so that the caller's transaction lives on.
CREATE OR REPLACE FUNCTION ledger_post(
  in_community bigint, in_client_id uuid, in_body_hash bytea, in_kind text, in_category text, in_actor bigint,
  in_on_behalf_of bigint, in_effective_on date, in_recorded_at timestamptz, in_reverses uuid, in_arena text,
  in_source_ref text, in_note_commitment bytea, in_digest bytea, in_accounts bigint[], in_units text[],
  in_amounts bigint[],
  OUT code text, OUT place integer, OUT balances bigint[], OUT outside bigint[],
  OUT floor bigint, OUT ceiling bigint, OUT unit text
) LANGUAGE plpgsql AS $$
DECLARE
  standing ledger_ledgeraccount%ROWTYPE;
  after bigint;
  crossed text;
  number bigint;
BEGIN
  balances := '{}'; outside := '{}';
  PERFORM 1 FROM ledger_ledgeraccount a WHERE a.id = ANY (in_accounts) AND a.community_id = in_community
    ORDER BY a.id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM ledger_entry e WHERE e.community_id = in_community AND e.client_id = in_client_id) THEN
    code := 'ALREADY'; RETURN;
  END IF;
  FOR i IN 1 .. cardinality(in_accounts) LOOP
    place := i;
    SELECT * INTO standing FROM ledger_ledgeraccount a WHERE a.id = in_accounts[i] AND a.community_id = in_community;
    IF NOT FOUND THEN code := 'NOT_FOUND'; RETURN; END IF;
    unit := standing.unit; floor := standing.floor; ceiling := standing.ceiling;
    IF standing.closed_on IS NOT NULL THEN code := 'ACCOUNT_CLOSED'; RETURN; END IF;
    IF standing.unit <> in_units[i] THEN code := 'UNIT_MISMATCH'; RETURN; END IF;
    after := standing.balance + in_amounts[i];
    crossed := CASE
      WHEN after < standing.floor AND in_amounts[i] < 0 THEN 'LIMIT_FLOOR'
      WHEN after > standing.ceiling AND in_amounts[i] > 0 THEN 'LIMIT_CEILING' END;
    IF crossed IS NOT NULL AND standing.limit_mode = 'enforce' AND in_kind <> 'reversal' THEN
      code := crossed; RETURN;
    END IF;
    IF crossed IS NOT NULL AND standing.limit_mode <> 'off' THEN outside := outside || in_accounts[i]; END IF;
    balances := balances || after;
  END LOOP;
  UPDATE ledger_ledgeraccount a SET balance = moved.balance
    FROM unnest(in_accounts, balances) AS moved (id, balance) WHERE a.id = moved.id;
  number := nextval(pg_get_serial_sequence('ledger_entry', 'id'));
  INSERT INTO ledger_posting (entry_id, account_id, unit, amount, balance_after)
    SELECT number, * FROM unnest(in_accounts, in_units, in_amounts, balances);
  INSERT INTO ledger_entry (id, community_id, client_id, body_hash, kind, category, actor, on_behalf_of, effective_on,
      recorded_at, reverses, arena, source_ref, note_commitment, digest)
    VALUES (number, in_community, in_client_id, in_body_hash, in_kind, in_category, in_actor, in_on_behalf_of,
      in_effective_on, in_recorded_at, in_reverses, in_arena, in_source_ref, in_note_commitment, in_digest);
  code := 'DONE';
END $$;;
