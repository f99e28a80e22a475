-- The photos that visits name or ever named: who may send and see them. Their bytes are files (docs/decisions/0025).

CREATE TABLE visit_photo (
  visit TEXT NOT NULL,
  hash TEXT NOT NULL,
  bytes INTEGER NOT NULL, -- how many the phone sends
  PRIMARY KEY (visit, hash)
) STRICT;
CREATE INDEX visit_photo_hash ON visit_photo (hash);
