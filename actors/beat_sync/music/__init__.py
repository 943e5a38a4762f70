"""Beats that are heard: from samples to beat times."""
