-- SPDX-License-Identifier: EUPL-1.2
-- Measurement: what came of an approved estimate, line by line and year by year.

CREATE TABLE measurement (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collaboration_id bigint NOT NULL REFERENCES collaboration,
  estimate_id bigint,
  line_code text NOT NULL CHECK (char_length(line_code) BETWEEN 1 AND 60),
  year integer NOT NULL CHECK (year BETWEEN 1990 AND 2200),
  baseline boolean NOT NULL DEFAULT false,
  qty double precision CHECK (qty <> 'NaN' AND abs(qty) <= 1e13),
  patients double precision CHECK (patients BETWEEN 0 AND 1e9),
  amount_oere bigint,
  price_year integer CHECK (price_year BETWEEN 1990 AND 2200),
  deadweight double precision NOT NULL DEFAULT 0 CHECK (deadweight BETWEEN 0 AND 1),
  attribution double precision NOT NULL DEFAULT 1 CHECK (attribution BETWEEN 0 AND 1),
  source text CHECK (char_length(source) <= 2000),
  note text CHECK (char_length(note) <= 4000),
  removed_at timestamptz,
  CONSTRAINT measurement_estimate_fkey FOREIGN KEY (estimate_id, collaboration_id) REFERENCES estimate (id, collaboration_id),
  CONSTRAINT measurement_given CHECK (num_nonnulls(qty, patients, amount_oere) > 0),
  CONSTRAINT measurement_baseline CHECK (NOT baseline OR qty IS NOT NULL AND amount_oere IS NULL)
);
CREATE INDEX measurement_case ON measurement (collaboration_id, line_code, year) WHERE removed_at IS NULL;
COMMENT ON TABLE measurement IS 'What was measured of a line of the estimate in a year; several rows of a line and year add up';
COMMENT ON COLUMN measurement.id IS 'Key';
COMMENT ON COLUMN measurement.collaboration_id IS 'Case';
COMMENT ON COLUMN measurement.estimate_id IS 'Estimate that spoke for the case when it was measured; a later version is held against the same rows by line';
COMMENT ON COLUMN measurement.line_code IS 'Line';
COMMENT ON COLUMN measurement.year IS 'Year';
COMMENT ON COLUMN measurement.baseline IS 'Measured before it began: replaces the quantity as it was';
COMMENT ON COLUMN measurement.qty IS 'Measured quantity as it has become (per patient, year or unit as the line); of a baseline: as it was';
COMMENT ON COLUMN measurement.patients IS 'Patients; null: as planned';
COMMENT ON COLUMN measurement.amount_oere IS 'Measured money in place of quantities, signed as the line: + a gain, - an expense';
COMMENT ON COLUMN measurement.price_year IS 'Year of the prices of the amount; null: nominal, of the year itself';
COMMENT ON COLUMN measurement.deadweight IS 'Share that would have come anyway';
COMMENT ON COLUMN measurement.attribution IS 'Share of the rest that the collaboration has caused';
COMMENT ON COLUMN measurement.source IS 'Where it is from';
COMMENT ON COLUMN measurement.note IS 'Remarks';
COMMENT ON COLUMN measurement.removed_at IS 'When it was taken back';
CALL protect('measurement');

-- Lines and years of an estimate that nobody has measured more than twelve months after the year, as the engine counts (S20).
CREATE FUNCTION measurements_overdue(e_id bigint, today date) RETURNS TABLE (line_code text, name text, year integer) LANGUAGE sql STABLE AS $$
  WITH e AS (SELECT x.id, x.collaboration_id, x.base_year, x.horizon_years FROM estimate x WHERE x.id = e_id),
  l AS (SELECT l.* FROM e JOIN estimate_line l ON l.estimate_id = e.id
        WHERE l.alternative_no = (SELECT a.no FROM estimate_alternative a WHERE a.estimate_id = e.id ORDER BY COALESCE(a.is_comparator, false), a.no LIMIT 1))
  SELECT l.code, l.name, y FROM e, l, generate_series(GREATEST(e.base_year, COALESCE(l.year_from, e.base_year)), LEAST(
           CASE l.timing WHEN 'one_off' THEN COALESCE(l.year_from, e.base_year) ELSE COALESCE(l.year_to, 9999) END,
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

-- What waits for the one who asks: the short list of the overview. Of each kind the ten that have waited longest.
CREATE FUNCTION my_tasks() RETURNS TABLE (id bigint, number text, title text, reason text, what text, due_date date, estimate_id bigint,
                                          confirmation_id bigint) LANGUAGE sql STABLE AS $$
  (WITH own AS MATERIALIZED (SELECT c.id, c.number, c.title FROM collaboration c WHERE c.owner_id = me())
   SELECT own.id, own.number, own.title, 'milestone_overdue' AS reason, m.title AS what, m.due_date, NULL::bigint AS estimate_id,
          NULL::bigint AS confirmation_id
   FROM own JOIN milestone m ON m.collaboration_id = own.id
   WHERE m.removed_at IS NULL AND m.done_date IS NULL AND m.status <> 'cancelled' AND m.due_date < current_date
   ORDER BY m.due_date LIMIT 10)
  UNION ALL
  (SELECT c.id, c.number, c.title, 'estimate_to_approve', NULL, NULL, e.id, NULL
   FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id
   WHERE e.status IN ('submitted', 'in_review') AND me() <> ALL (e.authors) AND approves_for(me(), c.unit_id)
   ORDER BY e.submitted_at LIMIT 10)
  UNION ALL
  (SELECT c.id, c.number, c.title, CASE WHEN e.submitted_at IS NULL THEN 'estimate_draft' ELSE 'estimate_returned' END, NULL, NULL, e.id, NULL
   FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id WHERE e.status = 'draft' AND e.created_by = me()
   ORDER BY e.updated_at DESC LIMIT 10)
  UNION ALL
  (SELECT NULL, NULL, a.title, 'confirmation_to_answer', a.line_name, NULL, NULL, a.id
   FROM line_confirmation a WHERE a.contact_id = me() AND a.status = 'unanswered' ORDER BY a.created_at LIMIT 10)
  UNION ALL
  (SELECT c.id, c.number, c.title, 'confirmation_disputed', a.line_name, NULL, a.estimate_id, a.id
   FROM line_confirmation a JOIN collaboration c ON c.id = a.collaboration_id JOIN estimate e ON e.id = a.estimate_id
   WHERE a.created_by = me() AND a.status = 'disputed' AND e.status IN ('draft', 'submitted', 'in_review')
   ORDER BY a.answered_at DESC LIMIT 10)
  UNION ALL
  (SELECT c.id, c.number, c.title, 'measurement_overdue', min(o.name), NULL, e.id, NULL
   FROM collaboration c JOIN estimate e ON e.collaboration_id = c.id AND e.headline AND e.status = 'approved', measurements_overdue(e.id, current_date) o
   WHERE c.owner_id = me() AND e.base_year < extract(year FROM current_date) - 1 GROUP BY c.id, e.id ORDER BY c.id LIMIT 10)
$$;
