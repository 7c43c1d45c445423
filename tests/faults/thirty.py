"""The thirty faults: what can happen to Viva on a terminal, a disk, a desk, a line and a shared machine.

A test that tries one of them bears the mark `fault` with its number, wherever the test stands.
"""

FAULTS = {
    1: "SIGTERM, SIGHUP, SIGQUIT or SIGINT in mid-answer",
    2: "SIGTERM while the terminal, the loop or the saving hangs",
    3: "the terminal is gone, SIGHUP ignored or not; nothing spins",
    4: "the terminal stops reading, and goes on",
    5: "kill -9 after an acknowledged line, fifty times",
    6: "the desk is killed, aborts, crashes or hangs: one restart, then typed",
    7: "the desk writes to descriptor 2",
    8: "an exception in a handler, a worker, a thread",
    9: "SIGTSTP, SIGSTOP and SIGCONT",
    10: "500 resizes, and windows that are tiny, odd or large",
    11: "a window of 65535 × 65535",
    12: "bytes that are no keys, half an escape, a paste without an end",
    13: "a paste of 1 MB",
    14: "TERM dumb or unset, no terminal, a locale without UTF-8",
    15: "NO_COLOR, LANG=C, TERM=linux and screen",
    16: "escapes and markup through every field",
    17: "a click on a link or on an action hidden in data",
    18: "restricted mode: nothing beyond its list",
    19: "hostile environment variables",
    20: "twenty writers on one journal",
    21: "the disk full, at the start and in mid-session",
    22: "a journal truncated, random, older, newer, read-only",
    23: "umask 000, a folder of somebody else's, a link in the way",
    24: "two interviews of one user, and one microphone",
    25: "the clock or the zone changes, the machine sleeps",
    26: "a model missing, half there, empty",
    27: "a microphone absent, busy, unplugged, silent",
    28: "a real sshd: the client killed or frozen, -T, -L, scp",
    29: "a vosk-server gone, cut off, slow or lying",
    30: "another user of the machine reads, hears, delays or crashes",
}
"""What each number means, as `make faults` prints it."""
