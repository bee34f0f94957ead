-- SPDX-License-Identifier: EUPL-1.2
-- Row-level security that costs a reader less. The plan of one case holds the policy of the case once for every table below
-- it, so each sub-select in it is set up a dozen times, run or not; what a setting says is now read where it is needed, and
-- only for rows that the cheap part does not show. Functions of a query each are no longer planned anew in every request.

-- No word of samspil.access is part of another.
CREATE OR REPLACE FUNCTION may(word text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT strpos(current_setting('samspil.access', true), word) > 0 $$;

CREATE FUNCTION visibilities(access text, user_id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN strpos(access, 'sees_all') > 0 THEN 'open internal restricted' WHEN strpos(access, 'staff') > 0 THEN 'open internal'
              WHEN user_id <> '' THEN 'open' ELSE '' END
$$;
CREATE OR REPLACE FUNCTION my_visibilities() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT string_to_array(visibilities(current_setting('samspil.access', true), current_setting('samspil.user_id', true)), ' ')
$$;

-- Two more settings: the visibilities that the principal sees whatever the case (a shortcut past the rule below), and the
-- cases that they are on the team of, ' 12 345 '. Those who see all have no need of the second.
CREATE OR REPLACE FUNCTION principal_enter(user_id text, access text, read_units text, write_units text,
                                           request_id text, via text, rights_epoch text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  e epoch;
BEGIN
  SELECT * INTO e FROM epoch;
  IF rights_epoch <> '' AND e.rights <> rights_epoch::bigint THEN
    RAISE EXCEPTION USING ERRCODE = 'SM401', MESSAGE = 'rights have changed';
  END IF;
  PERFORM set_config('samspil.user_id', user_id, true), set_config('samspil.access', access, true),
          set_config('samspil.read_units', read_units, true), set_config('samspil.write_units', write_units, true),
          set_config('samspil.request_id', request_id, true), set_config('samspil.via', via, true),
          set_config('samspil.shows', visibilities(access, user_id), true), set_config('samspil.cases', '', true);
  IF user_id <> '' AND strpos(access, 'sees_all') = 0 THEN
    PERFORM set_config('samspil.cases', ' ' || string_agg(m.collaboration_id::text, ' ') || ' ', true)
    FROM collaboration_member m WHERE m.user_id = me() AND m.removed_at IS NULL HAVING count(*) > 0;
  END IF;
  RETURN e.names;
END $$;
CREATE OR REPLACE FUNCTION my_cases() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT COALESCE(string_to_array(NULLIF(btrim(current_setting('samspil.cases', true)), ''), ' ')::bigint[], '{}') $$;

-- Who sees a case. The policy asks it only about rows that the shortcut does not show: restricted ones, and all of them where
-- a function of the owner's has raised samspil.access for a moment.
CREATE FUNCTION case_seen(case_id bigint, visibility text, unit_id integer, owner_id bigint, created_by bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN me() IN (owner_id, created_by) OR strpos(current_setting('samspil.cases', true), ' ' || case_id || ' ') > 0
      OR unit_id = ANY (my_read_units()) OR visibility = ANY (my_visibilities());
END $$;
ALTER POLICY see ON collaboration USING (
  strpos(current_setting('samspil.shows', true), visibility) > 0 OR case_seen(id, visibility, unit_id, owner_id, created_by));
ALTER POLICY see ON collaboration_member USING (user_id = me() OR may('staff') OR may('sees_all'));

CREATE OR REPLACE FUNCTION case_writable(case_id bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN may('writes_all') OR EXISTS (SELECT 1 FROM collaboration c WHERE c.id = case_id
    AND (c.unit_id = ANY (my_write_units()) OR c.owner_id = me()));
END $$;
CREATE OR REPLACE FUNCTION case_seq(case_id bigint) RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  RETURN (SELECT COALESCE(max(e.seq), 0) FROM audit_event e WHERE e.collaboration_id = case_id);
END $$;

-- Restricted cases that one sees beyond the sums are counted from one's own, however many there are of others.
CREATE INDEX collaboration_restricted_owner ON collaboration (owner_id) WHERE visibility = 'restricted';
CREATE INDEX collaboration_restricted_creator ON collaboration (created_by) WHERE visibility = 'restricted';

-- The shares of a funding with their oere by the largest remainder (ties to the earlier share), read once.
DROP FUNCTION split_oere;
CREATE FUNCTION split_oere(amount bigint, funding bigint)
RETURNS TABLE (share_id bigint, kasse text, num integer, den integer, oere bigint) LANGUAGE sql STABLE AS $$
  SELECT p.id, p.kasse, p.num, p.den, (p.whole + CASE WHEN p.nth <= amount - sum(p.whole) OVER () THEN 1 ELSE 0 END)::bigint
  FROM (SELECT s.id, s.kasse, s.num, s.den, div(amount::numeric * s.num, s.den) AS whole,
               row_number() OVER (ORDER BY mod(amount::numeric * s.num, s.den) / s.den DESC, s.id) AS nth
        FROM funding_share s WHERE s.funding_id = funding AND s.removed_at IS NULL) p
$$;
