"""Kind beat_sync: clean music under a dance-class video."""
