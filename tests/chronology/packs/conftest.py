"""The pack belongs to the supervision that is prepared in tests/supervision."""

from tests.supervision.conftest import at_the_time, finalise, held, prepared, signed  # noqa: F401
