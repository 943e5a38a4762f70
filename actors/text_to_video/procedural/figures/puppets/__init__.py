"""Everything without a skeleton of its own: birds, swimmers, vehicles, things; drawn one unit high, moved by manners."""
