"""What a letter of a closing must hold."""

from datetime import date
from typing import Any

from casework.refusal import Refusal


def check_letter(row: dict[str, Any], number: int, today: date) -> None:
    """`number` is that of the row on the page, for the name of the field."""
    if row["withdrawn"]:
        return
    if not row["address"] and row["place"] is None:
        raise Refusal("Choose an address that is recorded, or give another one.", f"letters-{number}-place")
    if row["address"] and row["place"] is not None:
        raise Refusal(
            "Choose an address that is recorded or give another one: one of the two.", f"letters-{number}-address"
        )
    if row["sent_on"] and row["sent_on"] > today:
        raise Refusal("It cannot have been sent on a day to come. Check the date.", f"letters-{number}-sent_on")
    if row["sent_on"] and not row["evidence"]:
        raise Refusal("Say what shows that it was sent: ‘copy on file’.", f"letters-{number}-evidence")
    if row["evidence"] and not row["sent_on"]:
        raise Refusal("Give the day on which it was sent, or empty the evidence.", f"letters-{number}-sent_on")
