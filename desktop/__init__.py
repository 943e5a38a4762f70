"""The desktop client; it speaks HTTP and imports nothing of the service."""
