-- Stores of people on phones, since when they are known, and whether they were signed off; and which session spoke for
-- which, so that signing a phone off ends its sessions and no others.

CREATE TABLE phone (
  device TEXT NOT NULL,
  owner TEXT NOT NULL,
  first_contact INTEGER NOT NULL,
  last_contact INTEGER NOT NULL,
  announced INTEGER NOT NULL, -- the highest running number that it said it had given out
  revoked_at INTEGER,
  revoked_by TEXT,
  told_at INTEGER, -- when it was first told to wipe itself
  PRIMARY KEY (device, owner)
) STRICT;
CREATE INDEX phone_owner ON phone (owner);

CREATE TABLE session_phone (
  token_hash TEXT NOT NULL REFERENCES session (token_hash) ON DELETE CASCADE,
  device TEXT NOT NULL,
  PRIMARY KEY (token_hash, device)
) STRICT;

-- A phone that was lost before this table was there can be signed off as well.
INSERT INTO phone (device, owner, first_contact, last_contact, announced)
  SELECT device, author, MIN(received_at), MAX(received_at), 0 FROM operation WHERE seq > 0 GROUP BY device, author;
