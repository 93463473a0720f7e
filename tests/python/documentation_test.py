# SPDX-License-Identifier: Apache-2.0
"""What docs/python.md shows runs, and so does the example of a kernel repository's tests."""
import re
import shutil

import npusim


def python_blocks(root):
    text = (root / "docs/python.md").read_text()
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def test_the_snippets_run_and_print_what_they_promise(root, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    blocks = [block for block in python_blocks(root) if not block.startswith("# test_")]
    assert len(blocks) >= 4
    names = {}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)
    shown = capsys.readouterr().out
    promised = re.findall(r"# -> (.*)", "".join(blocks))
    assert len(promised) == 3
    for line in promised:
        assert f"\n{line}" in f"\n{shown}"


def test_the_test_file_runs(root, pytester):
    file, = (block for block in python_blocks(root) if block.startswith("# test_kernels.py"))
    examples = root / "kernels/examples"
    programs = pytester.path / "programs"
    shutil.copytree(examples / "vector_add", programs / "vector_add")
    shutil.copytree(examples / "row_softmax", programs / "softmax")
    pytester.path.joinpath("known.json").write_text('{"version": 1, "suppressions": []}')
    pytester.makepyfile(test_kernels=file)
    pytester.runpytest().assert_outcomes(passed=2)


def test_the_baseline_is_one_that_npusim_reads(root, tmp_path):
    text = (root / "docs/python.md").read_text()
    file = tmp_path / "known.json"
    file.write_text(re.search(r"```json\n(.*?)```", text, re.DOTALL).group(1))
    result = npusim.run("races/tci_muls/fixed", suppressions=file)
    assert [finding.check for finding in result.findings] == ["suppression"]  # matches nothing


def test_the_examples_test_file_passes(root, pytester):
    pytester.runpytest("-p", "no:cacheprovider", "--rootdir", root / "kernels",
                       root / "kernels/examples").assert_outcomes(passed=4)
