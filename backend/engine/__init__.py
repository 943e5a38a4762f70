"""The engine: the one room that knows Redis."""
