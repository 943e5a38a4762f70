"""The HTTP API over a real engine and a real store."""
