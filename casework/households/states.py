"""The directions of a move, as the page of moving is asked for one."""

INTO, OUT = "into", "out"
