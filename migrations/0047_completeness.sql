-- SPDX-License-Identifier: EUPL-1.2
-- How complete an estimate is: lines that a template has proposed and nobody has given numbers were counted as answers, so that an
-- empty assessment was called two thirds complete.

-- Everything that an estimate of its tier should hold: one row a check. blocks: without it, it cannot be submitted. A line that has
-- no numbers yet (not among `filled`) answers nothing.
CREATE OR REPLACE FUNCTION estimate_checks(e_id bigint) RETURNS TABLE (no bigint, code text, field text, met boolean, blocks boolean, da text, en text)
LANGUAGE sql STABLE AS $$
  WITH e AS (SELECT x.*, array_position(ARRAY['nano', 'mini', 'midi', 'maxi'], x.tier) AS depth FROM estimate x WHERE x.id = e_id),
  main AS (SELECT a.no FROM estimate_alternative a WHERE a.estimate_id = e_id ORDER BY COALESCE(a.is_comparator, false), a.no LIMIT 1),
  l AS (SELECT x.*, format('inputs.alternatives[%s].lines[%s]', x.alternative_no - 1, x.no - 1) AS at FROM estimate_line x WHERE x.estimate_id = e_id),
  filled AS (SELECT * FROM l WHERE kind = 'flow' OR (unit_value IS NOT NULL AND (qty_baseline IS NOT NULL OR qty_new IS NOT NULL))),
  found AS (
    SELECT 1 AS part, 0 AS place, 'value_types' AS code, 'assessment.value_types' AS field,
           EXISTS (SELECT 1 FROM estimate_value_type v WHERE v.estimate_id = e.id AND v.strength > 0) AS met, true AS blocks,
           'Sæt kryds ved mindst én slags værdi' AS da, 'Tick at least one kind of value' AS en FROM e WHERE depth = 1
    UNION ALL SELECT 1, 1, 'gains', 'assessment.gains', EXISTS (SELECT 1 FROM estimate_gain g WHERE g.estimate_id = e.id), true,
           'Vælg, hvem der får gavn af det', 'Choose who gains from it' FROM e WHERE depth = 1
    UNION ALL SELECT 2, p.no, 'prompt', 'assessment.prompts', CASE WHEN p.required
             THEN EXISTS (SELECT 1 FROM filled l WHERE l.sector = 'relatives' AND l.class = 'time')
                  OR COALESCE(a.answer = 'no' AND a.text <> '', false)
             ELSE COALESCE(a.answer IN ('yes', 'no'), false) END, p.required, p.da, p.en
      FROM e JOIN assessment_prompt p ON p.template = e.template LEFT JOIN estimate_prompt a ON a.estimate_id = e.id AND a.code = p.code WHERE depth >= 2
    UNION ALL SELECT 3, 0, 'comparator', 'comparator', COALESCE(e.comparator, '') <> ''
             OR (SELECT count(*) > 1 AND bool_or(COALESCE(a.is_comparator, false)) FROM estimate_alternative a WHERE a.estimate_id = e.id), true,
           'Beskriv, hvad der sker, hvis I ikke gør noget', 'Describe what happens if you do nothing' FROM e WHERE depth >= 2
    UNION ALL SELECT 3, 1, 'population', 'population', COALESCE(e.population, '') <> '', false, 'Beskriv patientgruppen', 'Describe the group of patients' FROM e WHERE depth >= 2
    UNION ALL SELECT 4, l.alternative_no * 1000 + l.no, 'unit', l.at || '.unit', l.kind = 'flow' OR COALESCE(l.unit, '') <> '', true,
           'Enhed mangler: ' || l.name, 'Unit is missing: ' || l.name FROM e, filled l WHERE depth >= 2
    UNION ALL SELECT 4, l.alternative_no * 1000 + l.no, 'numbers', l.at, false, true,
           'Tal mangler: ' || l.name, 'Numbers are missing: ' || l.name FROM e, l WHERE depth >= 2 AND NOT EXISTS (SELECT 1 FROM filled x WHERE x.at = l.at)
    UNION ALL SELECT 5, l.alternative_no * 1000 + l.no, 'source', l.at || '.source', COALESCE(l.source, l.source_url, '') <> '' OR COALESCE(l.evidence, '') IN ('D', 'E'), true,
           'Kilde mangler, eller marker som skøn: ' || l.name, 'Source is missing, or mark as judgement: ' || l.name FROM e, filled l WHERE depth >= 2
    UNION ALL SELECT 6, 0, 'effect', 'inputs.alternatives', EXISTS (SELECT 1 FROM filled l WHERE l.class NOT IN ('cash', 'revenue', 'transfer') AND l.evidence IS NOT NULL)
             OR EXISTS (SELECT 1 FROM estimate_health h WHERE h.estimate_id = e.id), false,
           'Mindst én virkning i tal med grad af sikkerhed', 'At least one effect in figures, graded by how sure it is' FROM e WHERE depth >= 2
    UNION ALL SELECT 7, q.no, 'question', 'assessment.answers', EXISTS (SELECT 1 FROM estimate_answer a WHERE a.estimate_id = e.id AND a.question = q.no AND a.text <> '')
             OR CASE q.binding
               WHEN 'effect' THEN EXISTS (SELECT 1 FROM filled l WHERE l.class NOT IN ('cash', 'revenue', 'transfer') AND l.evidence IS NOT NULL)
               WHEN 'setup' THEN EXISTS (SELECT 1 FROM filled l WHERE l.form_row = 'etablering')
               WHEN 'activity' THEN EXISTS (SELECT 1 FROM filled l WHERE l.class = 'capacity')
               WHEN 'per_patient' THEN EXISTS (SELECT 1 FROM filled l WHERE l.timing = 'per_patient')
               WHEN 'own_hospital' THEN EXISTS (SELECT 1 FROM filled l WHERE l.sector IN ('initiating_clinic', 'other_departments'))
               WHEN 'elsewhere' THEN EXISTS (SELECT 1 FROM filled l WHERE l.sector NOT IN ('initiating_clinic', 'other_departments'))
               WHEN 'uncertainty' THEN EXISTS (SELECT 1 FROM estimate_uncertainty u WHERE u.estimate_id = e.id)
               ELSE false END, false, q.no || '. ' || q.da, q.no || '. ' || q.en
      FROM e, assessment_question q WHERE depth >= 2 AND COALESCE(q.valid_from, '-infinity') <= current_date AND COALESCE(q.valid_to, 'infinity') >= current_date
    UNION ALL SELECT 8, 0, 'uncertainty', 'inputs.alternatives', EXISTS (SELECT 1 FROM estimate_uncertainty u WHERE u.estimate_id = e.id), true,
           'Angiv lav og høj for mindst ét tal', 'Give low and high for at least one figure' FROM e WHERE depth >= 3
    UNION ALL SELECT 8, 1, 'stages', 'inputs.alternatives', EXISTS (SELECT 1 FROM estimate_stage s WHERE s.estimate_id = e.id), false,
           'Del forløbet op i faser, der kan mislykkes', 'Part the course into stages that can fail' FROM e WHERE depth >= 3
    UNION ALL SELECT 8, 2, 'equity', 'assessment.equity', e.equity_direction IS NOT NULL, false,
           'Skriv, hvad det betyder for ulighed i sundhed', 'Say what it means for inequality in health' FROM e WHERE depth >= 3
    UNION ALL SELECT 9, 0, 'simulation', 'inputs.simulation', e.simulation_draws IS NOT NULL, true,
           'Bed om en simulering', 'Ask for a simulation' FROM e WHERE depth >= 4
    UNION ALL SELECT 9, 1, 'thresholds', 'inputs.thresholds', e.threshold_step IS NOT NULL OR NOT EXISTS (SELECT 1 FROM estimate_health h WHERE h.estimate_id = e.id), true,
           'Vælg betalingsvilje fra og til', 'Choose willingness to pay from and to' FROM e WHERE depth >= 4
    UNION ALL SELECT 9, 2, 'involvement', 'assessment.involvement', COALESCE(e.involvement, '') <> '', false,
           'Skriv, hvordan patienter og pårørende er inddraget', 'Say how patients and relatives are involved' FROM e WHERE depth >= 4)
  SELECT row_number() OVER (ORDER BY part, place), code, field, met, blocks, da, en FROM found ORDER BY 1
$$;
