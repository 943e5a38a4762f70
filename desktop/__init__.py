"""The desktop client: submits jobs over HTTP, watches them, keeps what they made. Imports neither other room."""
