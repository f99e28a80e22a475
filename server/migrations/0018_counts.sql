-- What every process of an office counts together.
--
-- Guesses at staff numbers, known and unknown alike; `account.failures` and `account.locked_until` are no longer read.

CREATE TABLE guess (
  who TEXT NOT NULL PRIMARY KEY, -- keyed hash: people type passwords into the wrong field
  known INTEGER NOT NULL, -- 1 where an account has the number
  failures INTEGER NOT NULL,
  locked_until INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX guess_at ON guess (known, at);

-- How many full numbers somebody was shown in the hour that began at `since`.
CREATE TABLE reveal_use (
  staff TEXT NOT NULL PRIMARY KEY REFERENCES staff (id),
  used INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT;
