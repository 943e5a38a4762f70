"""Fetching what a user's URL names, and nothing that it must not reach."""
