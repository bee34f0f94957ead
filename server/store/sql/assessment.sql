-- SPDX-License-Identifier: EUPL-1.2
-- Templates and questions of the guided assessment, and what an estimate lacks.

-- Lines come with the price, its year, index and source that the library has today.
-- :assessment_templates
SELECT t.code, t.da, t.en, t.lead_da, t.lead_en,
       (SELECT json_agg(json_build_object('code', p.code, 'da', p.da, 'en', p.en, 'required', p.required) ORDER BY p.no) FROM assessment_prompt p WHERE p.template = t.code),
       (SELECT json_agg(json_build_object('da', l.da, 'en', l.en, 'sector', l.sector, 'class', l.class, 'kind', l.kind, 'timing', l.timing, 'form_row', l.form_row,
                 'unit', l.unit, 'payer_task', l.payer_task, 'prompt', l.prompt, 'reference', l.reference, 'unit_value', u.value,
                 'value_price_year', u.price_year, 'index', u.index_code, 'basis', u.basis, 'source', NULLIF(u.source, '')) ORDER BY l.no)
        FROM assessment_line l LEFT JOIN unit_cost u ON u.code = l.reference AND u.value IS NOT NULL
          AND COALESCE(u.valid_from, '-infinity') <= current_date AND COALESCE(u.valid_to, 'infinity') >= current_date
        WHERE l.template = t.code)
FROM assessment_template t
WHERE COALESCE(t.valid_from, '-infinity') <= current_date AND COALESCE(t.valid_to, 'infinity') >= current_date ORDER BY t.sort, t.code

-- :assessment_questions
SELECT q.no, q.part, q.da, q.en, q.help_da, q.help_en, q.binding FROM assessment_question q
WHERE COALESCE(q.valid_from, '-infinity') <= current_date AND COALESCE(q.valid_to, 'infinity') >= current_date ORDER BY q.no

-- What keeps an estimate from being submitted.
-- :estimate_blocked_by
SELECT c.field, c.da, c.en FROM estimate_checks($1::bigint) c WHERE c.blocks AND NOT c.met ORDER BY c.no
