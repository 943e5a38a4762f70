"""The worker side: one folder per kind of job, and what runs them."""
