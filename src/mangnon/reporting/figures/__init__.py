"""Figures in reports: what is asked, what stands in the boxes, what a sending carries, what became of it since."""
