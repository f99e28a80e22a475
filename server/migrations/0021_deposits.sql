-- Deposits: the keys for which phones seal operations, and what each phone deposits with (decision 0039).

CREATE TABLE deposit_key (
  id TEXT NOT NULL PRIMARY KEY,
  public_key TEXT NOT NULL, -- base64
  private_key TEXT NOT NULL, -- base64
  made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE deposit_grant (
  token_hash TEXT NOT NULL PRIMARY KEY,
  staff TEXT NOT NULL REFERENCES staff (id),
  device TEXT NOT NULL,
  proof_key TEXT NOT NULL, -- base64; proves who wrote an operation
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX deposit_grant_phone ON deposit_grant (staff, device);
