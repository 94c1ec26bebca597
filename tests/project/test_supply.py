"""What is pinned can be listed for others, and looked up for known faults."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.known_faults import judge

ROOT = Path(__file__).parent.parent.parent
FAULT = {"id": "PYSEC-1", "fix_versions": ["1.1"]}


def test_the_bill_of_materials_has_each_pinned_package(tmp_path):
    makefile = (ROOT / "Makefile").read_text()
    recipe = re.search(r"^sbom:.*\n\t@\$\(PY\) ((?:.*\\\n)*.*)$", makefile, re.MULTILINE)[1]
    words = recipe.replace("\\\n", " ").replace("sbom.cdx.json", str(tmp_path / "sbom.json")).split()
    # The program would hold what it wrote to the rules of CycloneDX, which takes it three seconds.
    command = [sys.executable, *words, "--no-validate"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    made = json.loads((tmp_path / "sbom.json").read_text())
    pinned = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert made["bomFormat"] == "CycloneDX"
    assert {(each["name"], each["version"]) for each in made["components"]} == set(pinned)


def said(**dependency):
    """What pip-audit says of one package."""
    return json.dumps({"dependencies": [{"name": "x", "version": "1.0"} | dependency]})


def test_known_faults_are_told_with_the_version_that_mends_them():
    assert judge(said(vulns=[FAULT])) == (1, "x 1.0: PYSEC-1, mended in 1.1")
    assert judge(said(vulns=[])) == (0, "No known fault in 1 packages.")


def test_what_could_not_be_looked_up_is_said_and_is_no_all_clear():
    for answer in (said(skip_reason="not found"), "", json.dumps({"dependencies": []})):
        status, line = judge(answer)
        assert status == 0
        assert line.startswith("NOT LOOKED UP: ")


def test_the_licence_is_for_the_code_and_not_for_the_text():
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("MIT License")
    assert "does not cover the text of the reports" in text
