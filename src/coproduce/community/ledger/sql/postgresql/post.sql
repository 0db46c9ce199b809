-- What any entry is written by, one or many: locks accounts in id order, checks limits, moves balances, writes postings,
-- then the entries and their notes. Entries are columns of equal length; so are their postings, in the order of the
-- entries, each with the place of its own. What is decided, and in which order, is said by `move` in core/journal; one
-- random history has to give the same answers on both databases.
-- Answers a code instead of raising, so that the caller's transaction lives on: nothing is written unless it is DONE. For
-- one entry the code is its answer. Of many it only says that not all pass: core then decides them one by one.
-- Its plan is made once and looks everything up by its index, for a plan made while the tables were empty would read them
-- from end to end ever after; only for many is a plan of their own worth making.
DROP FUNCTION IF EXISTS ledger_post;;
CREATE OR REPLACE FUNCTION ledger_post(
  in_communities bigint[], in_client_ids uuid[], in_body_hashes bytea[], in_kinds text[], in_categories text[],
  in_actors bigint[], in_on_behalf_of bigint[], in_effective_on date[], in_recorded_at timestamptz, in_reverses uuid[],
  in_arenas text[], in_source_refs text[], in_note_commitments bytea[], in_digests bytea[], in_salts bytea[],
  in_words text[], in_places integer[], in_accounts bigint[], in_units text[], in_amounts bigint[], in_limits boolean,
  OUT code text, OUT line integer, OUT balances bigint[], OUT outside integer[], OUT bound bigint, OUT unit text,
  OUT closed_through date
) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
  many boolean := cardinality(in_client_ids) > 1;
  backwards boolean := 'reversal' = ANY (in_kinds) OR array_remove(in_reverses, NULL) <> '{}';
  mixed boolean;
  more bigint[];
  numbers bigint[];
