"""Holds what a JUnit schema cannot say: the counts are those of the cases, a case has one result, names are unique.

check_junit.py FILE…
"""

import sys
import xml.etree.ElementTree as tree

RESULTS = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def check(path):
    root = tree.parse(path).getroot()
    assert root.tag == "testsuites", root.tag
    sums = dict.fromkeys(["tests", *RESULTS.values()], 0)
    for suite in root:
        cases = suite.findall("testcase")
        counted = {"tests": len(cases)}
        for element, attribute in RESULTS.items():
            counted[attribute] = len(suite.findall(f"testcase/{element}"))
        for attribute, count in counted.items():
            assert suite.get(attribute) == str(count), (path, suite.get("name"), attribute)
            sums[attribute] += count
        names = [(case.get("classname"), case.get("name")) for case in cases]
        assert all(suite.get("name") == classname and name for classname, name in names), (path, names)
        for case in cases:
            assert len([child for child in case if child.tag in RESULTS]) <= 1, (path, case.get("name"))
            for child in case:
                assert child.tag == "system-out" or child.get("message"), (path, case.get("name"), child.tag)
    for attribute in ("tests", "failures", "errors"):
        assert root.get(attribute) == str(sums[attribute]), (path, attribute)


for name in sys.argv[1:]:
    check(name)
