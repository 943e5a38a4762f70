"""People: one skeleton for every age, dressed by data."""
