"""Settings: the nearest file counts, whole; a fault is named at its place; the command line goes before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from supcheck.cli import main
from supcheck.cli.check import check
from supcheck.errors import SettingsError
from supcheck.load.columns import ALIASES
from supcheck.settings import FILE_NAME, KEYS, PYPROJECT, find_settings, load_settings, settings_schema
from tests.schema import SETTINGS_FILE, SETTINGS_PAGE, settings_page, settings_text

BY_THE_LOADERS = {"types", "columns"}
"""Keys that no option gives: what reads exports takes them from the settings."""


def write(folder: Path, text: str, name: str = FILE_NAME) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def show(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["config", "show", *arguments])


def row(out: str, key: str) -> str:
    return next(" ".join(line.split()) for line in out.splitlines() if line.split()[0] == key)


# The table.


def test_the_committed_schema_and_page_are_those_that_the_table_gives() -> None:
    assert SETTINGS_FILE.read_text(encoding="utf-8") == settings_text()
    assert SETTINGS_PAGE.read_text(encoding="utf-8") == settings_page()


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_each_key_gives_a_default_to_an_option_of_check_or_is_read_by_the_loaders(key: Any) -> None:
    options = {option.name: option for option in check.params}
    if key.name in BY_THE_LOADERS:
        assert key.option not in options
        return
    option = options[key.option]
    if isinstance(option.type, click.Choice):
        assert key.form.schema == {"enum": list(option.type.choices)}
        assert option.default == key.default


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_each_default_stands_in_the_page_the_schema_and_config_show(key: Any, tmp_path: Path) -> None:
    assert f"| `{key.name}` |" in settings_page()
    assert settings_schema()["properties"][key.name]["description"] == key.told
    assert row(show(str(tmp_path)).stdout, key.name).endswith(" default")


def test_a_column_may_be_named_for_every_use_that_the_loaders_know() -> None:
    assert set(settings_schema()["properties"]["columns"]["properties"]) == set(ALIASES)


TEXT = st.text(alphabet="abR1. é", min_size=0, max_size=4)
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 9),
    TEXT,
    st.lists(st.one_of(TEXT, st.integers(0, 3)), max_size=3),
    st.dictionaries(
        st.sampled_from(["supervision", "leave_out", "text", "child", "other"]),
        st.one_of(TEXT, st.lists(TEXT, max_size=2)),
        max_size=2,
    ),
    st.sampled_from(["never", "json", "not_met", {}, [], 1.5]),
)


@profile(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from([*(key.name for key in KEYS), "fail_om"]), VALUES, min_size=1, max_size=3)
)
def test_a_file_is_read_where_the_schema_allows_it_and_else_refused(
    tmp_path: Path, tree: dict[str, Any]
) -> None:
    file = write(tmp_path, json.dumps(tree, ensure_ascii=False))
    valid = jsonschema.Draft202012Validator(settings_schema()).is_valid(tree)
    if valid:
        assert set(load_settings(file).places) == set(tree)
    else:
        with pytest.raises(SettingsError, match=rf"{FILE_NAME}:1:\d+: "):
            load_settings(file)


# Where a fault stands.

BROKEN = (
    # text, place, what is said
    ("fail_om: never\n", "1:1", "unknown key 'fail_om'; did you mean 'fail_on'? known here: extends, rubric"),
    ("quiet: true\nmin_level: meet\n", "2:1", "'meet' is not one of: met, review, partly, not_met; did you mean 'met'?"),
    ("quiet: maybe\n", "1:1", "'quiet' must be true or false, not 'maybe'"),
    ("quiet: 1\n", "1:1", "'quiet' must be true or false"),
    ("select: []\n", "1:1", "'select' must be a text or a list of texts, not an empty list"),
    ("select:\n  - R\n  - 5\n", "3:5", "item 2 must be a text, not '5'"),
    ("rubric: [a]\n", "1:1", "'rubric' must be a text, not a list"),
    ("rubric:\n", "1:1", "'rubric' must be a text, not nothing"),
    ("types:\n  supervison: a\n", "2:3", "unknown key 'supervison'; did you mean 'supervision'?"),
    ("types: {oversight: [MO, 3]}\n", "1:25", "item 2 must be a text"),
    ("types: MO\n", "1:1", "'types' must be a mapping of: supervision, discussion, oversight, leave_out"),
    ("columns: {child: PersonID, txt: Note}\n", "1:28", "unknown key 'txt'; did you mean 'text'?"),
    ("columns: {text: []}\n", "1:11", "'text' must be a text or a list of texts"),
    ("extends: nothere.yaml\n", "1:1", "'extends' names nothere.yaml, which is no file; mend the name"),
    ("extends: .supcheck.yaml\n", "1:1", "these settings extend themselves"),
    ("extends: 3\n", "1:1", "'extends' must be a text"),
    ("quiet: true\nquiet: true\n", "2:1", "the key 'quiet' stands twice"),
    ("- a\n", "1:1", "must be settings: a mapping of keys to values"),
    ("fail_on: [never\n", "2:1", "is not YAML"),
)  # fmt: skip


@pytest.mark.parametrize("text,place,said", BROKEN, ids=[text[:24] for text, _, _ in BROKEN])
def test_a_fault_is_named_at_its_line_and_column(
    text: str, place: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, text)
    result = show()
    assert result.exit_code == 2
    assert result.stderr.startswith(f"supcheck: .supcheck.yaml:{place}: ")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


BROKEN_TOML = (
    ('[tool.supcheck]\nfail_om = "never"\n', "2:1", "unknown key 'fail_om'"),
    ('[project]\nname = "x"\n\n[tool.supcheck]\n  quiet = 1\n', "5:3", "'quiet' must be true or false"),
    ('[tool.supcheck]\nselect = [\n  "R",\n  5,\n]\n', "2:1", "item 2 must be a text"),
    ('[tool.supcheck.types]\n"oversigt" = "MO"\n', "2:1", "unknown key 'oversigt'"),
    ('tool.supcheck.min_level = "meet"\n', "1:1", "'meet' is not one of"),
    ('[tool.supcheck]\ncolumns = { child = 3 }\n', "2:1", "'child' must be a text"),
    ("[tool.supcheck]\nfail_on = \n", "2:11", "is not TOML"),
)  # fmt: skip


@pytest.mark.parametrize("text,place,said", BROKEN_TOML, ids=[text[-24:] for text, _, _ in BROKEN_TOML])
def test_a_fault_of_a_pyproject_is_named_at_its_line(
    text: str, place: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, text, PYPROJECT)
    result = show()
    assert result.exit_code == 2
    assert result.stderr.startswith(f"supcheck: pyproject.toml:{place}: ")
    assert said in result.stderr


def test_a_file_in_another_encoding_or_a_folder_of_that_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("rubric: Café.yaml\n".encode("cp1252"))
    with pytest.raises(SettingsError, match=r"a\.yaml:1:12: is not UTF-8"):
        load_settings(tmp_path / "a.yaml")
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path)


# Which file counts.


def test_the_nearest_file_counts_whole_and_nothing_of_one_further_up(tmp_path: Path) -> None:
    write(tmp_path, "fail_on: never\nquiet: true\n")
    write(tmp_path / "team", "fail_on: partly\n")
    out = show(str(tmp_path / "team")).stdout
    assert row(out, "fail_on").startswith('fail_on "partly" ')
    assert row(out, "quiet") == "quiet false default"
    assert row(show(str(tmp_path)).stdout, "quiet").startswith("quiet true ")


@pytest.mark.parametrize("given", ["note.txt", "*.txt", ".", "missing/deeper/note.txt"])
def test_the_search_begins_at_the_first_input(given: str, tmp_path: Path) -> None:
    file = write(tmp_path, "quiet: true\n")
    write(tmp_path / "team", "", "note.txt")
    assert find_settings([str(tmp_path / "team" / given), "elsewhere.txt"]) == file


def test_for_standard_input_the_search_begins_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, "quiet: true\n")
    monkeypatch.chdir(tmp_path)
    assert find_settings(["-"]) == find_settings([]) == file.resolve()


def test_a_pyproject_counts_where_it_speaks_of_supcheck_and_yaml_goes_first(tmp_path: Path) -> None:
    yaml = write(tmp_path, "quiet: true\n")
    foreign = write(tmp_path / "a", "[project\nbroken", PYPROJECT)
    assert find_settings([str(foreign.parent)]) == yaml
    ours = write(tmp_path / "b", "[tool.supcheck]\nquiet = true\n", PYPROJECT)
    assert find_settings([str(ours.parent)]) == ours
    assert find_settings([str(write(ours.parent, "quiet: false\n").parent)]) == ours.parent / FILE_NAME


def test_extends_is_the_one_way_to_take_from_another_file(tmp_path: Path) -> None:
    write(tmp_path, "fail_on: never\nselect: [R]\nrubric: ours.yaml\n", "other.yaml")
    file = write(tmp_path / "team", "extends: ../other.yaml\nfail_on: partly\noutput: out/r.json\n")
    found = load_settings(file)
    assert (found.fail_on, found.select) == ("partly", ("R",))
    # A relative path is relative to the file that it stands in.
    assert found.rubric == file.parent / ".." / "ours.yaml"
    assert found.output == (file.parent / "out" / "r.json",)
    assert found.places["fail_on"].endswith(".supcheck.yaml:2:1")
    assert found.places["select"].endswith("other.yaml:2:1")


def test_settings_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "extends: b.yaml\n", "a.yaml")
    write(tmp_path, "extends: a.yaml\n", "b.yaml")
    with pytest.raises(SettingsError, match=r"b\.yaml:1:1: these settings extend themselves"):
        load_settings(tmp_path / "a.yaml")


# What goes before what.

OVERRIDES = (
    ("fail_on: never", ("--fail-on", "partly"), 'fail_on "partly"'),
    ("max_insufficient: 20%", ("--max-insufficient", "3"), 'max_insufficient "3"'),
    ("min_level: partly", ("--min-level", "met"), 'min_level "met"'),
    ("baseline: known.json", ("--baseline", "other.json"), 'baseline "other.json"'),
    ("waivers: known.yaml", ("--waivers", "other.yaml"), 'waivers "other.yaml"'),
    ("cache: kept", ("--cache", "other"), 'cache "other"'),
    ("salt_file: salt", ("--salt-file", "other"), 'salt_file "other"'),
    ("word_template: own.docx", ("--word-template", "other.docx"), 'word_template "other.docx"'),
    ("agreement: ours.json", ("--agreement", "other.json"), 'agreement "other.json"'),
    ("select: [R, F]", ("--select", "D"), 'select ["D"]'),
    ("ignore: R5", ("--ignore", "D1", "--ignore", "D2"), 'ignore ["D1", "D2"]'),
    ("output_format: md", ("--output-format", "json"), 'output_format "json"'),
    ("output: a.json", ("-o", "b.json"), 'output ["b.json"]'),
    ("rubric: a.yaml", ("--rubric", "b.yaml"), 'rubric "b.yaml"'),
    ("allow_empty: true", ("--no-allow-empty",), "allow_empty false"),
    ("allow_unreadable: true", ("--no-allow-unreadable",), "allow_unreadable false"),
    ("quiet: true", ("--no-quiet",), "quiet false"),
    ("colour: true", ("--no-colour",), "colour false"),
)


@pytest.mark.parametrize("text,arguments,expected", OVERRIDES, ids=[text for text, _, _ in OVERRIDES])
def test_the_command_line_goes_before_the_file_and_the_file_before_the_default(
    text: str, arguments: tuple[str, ...], expected: str, tmp_path: Path
) -> None:
    write(tmp_path, text)
    key = text.split(":")[0]
    assert row(show(str(tmp_path), *arguments).stdout, key) == f"{expected} command line"
    assert row(show(str(tmp_path)).stdout, key).endswith(f"{FILE_NAME}:1:1")
    assert row(show(str(tmp_path), "--no-settings").stdout, key).endswith(" default")


def test_every_key_that_an_option_gives_is_in_that_table() -> None:
    assert {text.split(":")[0] for text, _, _ in OVERRIDES} == {key.name for key in KEYS} - BY_THE_LOADERS


def test_another_file_may_be_named_and_none_may_not_be_named_with_it(tmp_path: Path) -> None:
    write(tmp_path, "fail_on: never\n")
    other = write(tmp_path, "fail_on: partly\n", "other.yaml")
    assert 'fail_on "partly"' in row(show(str(tmp_path), "--settings", str(other)).stdout, "fail_on")
    result = show("--settings", str(other), "--no-settings")
    assert result.exit_code == 2
    assert "--settings and --no-settings exclude each other" in result.stderr
    assert "cannot be read" in show("--settings", str(tmp_path / "nothere.yaml")).stderr


def test_help_needs_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "nonsense: 1\n")
    assert CliRunner().invoke(main, ["check", "--help"]).exit_code == 0


def test_a_run_goes_by_the_file_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "allow_unreadable: true\noutput: found.json\noutput_format: md\n")
    write(tmp_path, "x", "scan.xyz")
    result = CliRunner().invoke(main, ["check", "scan.xyz"])
    assert result.exit_code == 0
    assert result.stdout.startswith("# What")
    assert "Settings: .supcheck.yaml\n" in result.stderr
    assert json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))["unread"]
    # A report of `check` is no output of another command.
    assert "suffix" not in CliRunner().invoke(main, ["actions", "scan.xyz"]).stderr


@pytest.mark.parametrize(
    "name,text", [(FILE_NAME, "quiet: true\n"), (PYPROJECT, "[tool.supcheck]\nquiet = true\n")]
)
def test_the_settings_of_a_folder_are_no_record_of_it(name: str, text: str, tmp_path: Path) -> None:
    write(tmp_path, text, name)
    result = CliRunner().invoke(main, ["check", str(tmp_path), "--output-format", "json"])
    assert [one["reason"] for one in json.loads(result.stdout)["unread"]] == ["an empty folder"]


def test_the_rules_are_those_of_the_rubric_that_the_settings_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "name: ours\nextends: core\nflags: [x]\n", "ours.yaml")
    write(tmp_path, "rubric: ours.yaml\n")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["rules"])
    assert result.exit_code == 2
    assert "ours.yaml:3:9: item 1 must be a rule" in result.stderr
