"""Recurring tasks: their rule and their periods."""
