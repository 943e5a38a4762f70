"""Drafts: the list of them, and the editor of a timeline."""
