"""Seeing the beat: where movement in a film stops or turns round."""
