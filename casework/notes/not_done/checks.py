"""What is asked where something did not happen: a reason of the practice's list, and words where it says too little."""

from casework import practice
from casework.refusal import Refusal

# A reason that says nothing by itself, and one by which statutory work waits for somebody (A7.15).
OTHER, WORKER_AWAY = "other", "worker_away"


def check_not_done(reason: str, because: str, done: str) -> None:
    """Why a planned visit did not take place; where the worker was away, who comes instead or why nobody does."""
    if reason and reason not in practice.current().not_done_reasons:
        raise Refusal("Choose a reason of the list.", "reason")
    if not because.strip() and reason in ("", OTHER):
        raise Refusal("Say why it did not take place.", "because")
    if reason == WORKER_AWAY and not done.strip():
        raise Refusal("Say who comes instead, or why nobody does.", "done")


def check_not_seen(child_id: int, seen: bool, reason: str, why: str) -> None:
    """Why a child was not seen on a visit that took place."""
    if not reason:
        return
    if reason not in practice.current().not_seen_reasons:
        raise Refusal("Choose a reason of the list.", f"not_seen-{child_id}")
    if seen:
        raise Refusal("This child is ticked as seen, and a reason is given why not. Clear one.", f"not_seen-{child_id}")
    if reason == OTHER and not why.strip():
        raise Refusal("Say in words why this child was not seen.", f"why-{child_id}")
