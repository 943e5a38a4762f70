"""The whole product from outside: HTTP, signals, and what lies on the disk."""
