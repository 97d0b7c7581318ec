"""The ready regimes, and keeping a regime: taken over, its days changed."""
