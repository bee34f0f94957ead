-- SPDX-License-Identifier: EUPL-1.2
-- Answers of other sectors follow an estimate into its next version; purchases that are spread over their life; and what an
-- estimate assumes of its own instead of what the reference set says.

-- ---- confirmations ----

ALTER TABLE line_confirmation ADD COLUMN timing text REFERENCES code_line_timing, ADD COLUMN carried_from bigint REFERENCES line_confirmation,
  ADD COLUMN asked_by bigint REFERENCES app_user, ADD COLUMN asked_at timestamptz;
COMMENT ON COLUMN line_confirmation.timing IS 'What the quantity is per; null: asked before this was kept';
COMMENT ON COLUMN line_confirmation.carried_from IS 'The same question to the version that the estimate was copied from';
COMMENT ON COLUMN line_confirmation.asked_by IS 'Who asked';
COMMENT ON COLUMN line_confirmation.asked_at IS 'When it was asked; carried ones as the first';

CREATE OR REPLACE FUNCTION line_confirmation_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  answer text[] := '{status,number,comment,answered_at,version,updated_at,updated_by}';
  picture text[] := '{line_name,sector,class,line_unit,timing,qty_baseline,qty_new,unit_value,source,first_year,flows_oere,least_patients,version,updated_at,updated_by}';
  own text[] := '{id,estimate_id,carried_from,version,created_at,created_by,updated_at,updated_by}';
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.contact_id = me() OR EXISTS (SELECT 1 FROM estimate e WHERE e.id = NEW.estimate_id AND NEW.contact_id = ANY (e.authors)) THEN
      RAISE EXCEPTION USING ERRCODE = 'SM403', MESSAGE = 'an author does not confirm';
    ELSIF NEW.carried_from IS NOT NULL THEN
      PERFORM 1 FROM line_confirmation c JOIN estimate e ON e.copied_from = c.estimate_id
      WHERE c.id = NEW.carried_from AND e.id = NEW.estimate_id AND to_jsonb(c) - own = to_jsonb(NEW) - own;
      IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'what is carried over is what was said of the version before';
      END IF;
    ELSIF NEW.status <> 'unanswered' THEN
      RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'a question begins without an answer';
    ELSE
      NEW.asked_by := me();
      NEW.asked_at := clock_timestamp();
    END IF;
    IF NEW.status = 'unanswered' AND NOT answers_lines(NEW.contact_id) THEN
      RAISE EXCEPTION USING ERRCODE = 'SM422', CONSTRAINT = 'line_confirmation_contact', MESSAGE = 'has no right to answer';
    END IF;
    PERFORM 1 FROM estimate e WHERE e.id = NEW.estimate_id AND e.status IN ('draft', 'submitted', 'in_review');
    IF NOT FOUND THEN
      RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'the estimate is decided';
    END IF;
    RETURN NEW;
  ELSIF OLD.status = 'unanswered' AND NEW.status IN ('confirmed', 'disputed') AND OLD.contact_id = me()
        AND to_jsonb(OLD) - answer = to_jsonb(NEW) - answer THEN
    NEW.answered_at := clock_timestamp();
    RETURN NEW;
  ELSIF to_jsonb(OLD) - 'status' - 'version' = to_jsonb(NEW) - 'status' - 'version'
        AND (OLD.status IN ('unanswered', 'confirmed', 'disputed') AND NEW.status = 'lapsed' OR OLD.status = 'unanswered' AND NEW.status = 'withdrawn')
        AND value_writable(OLD.collaboration_id) THEN
    RETURN NEW;
  ELSIF OLD.status = 'unanswered' AND to_jsonb(OLD) - picture = to_jsonb(NEW) - picture AND value_writable(OLD.collaboration_id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'a confirmation does not go this way';
END $$;

-- Rows that are there get what the new columns hold, audited like any change; the guard is for people.
SELECT principal_enter('', 'sees_all writes_all', '', '', '', 'system', '');
ALTER TABLE line_confirmation DISABLE TRIGGER guard;
UPDATE line_confirmation SET asked_by = created_by, asked_at = created_at;
UPDATE line_confirmation c SET timing = COALESCE(l.timing, 'per_year') FROM estimate_line l
WHERE c.status = 'unanswered' AND l.estimate_id = c.estimate_id AND l.alternative_no = c.alternative_no AND l.code = c.line_code;
ALTER TABLE line_confirmation ENABLE TRIGGER guard;
ALTER TABLE line_confirmation ALTER COLUMN asked_at SET NOT NULL;
DROP INDEX line_confirmation_asked;
CREATE INDEX line_confirmation_asked ON line_confirmation (asked_by) WHERE status = 'disputed';
CREATE INDEX line_confirmation_carried ON line_confirmation (carried_from) WHERE carried_from IS NOT NULL;

-- Whoever asked, whoever is asked, and whoever sees the estimate.
DROP POLICY see ON line_confirmation;
CREATE POLICY see ON line_confirmation FOR SELECT USING (
  contact_id = (SELECT me()) OR asked_by = (SELECT me()) OR EXISTS (SELECT 1 FROM estimate e WHERE e.id = estimate_id));

DROP FUNCTION confirmation_ask(bigint, integer, text, text, text, text, text, double precision, double precision, double precision, text, integer,
                               bigint[], double precision, bigint, text);
-- A question to somebody about a line of an estimate that one may write, with a picture of the line.
CREATE FUNCTION confirmation_ask(e_id bigint, alternative integer, code text, name text, line_sector text, line_class text, line_unit text, per text,
                                 baseline double precision, new_qty double precision, price double precision, line_source text,
                                 year integer, flows bigint[], patients double precision, contact bigint, said text) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO line_confirmation (collaboration_id, estimate_id, alternative_no, line_code, line_name, sector, class, line_unit, timing, qty_baseline, qty_new,
                                 unit_value, source, first_year, flows_oere, least_patients, contact_id, message, title, unit_id)
  SELECT e.collaboration_id, e.id, alternative, code, name, line_sector, line_class, line_unit, per, baseline, new_qty, price, line_source, year, flows, patients,
         contact, said, c.title, c.unit_id
  FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id WHERE e.id = e_id RETURNING id
$$;

-- What a new version can take over from the one it is copied from: nobody confirms what is his own work, and only those who may
-- answer are asked on.
CREATE FUNCTION confirmations_inherited(case_id bigint, e_id bigint) RETURNS SETOF line_confirmation LANGUAGE sql STABLE AS $$
  SELECT c.* FROM confirmations_standing(e_id) c
  WHERE c.collaboration_id = case_id AND c.contact_id IS DISTINCT FROM me() AND (c.status <> 'unanswered' OR answers_lines(c.contact_id))
$$;
CREATE FUNCTION confirmations_carry(e_id bigint, ids bigint[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO line_confirmation (collaboration_id, estimate_id, alternative_no, line_code, contact_id, message, title, unit_id, line_name, sector, class, line_unit,
                                 timing, qty_baseline, qty_new, unit_value, source, first_year, flows_oere, least_patients, status, number, comment, answered_at,
                                 asked_by, asked_at, carried_from)
  SELECT c.collaboration_id, e_id, c.alternative_no, c.line_code, c.contact_id, c.message, c.title, c.unit_id, c.line_name, c.sector, c.class, c.line_unit,
         c.timing, c.qty_baseline, c.qty_new, c.unit_value, c.source, c.first_year, c.flows_oere, c.least_patients, c.status, c.number, c.comment, c.answered_at,
         c.asked_by, c.asked_at, c.id
  FROM line_confirmation c WHERE c.id = ANY (ids) ORDER BY c.id
$$;

-- A question stays one when it has been carried over: the contact sees the newest, and its answer is given to all that ask the same.
CREATE FUNCTION confirmation_same(a line_confirmation, b line_confirmation) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT (a.collaboration_id, a.contact_id, a.alternative_no, a.line_code, a.first_year, a.flows_oere)
       = (b.collaboration_id, b.contact_id, b.alternative_no, b.line_code, b.first_year, b.flows_oere)
$$;
CREATE FUNCTION confirmation_carried_on(c line_confirmation) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM line_confirmation n WHERE n.carried_from = c.id AND n.status = c.status AND confirmation_same(n, c))
$$;

-- An answer, by the contact alone. It marks the line, also while the estimate is locked, and gives the inputs back, from which
-- only the engine can tell what is confirmed now: confirmation_figures takes that. As the system, because the contact sees
-- nothing of the estimate; no row: no question to this person. One row for each version that asks the same.
DROP FUNCTION confirmation_answer(bigint, text, double precision, text);
CREATE FUNCTION confirmation_answer(c_id bigint, answer text, own_number double precision, said text) RETURNS TABLE (id bigint, estimate_id bigint, inputs json)
LANGUAGE plpgsql AS $$
DECLARE
  c line_confirmation;
  same line_confirmation;
  answered bigint[] := '{}';
  access text := COALESCE(current_setting('samspil.access', true), '');
BEGIN
  SELECT x.* INTO c FROM line_confirmation x WHERE x.id = c_id AND x.contact_id = me();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM set_config('samspil.access', 'sees_all writes_all', true);
  PERFORM estimate_queue(c.collaboration_id);
  SELECT x.* INTO c FROM line_confirmation x WHERE x.id = c_id;
  FOR same IN SELECT x.* FROM line_confirmation x JOIN estimate e ON e.id = x.estimate_id
              WHERE x.collaboration_id = c.collaboration_id AND x.contact_id = c.contact_id AND x.status = 'unanswered' AND c.status = 'unanswered'
                AND e.status IN ('draft', 'submitted', 'in_review') AND confirmation_same(x, c) ORDER BY x.id LOOP
    UPDATE line_confirmation x SET status = answer, number = own_number, comment = said WHERE x.id = same.id;
    PERFORM set_config('samspil.confirming', same.estimate_id::text, true);
    UPDATE estimate_line l SET confirmed_status = answer
    WHERE l.estimate_id = same.estimate_id AND l.alternative_no = same.alternative_no AND l.code = same.line_code;
    answered := answered || same.id;
  END LOOP;
  PERFORM set_config('samspil.confirming', '', true);
  IF NOT c.id = ANY (answered) THEN
    RAISE EXCEPTION USING ERRCODE = 'SM409', MESSAGE = 'it is answered, withdrawn or lapsed';
  END IF;
  RETURN QUERY SELECT x.id, x.estimate_id, estimate_inputs(x.estimate_id) FROM line_confirmation x WHERE x.id = ANY (answered) ORDER BY x.id;
  PERFORM set_config('samspil.access', access, true);
END $$;

-- What the contact sees of the line.
CREATE OR REPLACE FUNCTION confirmation_line(c line_confirmation) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object('name', c.line_name, 'sector', c.sector, 'class', c.class, 'unit', c.line_unit, 'timing', c.timing,
    'qty_baseline', c.qty_baseline, 'qty_new', c.qty_new, 'unit_value', c.unit_value,
    'flows', (SELECT COALESCE(json_agg(json_build_object('year', c.first_year + f.no::integer - 1, 'amount_oere', f.amount) ORDER BY f.no), '[]')
              FROM unnest(c.flows_oere) WITH ORDINALITY f(amount, no) WHERE NOT s.hidden), 'source', c.source, 'suppressed', s.hidden)
  FROM small_count(c.least_patients::numeric, c.unit_id) s(hidden)
$$;

-- ---- purchases ----

INSERT INTO code_line_timing (code, da, en, sort, source) VALUES ('annuity', 'Køb fordelt over levetiden', 'Purchase spread over its life', 5, 'Samspil');
ALTER TABLE estimate_line ADD COLUMN life_years integer CHECK (life_years BETWEEN 1 AND 100),
  ADD COLUMN residual_value double precision CHECK (residual_value >= 0);
COMMENT ON COLUMN estimate_line.life_years IS 'Years that what is bought lasts, of purchases that are spread';
COMMENT ON COLUMN estimate_line.residual_value IS 'Kroner that one sells for after them; null: nothing';
CALL estimate_functions();

-- Lines and years of an estimate that nobody has measured more than twelve months after the year, as the engine counts (S20).
CREATE OR REPLACE FUNCTION measurements_overdue(e_id bigint, today date) RETURNS TABLE (line_code text, name text, year integer) LANGUAGE sql STABLE AS $$
  WITH e AS (SELECT x.id, x.collaboration_id, x.base_year, x.horizon_years FROM estimate x WHERE x.id = e_id),
  l AS (SELECT l.* FROM e JOIN estimate_line l ON l.estimate_id = e.id
        WHERE l.alternative_no = (SELECT a.no FROM estimate_alternative a WHERE a.estimate_id = e.id ORDER BY COALESCE(a.is_comparator, false), a.no LIMIT 1))
  SELECT l.code, l.name, y FROM e, l, generate_series(GREATEST(e.base_year, COALESCE(l.year_from, e.base_year)), LEAST(
           CASE l.timing WHEN 'one_off' THEN COALESCE(l.year_from, e.base_year)
             ELSE COALESCE(l.year_to, CASE l.timing WHEN 'annuity' THEN COALESCE(l.year_from, e.base_year) + l.life_years - 1 END, 9999) END,
           e.base_year + e.horizon_years - 1, extract(year FROM today)::integer - 1)) y
  WHERE today >= make_date(y + 2, 2, 1) AND l.class NOT IN ('health', 'quality', 'climate')
    AND CASE WHEN y = ANY (l.override_years) THEN true
             WHEN l.kind = 'flow' THEN COALESCE(l.flows[y - e.base_year + 1], 0) <> 0
             ELSE COALESCE(l.qty_baseline, 0) <> COALESCE(l.qty_new, 0) AND l.unit_value <> 0 AND CASE l.timing
               WHEN 'per_unit' THEN COALESCE(l.units[y - e.base_year + 1], 0) <> 0
               WHEN 'per_patient' THEN EXISTS (SELECT 1 FROM estimate_volume v WHERE v.estimate_id = e.id AND v.alternative_no = l.alternative_no
                                               AND v.year = y AND v.eligible * COALESCE(v.adoption, 1) > 0)
               ELSE true END END
    AND NOT EXISTS (SELECT 1 FROM measurement m WHERE m.collaboration_id = e.collaboration_id AND m.line_code = l.code AND m.year = y
                      AND NOT m.baseline AND m.removed_at IS NULL)
$$;

-- ---- own index values and payer rules ----

-- What an estimate assumes otherwise than the reference set that it names: index values that are others (reference is null where
-- the set has none), rules of its own (used), and rules of the set that it leaves out.
CREATE FUNCTION own_indices(i jsonb, content jsonb) RETURNS TABLE (code text, year integer, value double precision, reference double precision)
LANGUAGE sql IMMUTABLE AS $$
  SELECT c.key, y.key::integer, (y.value)::double precision, (r->'value')::double precision
  FROM jsonb_each(NULLIF(i->'indices', 'null')) c CROSS JOIN LATERAL jsonb_each(c.value) y
  LEFT JOIN jsonb_array_elements(content->'price_indices') r ON r->>'code' = c.key AND r->>'year' = y.key
  WHERE (y.value)::double precision IS DISTINCT FROM (r->'value')::double precision
$$;
CREATE FUNCTION own_payer_rules(i jsonb, content jsonb, day date) RETURNS TABLE (rule jsonb, used boolean) LANGUAGE sql STABLE AS $$
  SELECT COALESCE(e.r, s.r), e.r IS NOT NULL
  FROM jsonb_array_elements(NULLIF(i->'payer_rules', 'null')) AS e(r)
  FULL JOIN jsonb_array_elements(reference_payers(content, day)) AS s(r) ON e.r = s.r
  WHERE e.r IS NULL OR s.r IS NULL
$$;
CREATE FUNCTION estimate_own(e_id bigint) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object(
    'indices', (SELECT COALESCE(json_agg(x ORDER BY x.code, x.year), '[]') FROM own_indices(i.inputs, s.content) x),
    'payer_rules', (SELECT COALESCE(json_agg(json_build_object('task', x.rule->'task', 'municipality', x.rule->'municipality', 'sector_from', x.rule->'sector_from',
                      'sector_to', x.rule->'sector_to', 'valid_from', x.rule->'valid_from', 'used', x.used) ORDER BY x.rule->>'task', x.used DESC, x.rule), '[]')
                    FROM own_payer_rules(i.inputs, s.content, s.created_at::date) x))
  FROM estimate e JOIN reference_set s ON s.id = e.reference_set_id, LATERAL (SELECT estimate_inputs(e.id)::jsonb AS inputs) i WHERE e.id = e_id
$$;

-- Rules as another set has them. Tasks whose rules are not those of the old set have been given rules of their own, which stay;
-- the others follow the set.
CREATE FUNCTION payers_apply(rules jsonb, old jsonb, new jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  WITH r AS (SELECT 'is' AS list, r->>'task' AS task, r, no FROM jsonb_array_elements(rules) WITH ORDINALITY x(r, no)
             UNION ALL SELECT 'old', r->>'task', r, no FROM jsonb_array_elements(old) WITH ORDINALITY x(r, no)
             UNION ALL SELECT 'new', r->>'task', r, no FROM jsonb_array_elements(new) WITH ORDINALITY x(r, no)),
  t AS (SELECT task, jsonb_agg(r ORDER BY no) FILTER (WHERE list = 'is') AS mine, jsonb_agg(r ORDER BY no) FILTER (WHERE list = 'old') AS was,
          jsonb_agg(r ORDER BY no) FILTER (WHERE list = 'new') AS becomes FROM r GROUP BY task),
  moved AS (SELECT task FROM t WHERE mine IS NOT DISTINCT FROM was AND was IS DISTINCT FROM becomes)
  SELECT jsonb_agg(r.r ORDER BY r.list, r.no) FROM r
  WHERE CASE WHEN r.task IN (SELECT task FROM moved) THEN r.list = 'new' ELSE r.list = 'is' END
$$;
-- Inputs with the values of another set: what they took from the old one is replaced, what was typed stays. Lines name what
-- they took; rates, factors, payers and index values count as taken when they are those of the old set.
CREATE OR REPLACE FUNCTION reference_apply(i jsonb, old jsonb, old_day date, new jsonb, day date) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  name text;
  payers jsonb;
BEGIN
  IF i->'discount'->'steps' = reference_steps(old, old_day) THEN
    i := jsonb_set(i, '{discount,steps}', reference_steps(new, day));
  END IF;
  FOREACH name IN ARRAY ARRAY['naf', 'tax_distortion'] LOOP
    IF i->'multipliers'->name = reference_row(old, 'values', name, old_day)->'value' AND reference_row(new, 'values', name, day) IS NOT NULL THEN
      i := jsonb_set(i, ARRAY['multipliers', name], reference_row(new, 'values', name, day)->'value');
    END IF;
  END LOOP;
  payers := payers_apply(NULLIF(i->'payer_rules', 'null'), reference_payers(old, old_day), reference_payers(new, day));
  IF payers IS DISTINCT FROM NULLIF(i->'payer_rules', '[]') THEN
    i := jsonb_set(i, '{payer_rules}', COALESCE(payers, '[]'));
  END IF;
  i := jsonb_set(i, '{indices}', COALESCE((
    SELECT jsonb_object_agg(c.key, (
      SELECT COALESCE(jsonb_object_agg(y.key, CASE WHEN y.value = o.value THEN COALESCE(n.value, y.value) ELSE y.value END), '{}')
      FROM jsonb_each(c.value) y
      LEFT JOIN LATERAL (SELECT r->'value' AS value FROM jsonb_array_elements(old->'price_indices') r WHERE r->>'code' = c.key AND r->>'year' = y.key) o ON true
      LEFT JOIN LATERAL (SELECT r->'value' AS value FROM jsonb_array_elements(new->'price_indices') r WHERE r->>'code' = c.key AND r->>'year' = y.key) n ON true))
    FROM jsonb_each(NULLIF(i->'indices', 'null')) c), 'null'));
  i := jsonb_set(i, '{alternatives}', (
    SELECT jsonb_agg(jsonb_set(a.j, '{lines}', COALESCE((
      SELECT jsonb_agg(CASE WHEN r IS NULL THEN l.j ELSE l.j || jsonb_strip_nulls(jsonb_build_object(
               'unit_value', r->'value', 'value_price_year', r->'price_year', 'index', r->'index')) END ORDER BY l.no)
      FROM jsonb_array_elements(a.j->'lines') WITH ORDINALITY l(j, no)
      LEFT JOIN LATERAL (SELECT COALESCE(reference_row(new, 'unit_costs', l.j->>'reference', day),
                                         reference_row(new, 'values', l.j->>'reference', day)) AS r) x ON l.j->>'reference' IS NOT NULL), '[]'))
      ORDER BY a.no)
    FROM jsonb_array_elements(i->'alternatives') WITH ORDINALITY a(j, no)));
  RETURN i - CASE WHEN i->'indices' = 'null' THEN 'indices' ELSE '' END;
END $$;
