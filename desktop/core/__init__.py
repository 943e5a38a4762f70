"""What the client knows and decides, without Qt."""
