-- SPDX-License-Identifier: EUPL-1.2
-- Makes a case from the checked body of a request: number, common columns, the row of its kind, the sponsor as a
-- participant. A function and not one statement, because the policies of the later rows must see the first.

CREATE FUNCTION collaboration_add(f json) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  k text := f->>'kind';
  new_id bigint;
BEGIN
  INSERT INTO collaboration (kind, subtype, title, summary, unit_id, owner_id, stage, theme, patient_group, start_date, end_date,
    journal_number, visibility, tags, value_ceiling_oere, external_id, number)
  VALUES (k, f->>'subtype', f->>'title', f->>'summary', (f->>'unit_id')::int, (f->>'owner_id')::bigint,
    COALESCE(f->>'stage', (SELECT s.code FROM code_stage s WHERE s.kind = k ORDER BY s.no LIMIT 1)),
    f->>'theme', f->>'patient_group', (f->>'start_date')::date, (f->>'end_date')::date, f->>'journal_number',
    COALESCE(f->>'visibility', 'internal'), CASE WHEN f->'tags' IS NULL THEN '{}' ELSE ARRAY(SELECT json_array_elements_text(f->'tags')) END,
    (f->>'value_ceiling_oere')::bigint, f->>'external_id', format_number(k, take_numbers(k)))
  RETURNING id INTO new_id;
  IF k = 'opi' THEN
    INSERT INTO opi (id, need, need_group_size) VALUES (new_id, f->>'need', (f->>'need_group_size')::int);
  ELSIF k = 'strategic_procurement' THEN
    INSERT INTO procurement (id, procurement_procedure, cpv, term_months)
    VALUES (new_id, f->>'procurement_procedure', f->>'cpv', (f->>'term_months')::int);
  ELSE
    INSERT INTO research_contract (id, protocol_number, eu_number, ethics_number, principal_investigator, sponsor_id,
      planned_patients, external_amount_oere)
    VALUES (new_id, f->>'protocol_number', f->>'eu_number', f->>'ethics_number', f->>'principal_investigator',
      (f->>'sponsor_id')::bigint, (f->>'planned_patients')::int, (f->>'external_amount_oere')::bigint);
    IF f->>'sponsor_id' IS NOT NULL THEN
      INSERT INTO participation (collaboration_id, organisation_id, role) VALUES (new_id, (f->>'sponsor_id')::bigint, 'sponsor');
    END IF;
  END IF;
  RETURN new_id;
END $$;