BEGIN
  IF many THEN PERFORM set_config('plan_cache_mode', 'force_custom_plan', true); END IF;
  PERFORM 1 FROM ledger_ledgeraccount a WHERE a.id = ANY (in_accounts) AND a.community_id = ANY (in_communities)
    ORDER BY a.id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM unnest(in_communities, in_client_ids) AS asked (community, client_id)
             JOIN ledger_entry e ON e.community_id = asked.community AND e.client_id = asked.client_id) THEN
    code := 'ALREADY'; RETURN;
  END IF;
  SELECT closed.through INTO closed_through FROM unnest(in_communities, in_effective_on) AS asked (community, day)
    JOIN ledger_closing closed ON closed.id = (
      SELECT max(c.id) FROM ledger_closing c WHERE c.community_id = asked.community)
    WHERE asked.day <= closed.through LIMIT 1;
  IF FOUND THEN code := 'PERIOD_CLOSED'; RETURN; END IF;
  -- What is taken back may stand before it among the many.
  IF many AND backwards AND in_reverses && in_client_ids THEN code := 'ONE_BY_ONE'; RETURN; END IF;
  IF backwards AND EXISTS (
      SELECT 1 FROM unnest(in_communities, in_kinds, in_reverses) AS asked (community, kind, reverses)
      WHERE (asked.kind = 'reversal' OR asked.reverses IS NOT NULL) AND NOT EXISTS (
        SELECT 1 FROM ledger_entry e WHERE e.community_id = asked.community AND e.client_id = asked.reverses)) THEN
    code := 'NOTHING_TO_TAKE_BACK'; RETURN;
  END IF;

  -- What each posting makes of its account, after all before it.
  SELECT (array_agg(j.code) FILTER (WHERE j.code <> ''))[1], min(j.line) FILTER (WHERE j.code <> ''),
    (array_agg(j.bound) FILTER (WHERE j.code <> ''))[1], (array_agg(j.unit) FILTER (WHERE j.code <> ''))[1],
    array_agg(j.balance), array_agg(j.more),
    coalesce(array_agg(j.line) FILTER (WHERE j.crossed <> '' AND j.limit_mode <> 'off'), '{}'),
    min(j.unit) <> max(j.unit) OR NOT bool_and(j.is_transferable OR j.kind = 'issuing')
  INTO code, line, bound, unit, balances, more, outside, mixed
  FROM (
    SELECT c.*, CASE c.crossed WHEN 'LIMIT_FLOOR' THEN c.floor_then WHEN 'LIMIT_CEILING' THEN c.ceiling END AS bound,
      CASE WHEN c.id IS NULL THEN 'NOT_FOUND'
        WHEN c.closed_on IS NOT NULL THEN 'ACCOUNT_CLOSED'
        WHEN c.unit <> c.in_unit THEN 'UNIT_MISMATCH'
        WHEN c.limit_mode = 'enforce' AND in_limits AND c.entry_kind NOT IN ('reversal', 'care') THEN c.crossed END AS code
    FROM (
      SELECT f.*, CASE WHEN f.balance - f.held < f.floor_then AND f.amount < 0 THEN 'LIMIT_FLOOR'
        WHEN f.balance > f.ceiling AND f.amount > 0 THEN 'LIMIT_CEILING' END AS crossed
      FROM (
        SELECT r.line, r.amount, r.in_unit, r.entry_kind, r.more, a.id, a.kind, a.unit, a.held, a.ceiling, a.limit_mode,
          a.closed_on, a.is_transferable, a.balance + (sum(r.amount) OVER upto)::bigint AS balance,
          a.floor - least(a.grows_by, greatest(a.given + (sum(r.more) OVER upto)::bigint - r.more, 0)) AS floor_then
        FROM (
          SELECT p.line::integer, p.account, p.unit AS in_unit, p.amount, e.kind AS entry_kind, e.community,
            CASE WHEN e.kind = 'exchange' THEN greatest(p.amount, 0)
              WHEN e.kind = 'reversal' AND 'exchange' = (
                SELECT o.kind FROM ledger_entry o WHERE o.community_id = e.community AND o.client_id = e.reverses)
              THEN least(p.amount, 0) ELSE 0 END AS more
          FROM unnest(in_places, in_accounts, in_units, in_amounts)
            WITH ORDINALITY AS p (place, account, unit, amount, line)
          JOIN unnest(in_communities, in_kinds, in_reverses)
            WITH ORDINALITY AS e (community, kind, reverses, place) ON e.place = p.place
        ) r LEFT JOIN ledger_ledgeraccount a ON a.id = r.account AND a.community_id = r.community
        WINDOW upto AS (PARTITION BY r.account ORDER BY r.line)
      ) f
    ) c ORDER BY c.line
  ) j;
  IF code <> '' THEN RETURN; END IF;
  IF mixed THEN
    SELECT m.code, m.line, m.unit INTO code, line, unit
    FROM (
      SELECT p.line::integer, p.unit, CASE
        WHEN e.reverses IS NULL AND NOT a.is_convertible AND (c.benefits_safe OR NOT a.is_transferable)
          AND min(p.unit) OVER (PARTITION BY p.place) <> max(p.unit) OVER (PARTITION BY p.place) THEN 'NOT_CONVERTIBLE'
        WHEN NOT a.is_transferable AND a.kind <> 'issuing' AND (p.amount > 0) <> first_value(p.amount > 0) OVER (
          PARTITION BY p.place, p.unit, NOT a.is_transferable AND a.kind <> 'issuing' ORDER BY p.line)
        THEN 'NOT_TRANSFERABLE' END AS code
      FROM unnest(in_places, in_accounts, in_units, in_amounts) WITH ORDINALITY AS p (place, account, unit, amount, line)
      JOIN unnest(in_communities, in_reverses) WITH ORDINALITY AS e (community, reverses, place) ON e.place = p.place
      JOIN ledger_ledgeraccount a ON a.id = p.account JOIN people_community c ON c.id = e.community
    ) m WHERE m.code <> '' ORDER BY m.code, m.line LIMIT 1;
    IF FOUND THEN RETURN; END IF;
  END IF;
  IF backwards AND EXISTS (
      SELECT 1 FROM unnest(in_communities, in_reverses) AS asked (community, reverses)
      JOIN ledger_entry e ON e.community_id = asked.community AND e.reverses = asked.reverses) THEN
    code := 'ALREADY_REVERSED'; RETURN;
  END IF;

  UPDATE ledger_ledgeraccount a SET balance = a.balance + moved.amount, given = a.given + moved.more
    FROM (SELECT m.account, sum(m.amount) AS amount, sum(m.more) AS more
          FROM unnest(in_accounts, in_amounts, more) AS m (account, amount, more) GROUP BY m.account) AS moved
    WHERE a.id = moved.account;
  IF many THEN numbers := ARRAY(SELECT nextval('ledger_entry_id_seq') FROM unnest(in_client_ids));
  ELSE numbers := ARRAY[nextval('ledger_entry_id_seq')]; END IF;
  INSERT INTO ledger_posting (entry_id, account_id, unit, amount, balance_after)
    SELECT numbers[p.place], p.account, p.unit, p.amount, p.balance
    FROM unnest(in_places, in_accounts, in_units, in_amounts, balances) AS p (place, account, unit, amount, balance);
  INSERT INTO ledger_entry (id, community_id, client_id, body_hash, kind, category, actor, on_behalf_of, effective_on,
      recorded_at, reverses, arena, source_ref, note_commitment, digest)
    SELECT e.number, e.community, e.client_id, e.body_hash, e.kind, e.category, e.actor, e.on_behalf_of, e.effective_on,
      in_recorded_at, e.reverses, e.arena, e.source_ref, e.note_commitment, e.digest
    FROM unnest(numbers, in_communities, in_client_ids, in_body_hashes, in_kinds, in_categories, in_actors,
        in_on_behalf_of, in_effective_on, in_reverses, in_arenas, in_source_refs, in_note_commitments, in_digests)
      AS e (number, community, client_id, body_hash, kind, category, actor, on_behalf_of, effective_on, reverses, arena,
        source_ref, note_commitment, digest);
  IF array_to_string(in_words, '') <> '' THEN
    INSERT INTO ledger_entrynote (entry_id, salt, words)
      SELECT n.number, n.salt, n.words FROM unnest(numbers, in_salts, in_words) AS n (number, salt, words)
      WHERE n.words <> '';
  END IF;
  code := 'DONE';
