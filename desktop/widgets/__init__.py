"""Single parts that views are made of; they know nothing of jobs' transport."""
