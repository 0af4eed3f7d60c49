"""The outcome of a call that the product acts on."""

REFERRAL = "REFERRAL"
