"""The HTTP face: Falcon resources over the engine."""
