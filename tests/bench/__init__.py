"""The figures; `make bench` prints them."""
