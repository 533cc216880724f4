"""What the hash of a password takes by itself."""

import re
import statistics
import subprocess

# As in crates/crm/src/password.rs.
PARAMETERS = ["-id", "-v", "13", "-t", "2", "-k", "19456", "-p", "1", "-l", "32"]
RUNS = 20


def milliseconds() -> float:
    """By the reference implementation in C: another program than the service's, with the same parameters. Its time
    is of the hash alone, without the start of its process."""
    return statistics.median(once() for _ in range(RUNS))


def once() -> float:
    command = ["argon2", "salt-of-16-bytes", *PARAMETERS]
    said = subprocess.run(command, input="seven green bottles", check=True, stdout=subprocess.PIPE, text=True).stdout
    return 1000 * float(re.search(r"([0-9.]+) seconds", said)[1])
