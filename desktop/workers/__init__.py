"""Threads: whatever waits for the network or the disk does so here."""
