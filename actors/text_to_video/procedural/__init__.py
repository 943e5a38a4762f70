"""The offline provider: a prompt is understood by a lexicon and drawn as an animated scene."""
