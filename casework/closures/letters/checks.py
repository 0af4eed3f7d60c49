"""What a letter of a closing must hold."""

from casework.refusal import Refusal


def check_letter(row, number, today):
    if row["withdrawn"]:
        return
    if row["sent_on"] and row["sent_on"] > today:
        raise Refusal("It cannot have been sent on a day to come. Check the date.", f"letters-{number}-sent_on")
    if row["sent_on"] and not row["evidence"]:
        raise Refusal("Say what shows that it was sent: ‘copy on file’.", f"letters-{number}-evidence")
    if row["evidence"] and not row["sent_on"]:
        raise Refusal("Give the day on which it was sent, or empty the evidence.", f"letters-{number}-sent_on")
