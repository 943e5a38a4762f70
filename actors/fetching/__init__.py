"""Fetching what a user's address names, and reaching nothing that it must not reach."""
