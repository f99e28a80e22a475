-- The worst state of each body of the duty list (R5), month by month, as it was counted then: like `four_month`.

CREATE TABLE duty_month (
  month TEXT NOT NULL, -- its first day
  body TEXT NOT NULL,  -- its name
  worst TEXT NOT NULL,
  counted_on TEXT NOT NULL, -- the day for which it was computed
  PRIMARY KEY (month, body)
) STRICT;
