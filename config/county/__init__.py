"""A made-up county of any size, for measuring: `manage.py make_county`."""
