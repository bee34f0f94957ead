-- SPDX-License-Identifier: EUPL-1.2
-- Uncertain numbers that rise and fall together in a simulation.

ALTER TABLE estimate_uncertainty ADD COLUMN corr_group text CHECK (char_length(corr_group) BETWEEN 1 AND 60);
COMMENT ON COLUMN estimate_uncertainty.corr_group IS 'Correlation group: numbers of one group are drawn from the same random number; null: drawn by itself';

-- The functions that write rows know the new column only when they are made again.
CALL estimate_functions();
