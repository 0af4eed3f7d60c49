"""What each page costs, in two counties of different size: `make bench`, and the gate of the tests."""
