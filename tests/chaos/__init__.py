"""A service whose parts are killed at random while it works, and the reckoning afterwards."""
