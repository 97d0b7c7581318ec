"""Tests of reorganisation."""
