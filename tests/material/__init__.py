"""Seeded synthetic material for tests and benchmarks: songs, rooms, and media files made of them."""
