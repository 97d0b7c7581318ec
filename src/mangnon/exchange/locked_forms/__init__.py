"""Excel forms that go out locked and come back filled in: one way to write, sign, open and check them."""
