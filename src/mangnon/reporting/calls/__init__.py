"""Calls: chosen bodies asked for a report on one matter."""
