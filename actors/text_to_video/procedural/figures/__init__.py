"""Figures: people, animals, vehicles and things, drawn as animated flat illustrations in metres."""
