"""The programming interface under `/api/`: a thin layer over the same selectors and services as the pages."""
