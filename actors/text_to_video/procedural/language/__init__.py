"""From a prompt to a scene: words are found, put together, and what nobody said is chosen."""
