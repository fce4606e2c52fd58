"""Tables: however they are written, their numbers arrive; what is wrong is one sentence."""

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.captions.table import missing_caption, table_caption
from rnnviz.refusal import Refusal
from rnnviz.tasks.progress import Cancelled
from rnnviz.tasks.table.reading import looks_like_numbers, read_series

ROWS = range(40)
FEW = settings(max_examples=40, deadline=None)


def file_of(folder, text, name="table.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def read(folder, text, column="", **more):
    return read_series(file_of(folder, text, **more), column)


@pytest.mark.parametrize(
    ("text", "delimiter", "decimal", "header", "column"),
    [
        (
            "day,t\n" + "".join(f"2020-01-{i % 28 + 1:02},{i % 7}.5\n" for i in ROWS),
            ",",
            ".",
            1,
            "t",
        ),
        ("Tag;t\n" + "".join(f"{i % 28 + 1}.1.2020;{i % 7},5\n" for i in ROWS), ";", ",", 1, "t"),
        ("n\tt\n" + "".join(f"{i}\t{i % 7}.5\n" for i in ROWS), "\t", ".", 1, "t"),
        ("".join(f"{i % 7}.5\n" for i in ROWS), "", ".", 0, "column 1"),
        ("".join(f"{i}   {i % 7}.5\n" for i in ROWS), " ", ".", 0, "column 2"),
        ("t|u\n" + "".join(f"{i % 7}.5|4\n" for i in ROWS), "|", ".", 1, "t"),
    ],
)
def test_the_way_a_table_is_written_is_found(tmp_path, text, delimiter, decimal, header, column):
    series = read(tmp_path, text)
    dialect = series.report.dialect
    assert (dialect.delimiter, dialect.decimal, dialect.header) == (delimiter, decimal, header)
    assert series.column == column
    assert series.values.tolist() == [i % 7 + 0.5 for i in ROWS]
    assert series.warnings == ()


@FEW
@given(
    numbers=st.lists(
        st.floats(-1e6, 1e6).map(lambda x: round(x, 4)), min_size=20, max_size=60
    ).filter(lambda some: len(set(some)) > 1),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    decimal=st.sampled_from([".", ","]),
    header=st.booleans(),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_numbers_come_back_however_they_are_written(
    tmp_path_factory, numbers, delimiter, decimal, header, ends
):
    if delimiter == decimal:
        delimiter = ";"
    rows = [
        f"2020-01-{n % 28 + 1:02}{delimiter}{f'{x:.4f}'.replace('.', decimal)}"
        for n, x in enumerate(numbers)
    ]
    rows = [f"day{delimiter}height", *rows] if header else rows
    series = read(tmp_path_factory.mktemp("table"), ends.join(rows))
    assert series.values.tolist() == numbers
    assert series.column == ("height" if header else "column 2")
    assert series.report.rows == len(numbers)
    assert series.report.dates == ("2020-01-01", f"2020-01-{(len(numbers) - 1) % 28 + 1:02}")


@FEW
@given(
    cells=st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=60, max_size=120),
    missing=st.sampled_from(["", "NA", "nan", "-", "NULL", "?"]),
)
def test_a_gap_has_the_value_before_it_and_is_counted(tmp_path_factory, cells, missing):
    there = [n for n, cell in enumerate(cells) if cell is not None]
    text = "n,x\n" + "".join(
        f"{n * n},{missing if cell is None else cell}\n" for n, cell in enumerate(cells)
    )
    folder = tmp_path_factory.mktemp("gaps")
    inside = cells[there[0] : there[-1] + 1] if there else []
    gaps = sum(cell is None for cell in inside)
    if 2 * gaps > len(inside) or len(there) < 20 or len({*cells} - {None}) < 2:
        return  # a column that is mostly empty, or all the same, is refused elsewhere
    series = read(folder, text, "x")
    wanted, last = [], None
    for cell in inside:
        last = last if cell is None else cell
        wanted.append(last)
    assert series.values.tolist() == wanted
    assert series.report.missing == gaps
    assert series.report.left_out == len(cells) - len(inside)
    assert bool(series.warnings) == bool(gaps)


@FEW
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(tmp_path_factory, content):
    path = file_of(tmp_path_factory.mktemp("bytes"), content)
    looks_like_numbers(path)
    try:
        assert np.isfinite(read_series(path).values).all()
    except Refusal as refusal:
        assert "table.csv" in str(refusal)
        assert str(refusal).endswith(".")


REFUSED = {
    "no numbers": ("a;b\n" + "foo;bar\n" * 30, "", "holds no numbers"),
    "two columns of dates": (
        "from,to\n" + "2020-01-01,2020-02-01\n" * 30,
        "",
        "from (dates), to (dates)",
    ),
    "one row": ("a,b\n1,2\n", "", "1 number in a"),
    "all equal": ("a\n" + "5\n" * 50, "", "All numbers of a in table.csv are 5"),
    "empty": ("", "", "is empty"),
    "blank": ("\n \n\n", "", "holds no numbers"),
    "gaps": ("a,b\n" + "1,1\n,2\n,3\n2,4\n,5\n" * 30, "a", "89 of 149 values of a"),
    "text among numbers": (
        "a,b\n" + "1,2\n2,3\n3,1\n4,1\n5,1\nsix,1\n" * 10,
        "a",
        "10 cells of a in table.csv hold no number, the first in row 6: 'six'",
    ),
    "no such column": ("a,b\n" + "1,2\n4,1\n" * 30, "c", "no column 'c'. Columns of numbers: a, b"),
    "a column of text": ("a,b\n" + "1,x\n4,y\n" * 30, "b", "b in table.csv holds text"),
    "bytes": (b"\x00\x01\x02" * 99, "", "is not a text"),
    "one endless line": ("1," * 1_500_000, "", "a line of more than"),
}


@pytest.mark.parametrize("kind", list(REFUSED))
def test_what_is_no_series_is_refused_in_a_sentence(tmp_path, kind):
    text, column, words = REFUSED[kind]
    with pytest.raises(Refusal, match="table") as refused:
        read(tmp_path, text, column)
    assert words in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_few_words_among_many_numbers_are_told_and_do_not_stop_it(tmp_path):
    text = "v\n" + "".join(f"{'broken' if i == 20 else i % 7}\n" for i in range(60))
    series = read(tmp_path, text)
    assert series.values[20] == series.values[19] == 5.0
    assert series.warnings == (
        "1 cell of v in table.csv holds no number, the first in row 21 ('broken'); the value "
        "before stands there.",
    )


def test_other_encodings_are_read_and_told(tmp_path):
    text = "größe,n\n" + "".join(f"{i % 7},3\n" for i in ROWS)
    western = read(tmp_path, text, encoding="latin-1")
    assert western.column == "größe"
    assert "is not UTF-8" in western.warnings[0]
    for encoding in ("utf-8-sig", "utf-16"):
        series = read(tmp_path, text, encoding=encoding)
        assert (series.column, series.warnings) == ("größe", ())
        assert series.values.tolist() == western.values.tolist()


def test_a_column_is_chosen_by_name_and_else_the_first_that_does_not_count(tmp_path):
    text = "year,High,low\n" + "".join(f"{1900 + i},{i * i % 11},{i % 3}\n" for i in ROWS)
    path = file_of(tmp_path, text)
    assert read_series(path).column == "High"
    assert read_series(path, "low").values.tolist() == [i % 3 for i in ROWS]
    assert read_series(path, "high").column == "High"
    assert read_series(path).report.number_columns == ("year", "High", "low")


def test_thousands_and_exponents_are_numbers(tmp_path):
    text = "v;w\n" + "".join(f"1.{i:03},5;1e{i % 3}\n" for i in ROWS)
    assert read(tmp_path, text, "v").values.tolist() == [1000.5 + i for i in ROWS]
    assert read(tmp_path, text, "w").values.tolist() == [10.0 ** (i % 3) for i in ROWS]


def test_underscores_and_infinities_are_no_numbers(tmp_path):
    text = "v\n" + "".join(f"{i % 7}\n" for i in range(100)) + "1_000\ninf\n5\n"
    series = read(tmp_path, text)
    assert series.report.wrong == 2
    assert series.values.max() == 6


def test_reading_says_how_far_it_is_and_can_be_stopped(tmp_path):
    path = file_of(tmp_path, "v\n" + "".join(f"{i % 7}.25\n" for i in range(100_000)))
    shares = []
    read_series(path, progress=lambda share: shares.append(share) or True)
    assert shares == sorted(shares)
    assert math.isclose(shares[-1], 1.0)
    with pytest.raises(Cancelled):
        read_series(path, progress=lambda share: share < 0.5)


def test_the_memory_of_a_long_table_is_a_few_times_its_numbers(tmp_path):
    rows = 100_000
    path = file_of(
        tmp_path, "v,w\n" + "".join(f"{i % 7}.25,{i % 5}.12345678\n" for i in range(rows))
    )
    tracemalloc.start()
    series = read_series(path, "w")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(series.values) == rows
    assert most < 4 * series.values.nbytes + 8_000_000


def test_only_tables_of_numbers_look_like_numbers(tmp_path):
    numbers = "a,b\n" + "".join(f"{i},{i % 7}\n" for i in ROWS)
    assert looks_like_numbers(file_of(tmp_path, numbers))
    assert looks_like_numbers(file_of(tmp_path, numbers.replace(",", "\t"), name="t.TSV"))
    assert not looks_like_numbers(file_of(tmp_path, numbers, name="t.txt"))
    prose = "who,what,when\n" + "Anna,said hello,never\n" * 30
    assert not looks_like_numbers(file_of(tmp_path, prose))
    assert not looks_like_numbers(tmp_path / "missing.csv")
    assert not looks_like_numbers(tmp_path)


def test_what_was_found_is_said(tmp_path):
    text = "day,t\n" + "".join(f"2020-01-{i + 1:02},{i % 7 if i != 4 else ''}\n" for i in range(28))
    series = read(tmp_path, text)
    assert table_caption(series) == (
        "table.csv: 28 rows, parted by commas, with a header; columns: day (dates, 2020-01-01 to "
        "2020-01-28), t (numbers). Learned is t, 28 numbers."
    )
    assert missing_caption(series.report) == (
        "1 value, at most 1 in a row: the value before stands there"
    )
