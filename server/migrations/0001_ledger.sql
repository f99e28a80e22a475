-- The tables of the ledger, for both engines. On SQLite every table is STRICT; on PostgreSQL INTEGER
-- becomes BIGINT and TEXT sorts by code point, so that both engines order and count alike (schema.rs).

CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- The roster.
CREATE TABLE village (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  township TEXT NOT NULL,
  kinds TEXT NOT NULL -- codes, one space between them
) STRICT;

CREATE TABLE team (
  id TEXT NOT NULL PRIMARY KEY,
  unit TEXT NOT NULL
) STRICT;

-- Which team led a village, and when. The line without an end holds now; a village has at most one.
CREATE TABLE team_village (
  village TEXT NOT NULL REFERENCES village (id),
  team TEXT NOT NULL REFERENCES team (id),
  from_ms INTEGER NOT NULL,
  to_ms INTEGER,
  PRIMARY KEY (village, from_ms)
) STRICT;
CREATE UNIQUE INDEX team_village_now ON team_village (village) WHERE to_ms IS NULL;
CREATE INDEX team_village_of_team ON team_village (team);

CREATE TABLE staff (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  sex TEXT,
  phone TEXT,
  role TEXT NOT NULL,
  team TEXT,
  political TEXT,
  posted_from TEXT,
  posted_until TEXT
) STRICT;
CREATE INDEX staff_of_team ON staff (team);

CREATE TABLE leader_village (
  leader TEXT NOT NULL REFERENCES staff (id),
  village TEXT NOT NULL REFERENCES village (id),
  PRIMARY KEY (leader, village)
) STRICT;

-- Records: the present state of each, with the team that leads its village now ('' for none) and the
-- number of its last change in that team's feed. Full identity numbers and telephones are never in a body.
CREATE TABLE record (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  village TEXT NOT NULL,
  team TEXT NOT NULL,
  version INTEGER NOT NULL,
  change_no INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT;
CREATE INDEX record_feed ON record (team, change_no);
CREATE INDEX record_village ON record (village, kind);

-- A record that left a team's scope.
CREATE TABLE feed_exit (
  team TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  change_no INTEGER NOT NULL,
  PRIMARY KEY (team, kind, id)
) STRICT;
CREATE INDEX feed_exit_feed ON feed_exit (team, change_no);

-- The row whose lock numbers a team's changes.
CREATE TABLE team_state (
  team TEXT NOT NULL PRIMARY KEY,
  change_no INTEGER NOT NULL,
  digest INTEGER NOT NULL,
  records INTEGER NOT NULL
) STRICT;

-- What a record said before an operation or an import overwrote it.
CREATE TABLE history (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  op TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, id, version)
) STRICT;

-- Every operation that ever arrived, with its one outcome.
CREATE TABLE operation (
  id TEXT NOT NULL PRIMARY KEY,
  device TEXT NOT NULL,
  seq INTEGER NOT NULL,
  seq_reused INTEGER NOT NULL, -- 1: the device had sent another operation under this number, as after a restore
  author TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  outcome TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX operation_device ON operation (device, seq);

-- Typed columns of what lists and boards filter, sort and count.
CREATE TABLE visit_index (
  id TEXT NOT NULL PRIMARY KEY,
  village TEXT NOT NULL,
  household TEXT NOT NULL,
  author TEXT NOT NULL,
  visited_on TEXT NOT NULL,
  status TEXT NOT NULL,
  handed_in_at INTEGER NOT NULL -- when the present revision arrived
) STRICT;
CREATE INDEX visit_index_day ON visit_index (visited_on, id);
CREATE INDEX visit_index_village ON visit_index (village, visited_on, status);
CREATE INDEX visit_index_waiting ON visit_index (status, handed_in_at);

CREATE TABLE household_index (
  id TEXT NOT NULL PRIMARY KEY,
  village TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  grp TEXT NOT NULL
) STRICT;
CREATE INDEX household_index_village ON household_index (village);

-- The vault of full numbers: read only by the import and, later, by the audited act of revealing one.
CREATE TABLE identity_number (
  number TEXT NOT NULL PRIMARY KEY,
  member TEXT NOT NULL,
  household TEXT NOT NULL,
  household_code TEXT NOT NULL
) STRICT;
CREATE INDEX identity_number_household ON identity_number (household);

CREATE TABLE household_phone (
  household TEXT NOT NULL PRIMARY KEY,
  phone TEXT NOT NULL
) STRICT;

-- Accounts.
CREATE TABLE account (
  staff TEXT NOT NULL PRIMARY KEY REFERENCES staff (id),
  password_hash TEXT,
  password_at INTEGER,
  closed INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  locked_until INTEGER NOT NULL
) STRICT;

CREATE TABLE invite (
  staff TEXT NOT NULL PRIMARY KEY REFERENCES staff (id),
  code_hash TEXT NOT NULL,
  expires INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
  token_hash TEXT NOT NULL PRIMARY KEY,
  staff TEXT NOT NULL REFERENCES staff (id),
  created INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  absolute_end INTEGER NOT NULL
) STRICT;
CREATE INDEX session_staff ON session (staff);

-- What was done with the power of an office; each line carries the hash of the one before it.
CREATE TABLE audit (
  n INTEGER NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  chain TEXT NOT NULL
) STRICT;
