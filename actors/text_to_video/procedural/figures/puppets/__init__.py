"""All without a skeleton: birds, swimmers, vehicles, things; drawn one unit high, moved by manners."""