EXCEPTION WHEN unique_violation THEN
  -- Another session was first with an id or a reversal, on other accounts; or the same id is there twice.
  code := 'OVERTAKEN';
END $$;;

-- One entry that takes nothing back, hoped to stand as nearly all do: it is written at once, in six tenths of the time.
-- When a limit is crossed, or anything else is refused here or by the tables themselves, all of it is undone and nothing
-- is answered: `ledger_post` then says why, or names who is outside a limit that warns.
DROP FUNCTION IF EXISTS ledger_post_one;;
CREATE OR REPLACE FUNCTION ledger_post_one(
  in_community bigint, in_client_id uuid, in_body_hash bytea, in_kind text, in_category text, in_actor bigint,
  in_on_behalf_of bigint, in_effective_on date, in_recorded_at timestamptz, in_arena text, in_source_ref text,
  in_note_commitment bytea, in_digest bytea, in_salt bytea, in_words text, in_accounts bigint[], in_units text[],
  in_amounts bigint[], OUT balances bigint[]
) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
  number bigint;
BEGIN
  PERFORM 1 FROM ledger_ledgeraccount a WHERE a.id = ANY (in_accounts) AND a.community_id = in_community
    ORDER BY a.id FOR UPDATE;
  WITH moved AS (
    UPDATE ledger_ledgeraccount a SET balance = a.balance + p.amount,
      given = a.given + CASE in_kind WHEN 'exchange' THEN greatest(p.amount, 0) ELSE 0 END
    FROM unnest(in_accounts, in_amounts) WITH ORDINALITY AS p (account, amount, line)
    WHERE a.id = p.account AND a.community_id = in_community AND a.closed_on IS NULL AND (a.limit_mode = 'off' OR (
      (p.amount > 0 OR a.floor IS NULL
        OR a.balance + p.amount - a.held >= a.floor - least(a.grows_by, greatest(a.given, 0)))
      AND (p.amount < 0 OR a.ceiling IS NULL OR a.balance + p.amount <= a.ceiling)))
    RETURNING p.line, a.balance
  )
  SELECT array_agg(m.balance ORDER BY m.line) INTO balances FROM moved m;
  IF cardinality(balances) IS DISTINCT FROM cardinality(in_accounts) THEN
    RAISE EXCEPTION 'not as hoped' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  number := nextval('ledger_entry_id_seq');
  INSERT INTO ledger_posting (entry_id, account_id, unit, amount, balance_after)
    SELECT number, p.account, p.unit, p.amount, p.balance
    FROM unnest(in_accounts, in_units, in_amounts, balances) AS p (account, unit, amount, balance);
  INSERT INTO ledger_entry (id, community_id, client_id, body_hash, kind, category, actor, on_behalf_of, effective_on,
      recorded_at, arena, source_ref, note_commitment, digest)
    VALUES (number, in_community, in_client_id, in_body_hash, in_kind, in_category, in_actor, in_on_behalf_of,
      in_effective_on, in_recorded_at, in_arena, in_source_ref, in_note_commitment, in_digest);
  IF in_words <> '' THEN
    INSERT INTO ledger_entrynote (entry_id, salt, words) VALUES (number, in_salt, in_words);
  END IF;
EXCEPTION WHEN integrity_constraint_violation THEN
  balances := NULL;
END $$;;
