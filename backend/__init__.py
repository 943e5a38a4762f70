"""The service: what a job is, the engine that runs it, and the HTTP face."""
