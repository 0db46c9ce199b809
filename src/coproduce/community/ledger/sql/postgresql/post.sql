-- The only way in: locks accounts in id order, checks limits, moves balances, writes postings, then the entry.
-- Answers a code instead of raising, so that the caller's transaction lives on. What is decided, and in which order, is
-- said by `move` in core/journal; one random history has to give the same answers on both databases.
CREATE OR REPLACE FUNCTION ledger_post(
  in_community bigint, in_client_id uuid, in_body_hash bytea, in_kind text, in_category text, in_actor bigint,
  in_on_behalf_of bigint, in_effective_on date, in_recorded_at timestamptz, in_reverses uuid, in_arena text,
  in_source_ref text, in_note_commitment bytea, in_digest bytea, in_accounts bigint[], in_units text[],
  in_amounts bigint[],
  OUT code text, OUT place integer, OUT balances bigint[], OUT outside bigint[],
  OUT bound bigint, OUT unit text, OUT closed_through date
) LANGUAGE plpgsql AS $$
DECLARE
  standing ledger_ledgeraccount%ROWTYPE;
  after bigint;
  floor bigint;
  crossed text;
  number bigint;
  first_unit text;
  several boolean := false;
  taken_back text := '';
  more bigint[] := '{}';
  fixed integer := NULL;
  ways jsonb := '{}';
  passed_on integer := NULL;
BEGIN
  balances := '{}'; outside := '{}';
  PERFORM 1 FROM ledger_ledgeraccount a WHERE a.id = ANY (in_accounts) AND a.community_id = in_community
    ORDER BY a.id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM ledger_entry e WHERE e.community_id = in_community AND e.client_id = in_client_id) THEN
    code := 'ALREADY'; RETURN;
  END IF;
  SELECT p.through INTO closed_through FROM ledger_closing p WHERE p.community_id = in_community
    ORDER BY p.id DESC LIMIT 1;
  IF in_effective_on <= closed_through THEN code := 'PERIOD_CLOSED'; RETURN; END IF;
  IF in_reverses IS NOT NULL THEN
    SELECT e.kind INTO taken_back FROM ledger_entry e WHERE e.community_id = in_community AND e.client_id = in_reverses;
  END IF;
  FOR i IN 1 .. cardinality(in_accounts) LOOP
    place := i;
    SELECT * INTO standing FROM ledger_ledgeraccount a WHERE a.id = in_accounts[i] AND a.community_id = in_community;
    IF NOT FOUND THEN code := 'NOT_FOUND'; RETURN; END IF;
    unit := standing.unit;
    IF standing.closed_on IS NOT NULL THEN code := 'ACCOUNT_CLOSED'; RETURN; END IF;
    IF standing.unit <> in_units[i] THEN code := 'UNIT_MISMATCH'; RETURN; END IF;
    after := standing.balance + in_amounts[i];
    floor := standing.floor - least(standing.grows_by, greatest(standing.given, 0));
    crossed := CASE
      WHEN after - standing.held < floor AND in_amounts[i] < 0 THEN 'LIMIT_FLOOR'
      WHEN after > standing.ceiling AND in_amounts[i] > 0 THEN 'LIMIT_CEILING' END;
    IF crossed IS NOT NULL AND standing.limit_mode = 'enforce' AND in_kind NOT IN ('reversal', 'care') THEN
      code := crossed; bound := CASE crossed WHEN 'LIMIT_FLOOR' THEN floor ELSE standing.ceiling END; RETURN;
    END IF;
    IF crossed IS NOT NULL AND standing.limit_mode <> 'off' THEN outside := outside || in_accounts[i]; END IF;
    balances := balances || after;
    more := more || CASE
      WHEN in_kind = 'exchange' THEN greatest(in_amounts[i], 0)
      WHEN in_kind = 'reversal' AND taken_back = 'exchange' THEN least(in_amounts[i], 0) ELSE 0 END;
    several := several OR standing.unit <> first_unit;
    first_unit := coalesce(first_unit, standing.unit);
    IF NOT standing.is_convertible THEN fixed := coalesce(fixed, i); END IF;
    IF NOT standing.is_transferable AND standing.kind <> 'issuing' THEN
      IF NOT ways ? standing.unit THEN ways := ways || jsonb_build_object(standing.unit, in_amounts[i] > 0);
      ELSIF (ways ->> standing.unit)::boolean <> (in_amounts[i] > 0) THEN passed_on := coalesce(passed_on, i); END IF;
    END IF;
  END LOOP;
  IF several AND fixed IS NOT NULL AND (SELECT c.benefits_safe FROM people_community c WHERE c.id = in_community) THEN
    code := 'NOT_CONVERTIBLE'; place := fixed; unit := in_units[fixed]; RETURN;
  END IF;
  IF passed_on IS NOT NULL THEN code := 'NOT_TRANSFERABLE'; place := passed_on; unit := in_units[passed_on]; RETURN; END IF;
  UPDATE ledger_ledgeraccount a SET balance = moved.balance, given = a.given + moved.more
    FROM unnest(in_accounts, balances, more) AS moved (id, balance, more) WHERE a.id = moved.id;
  number := nextval(pg_get_serial_sequence('ledger_entry', 'id'));
  INSERT INTO ledger_posting (entry_id, account_id, unit, amount, balance_after)
    SELECT number, * FROM unnest(in_accounts, in_units, in_amounts, balances);
  INSERT INTO ledger_entry (id, community_id, client_id, body_hash, kind, category, actor, on_behalf_of, effective_on,
      recorded_at, reverses, arena, source_ref, note_commitment, digest)
    VALUES (number, in_community, in_client_id, in_body_hash, in_kind, in_category, in_actor, in_on_behalf_of,
      in_effective_on, in_recorded_at, in_reverses, in_arena, in_source_ref, in_note_commitment, in_digest);
  code := 'DONE';
END $$;;
