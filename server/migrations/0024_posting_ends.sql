-- Why a stretch of a person in a team ended or will end, and who comes in the person's place, as far as the office says it.

ALTER TABLE assignment ADD COLUMN end_reason TEXT;
ALTER TABLE assignment ADD COLUMN successor TEXT;
