"""The pages of reporting, by what is done on them."""
