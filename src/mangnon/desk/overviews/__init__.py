"""Tổng quan: what the four readers of a province see at a glance. Reads only; each number says of how many it is."""
