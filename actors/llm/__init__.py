"""Language models behind any OpenAI-compatible endpoint: one way to ask, counted, limited and checked."""
