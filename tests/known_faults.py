"""Look up the known faults of what is pinned in requirements.txt: python -m tests.known_faults."""

import json
import subprocess
import sys

ASK = [
    *(sys.executable, "-m", "pip_audit", "--requirement", "requirements.txt", "--require-hashes"),
    *("--disable-pip", "--progress-spinner", "off", "--timeout", "10", "--format", "json"),
]
NOT_LOOKED_UP = (
    "NOT LOOKED UP: {}. Known faults are asked for at pypi.org, which does not answer here, or does not "
    "know them: ask again from where it does."
)


def judge(said):
    """The exit status, and the sentence about what pip-audit `said`."""
    try:
        found = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 0, NOT_LOOKED_UP.format("all that is pinned")
    faults = [
        f"{each['name']} {each['version']}: {fault['id']}, mended in "
        f"{', '.join(fault['fix_versions']) or 'no version yet'}"
        for each in found
        for fault in each.get("vulns", [])
    ]
    if faults:
        return 1, "\n".join(faults)
    left = [each["name"] for each in found if "vulns" not in each]
    if left or not found:
        return 0, NOT_LOOKED_UP.format(", ".join(left))
    return 0, f"No known fault in {len(found)} packages."


def main():
    """Ask, say what was found, and end with its status."""
    asked = subprocess.run(ASK, capture_output=True, text=True, check=False)
    status, said = judge(asked.stdout)
    sys.stdout.write(said + "\n")
    sys.exit(status)


if __name__ == "__main__":
    main()
