"""Codes of a referral's outcomes that the product acts on."""

# What ends the child's involvement with the decision, and the code of closure_reasons that says so.
ENDING_OUTCOMES = ("NFA", "INFO", "EH")
EARLY_HELP = "EH"
NO_FURTHER_ACTION = "NFA"
