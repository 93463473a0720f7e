# SPDX-License-Identifier: Apache-2.0
"""The pytest plugin, in sessions of its own that see it through its entry point."""
import json

import pytest

import npusim


@pytest.fixture
def session(pytester, root):
    """A kernel repository with a racy and a fixed program beside its tests."""
    for twin in ("racy", "fixed"):
        pytester.path.joinpath(twin).symlink_to(root / "kernels/races/tci_muls" / twin)

    def run(test, *arguments):
        pytester.makepyfile(test_kernels=f"import pytest\n{test}")
        return pytester.runpytest("-p", "no:cacheprovider", *arguments)
    run.path = pytester.path
    return run


def known_findings(file, reason="a test", expires="2999-12-31"):
    result = npusim.run("races/tci_muls/racy", golden=False)
    npusim.write_suppressions(file, result.findings, reason=reason, expires=expires)


def test_a_clean_program_passes_and_the_body_sees_the_runs(session):
    outcome = session('''
@pytest.mark.npusim_program("fixed", seeds=3)
def test_fixed(npusim_results):
    assert [result.seed for result in npusim_results] == [1, 2, 3]
    assert all(result.verdict == "clean" for result in npusim_results)
''')
    outcome.assert_outcomes(passed=1)


def test_a_race_fails_the_test_with_the_finding_and_the_seeds(session):
    outcome = session('''
@pytest.mark.npusim_program("racy", seeds=[4, 5], golden=False)
def test_racy():
    raise AssertionError("not reached")
''')
    outcome.assert_outcomes(failed=1)
    outcome.stdout.fnmatch_lines([
        "npusim: racy is not clean in 2 of 2 runs",
        "ERROR: RAW race in UB *",
        "  fix: *set_flag(PIPE_S, PIPE_V, EVENT_ID0) after *kernel.cpp:11*",
        "  seen in:      2 seeds: 4, 5",
        'To accept for a time, add to a baseline file:',
        '  {"check": "race", *"first": "*kernel.cpp:11 TCI (store_ub)"*'])
    outcome.stdout.no_fnmatch_line("*not reached*")
    assert outcome.stdout.str().count("ERROR: RAW race") == 1


def test_a_wrong_output_fails_too(session):
    outcome = session('''
@pytest.mark.npusim_program("racy", checks="none")
def test_racy():
    pass
''')
    outcome.assert_outcomes(failed=1)
    outcome.stdout.fnmatch_lines(["out: 5 of 16 elements differ, first at *"])


def test_a_baseline_accepts_what_is_known_and_nothing_else(session):
    known_findings(session.path / "known.json")
    test = '''
@pytest.mark.npusim_program("{}", seeds=2, baseline="known.json", golden=False)
def test_known():
    pass
'''
    session(test.format("racy")).assert_outcomes(passed=1)
    unused = session(test.format("fixed"))
    unused.assert_outcomes(failed=1)
    unused.stdout.fnmatch_lines(["*matches no finding*", "  seen in:      2 seeds: 1, 2"])
    known_findings(session.path / "known.json", expires="2020-01-01")
    expired = session(test.format("racy"))
    expired.assert_outcomes(failed=1)
    expired.stdout.fnmatch_lines(["*expired on 2020-01-01*"])
    document = json.loads((session.path / "known.json").read_text())
    document["suppressions"][0]["expires"] = "2999-12-31"
    document["suppressions"][0]["rule"] = "flag.orders"
    (session.path / "known.json").write_text(json.dumps(document))
    session(test.format("racy")).assert_outcomes(failed=1)


def test_knobs_data_and_seeds_option(session, root):
    data = json.loads((root / "kernels/races/tci_muls/data.json").read_text())
    (session.path / "other.json").write_text(json.dumps(data))
    outcome = session('''
@pytest.mark.npusim_program("fixed", data="other.json", knobs={"dcache": False}, checks=["race"])
def test_fixed(npusim_results):
    assert [result.seed for result in npusim_results] == [1, 2]
    assert npusim_results[0].knobs["dcache"] == "off"
    assert npusim_results[0].checks == ["race"]
    assert "other.json" in " ".join(npusim_results[0].command)
''', "--npusim-seeds=2")
    outcome.assert_outcomes(passed=1)
    assert session("", "--npusim-seeds=0").ret == pytest.ExitCode.USAGE_ERROR


def test_tests_share_equal_runs(session):
    outcome = session('''
pytestmark = pytest.mark.npusim_program("fixed")
RESULTS = []
@pytest.mark.parametrize("number", range(2))
def test_fixed(npusim_results, number):
    RESULTS.append(npusim_results[0])
    assert RESULTS[0] is RESULTS[-1]
''')
    outcome.assert_outcomes(passed=2)


@pytest.mark.parametrize("arguments, text", [
    ('"absent"', "*absent*a program's directory*"),
    ('"fixed", knobs={"no.such": 1}', "*no.such*"),
    ('"fixed", baseline="absent.json"', "*absent.json*readable file*"),
])
def test_bad_input_is_an_error_with_npusims_words(session, arguments, text):
    outcome = session(f'''
@pytest.mark.npusim_program({arguments})
def test_bad():
    pass
''')
    outcome.assert_outcomes(errors=1)
    outcome.stdout.fnmatch_lines([text])


@pytest.mark.parametrize("arguments, text", [
    ("", "*npusim_program() missing 1 required positional argument: 'program'*"),
    ('"fixed", sede=1', "*unexpected keyword argument 'sede'*"),
    ('"fixed", seeds=0', "*seeds must be at least 1*"),
])
def test_a_wrong_marker_says_what_it_takes(session, arguments, text):
    outcome = session(f'''
@pytest.mark.npusim_program({arguments})
def test_bad():
    pass
''')
    outcome.assert_outcomes(errors=1)
    outcome.stdout.fnmatch_lines([text])


def test_the_binary_can_be_given_and_must_exist(session):
    outcome = session('''
@pytest.mark.npusim_program("fixed")
def test_fixed():
    pass
''', "--npusim-binary=/absent/npusim")
    outcome.assert_outcomes(errors=1)
    outcome.stdout.fnmatch_lines(["*/absent/npusim, does not exist"])


def test_the_run_fixture_and_unittest_classes(session):
    outcome = session('''
import unittest

def test_by_hand(npusim_run):
    assert npusim_run("races/tci_muls/racy", seed=2).verdict == "race"

@pytest.mark.npusim_program("racy")
class RacyTest(unittest.TestCase):
    def test_it(self):
        pass

def test_without_marker(npusim_results):
    pass
''')
    outcome.assert_outcomes(passed=1, failed=1, errors=1)
    outcome.stdout.fnmatch_lines(["*npusim_results needs the marker npusim_program*"])


def test_the_marker_is_registered_and_verdicts_reach_junit(session):
    outcome = session('''
@pytest.mark.npusim_program("fixed")
def test_fixed():
    pass
''', "--strict-markers", "--junitxml=junit.xml")
    outcome.assert_outcomes(passed=1)
    assert 'name="npusim seed 1" value="clean"' in (session.path / "junit.xml").read_text()
