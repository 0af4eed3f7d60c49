"""What nobody types: values that have broken products like this one, each as it stands in an address."""

import os

# As many examples as are asked for, of what is drawn; the suite takes few.
EXAMPLES = int(os.environ.get("EXAMPLES", "8"))
VALUES = {
    "nothing": "",
    "NUL": "%00",
    "half of a surrogate pair": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "control characters": "%01%08%1B%7F%C2%85",
    "letters from right to left": "%E2%80%AE%D7%90",
    "not a number": "NaN",
    "infinity": "Infinity",
    "minus infinity": "-Infinity",
    "beyond a float": "1e400",
    "beyond an id": str(2**63),
    "beyond what Python reads": "9" * 5_000,
    "negative": "-1",
    "digits of Arabic": "%D9%A3",
    "a raised digit": "%C2%B2",
    "day that is none": "2026-02-30",
    "year 0": "0000-00-00",
    "year 10000": "10000-01-01",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "brackets": "%5B" * 500,
    "quotation": "%27%22%3B--",
    "template": "%7B%7B7*7%7D%7D%25s%25(x)s",
}
