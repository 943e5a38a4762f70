"""Four-legged animals: one rig, species as data."""
