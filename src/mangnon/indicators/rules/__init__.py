"""Decisions on values: periods, ages, breakdowns, expressions, sums, targets, checks. No Django."""
