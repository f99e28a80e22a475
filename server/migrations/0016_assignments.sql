-- Who was posted to which team, and when: what handovers are reckoned from. The roster itself says only who is there now.

CREATE TABLE assignment (
  staff TEXT NOT NULL REFERENCES staff (id),
  n INTEGER NOT NULL, -- the person's stretches, counted from 1
  team TEXT NOT NULL,
  role TEXT NOT NULL,
  from_day TEXT, -- as the office says, else the day on which it told; none for who was there when it first told
  to_day TEXT, -- the last day; none while it lasts
  told_ms INTEGER NOT NULL, -- when the office told of it
  PRIMARY KEY (staff, n)
) STRICT;
CREATE INDEX assignment_team ON assignment (team);

-- Whoever is posted now. Who had left before this table was there has nothing to hand over in it.
INSERT INTO assignment (staff, n, team, role, from_day, told_ms)
  SELECT s.id, 1, s.team, s.role, s.posted_from, 0 FROM staff s JOIN account a ON a.staff = s.id
  WHERE a.closed = 0 AND s.team IS NOT NULL;
