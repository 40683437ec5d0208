"""A ledger written as SIE in any dialect is read as it was; and lines all at once as one by one."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_sie import same

from finsam.sources.sie import write
from finsam.sources.sie.lines import canonical, fields, object_list
from finsam.sources.sie.read import read_ledger
from finsam.sources.sie.values import kr, ore

#: Letters that CP437, Windows-1252 and UTF-8 share, and what separates fields in a SIE file.
text = st.text("abcåäöÅÄÖéü #{}\"'\\-.,0123456789", max_size=15).map(str.strip)
code = st.text("ABCåÄ0123456789-", min_size=1, max_size=12)
account = st.one_of(st.integers(1000, 8999).map(str), st.sampled_from(["23", "143010", "DIFF", "1234567890"]))
amount = st.one_of(st.integers(-(10**9), 10**9), st.integers(1 - 10**14, 10**14 - 1), st.just(0))
day = st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
objects = st.dictionaries(st.sampled_from(["1", "2", "6", "10", "33"]), st.one_of(code, text), max_size=3)


@dataclass
class Row:
    account: str
    objects: dict[str, str]
    ore: int
    date: dt.date | None = None
    text: str = ""
    quantity: str = ""
    sign: str = ""


@dataclass
class Voucher:
    series: str
    number: str
    date: dt.date
    text: str
    sign: str
    rows: list[Row] = field(default_factory=list)


row = st.builds(
    Row, account, objects, amount, st.none() | day, text, st.sampled_from(["", "0", "1.50"]), text
)
voucher = st.builds(
    Voucher, st.just("") | code, st.just("") | code, day, text, text, st.lists(row, min_size=1, max_size=6)
)


@dataclass
class Dialect:
    """How a program writes: separators, line ends, indents, what it quotes, and the encoding."""

    separators: tuple[str, ...]
    newline: str
    indent: str
    quote_all: bool
    encoding: str
    draw: random.Random

    def line(self, label: str, *values: str | dict[str, str]) -> str:
        parts = [label, *(self._objects(v) if isinstance(v, dict) else self._text(v) for v in values)]
        tail = self.draw.choice(["", " "])
        return (
            self.indent
            + parts[0]
            + "".join(self.draw.choice(self.separators) + part for part in parts[1:])
            + tail
        )

    def _text(self, value: str) -> str:
        plain = value and not set(value) & set(' \t"{}') and "\\" not in value
        if plain and not self.quote_all and self.draw.random() < 0.7:
            return value
        return '"' + value.replace('"', '\\"') + '"'

    def _objects(self, value: dict[str, str]) -> str:
        items = [part for pair in value.items() for part in pair]
        space = self.draw.choice(["", " "])
        return "{" + space + self.draw.choice(self.separators).join(map(self._text, items)) + space + "}"


dialect = st.builds(
    Dialect,
    st.sampled_from([(" ",), ("\t",), ("  ", "\t", " ")]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\t", "   "]),
    st.booleans(),
    st.sampled_from(["cp437", "cp1252", "utf-8"]),
    st.randoms(use_true_random=False),
)


def written(vouchers: list[Voucher], how: Dialect) -> bytes:
    # As in any real ledger, the name of the company has Swedish letters: they decide the encoding.
    lines = [
        how.line("#SIETYP", "4"),
        how.line("#FNAMN", "Åkerns öar"),
        how.line("#RAR", "0", "20240101", "20241231"),
    ]
    for each in vouchers:
        date = f"{each.date:%Y%m%d}"
        lines += [
            how.line("#VER", each.series, each.number, date, each.text, date, each.sign),
            how.indent + "{",
        ]
        for one in each.rows:
            date = f"{one.date:%Y%m%d}" if one.date else ""
            amount = _spelled(one.ore, how.draw)
            lines.append(
                how.line("#TRANS", one.account, one.objects, amount, date, one.text, one.quantity, one.sign)
            )
        lines.append(how.indent + "}")
    return how.newline.join(lines).encode(how.encoding)


def _spelled(ore: int, draw: random.Random) -> str:
    """An amount in one of its spellings: 9, 9.9, 9.90."""
    full = kr(ore).removesuffix(" kr")
    spellings = [full, full + "0"]
    if full.endswith("0"):
        spellings.append(full[:-1])
    if full.endswith(".00"):
        spellings.append(full[:-3])
    return draw.choice(spellings)


@settings(max_examples=60, deadline=None)
@given(st.lists(voucher, min_size=1, max_size=5), dialect)
def test_vouchers_are_read_as_they_were_written(tmp_path_factory, vouchers, how):
    # A backslash before a quotation mark, or at the end, is what SIE has no spelling for.
    for each in vouchers:
        for one in [each, *each.rows]:
            one.text, one.sign = one.text.replace("\\", "/"), one.sign.replace("\\", "/")
        for one in each.rows:
            one.objects = {dimension: number.replace("\\", "/") for dimension, number in one.objects.items()}
    file = tmp_path_factory.mktemp("sie") / "bok.se"
    file.write_bytes(written(vouchers, how))
    ledger = read_ledger(file)
    same(ledger, read_ledger(file, careful=True))

    assert {fault.code for fault in ledger.faults} <= {"voucher-unbalanced"}
    assert ledger.header.name == "Åkerns öar"
    found = ledger.vouchers
    assert [*zip(found["serie"], found["nummer"], found["text"], found["sign"], strict=True)] == [
        (each.series, each.number, each.text, each.sign) for each in vouchers
    ]
    assert [*found["datum"].dt.date] == [*found["regdatum"].dt.date] == [each.date for each in vouchers]
    rows = ledger.transactions
    columns = ("ver", "konto", "objekt", "ore", "text", "kvantitet", "sign")
    assert [*zip(*(rows[name] for name in columns), strict=True)] == [
        (at, one.account, canonical(tuple(part for pair in one.objects.items() for part in pair)), one.ore,
         one.text, one.quantity, one.sign)
        for at, each in enumerate(vouchers) for one in each.rows
    ]  # fmt: skip
    assert [*rows["datum"].dt.date] == [one.date or each.date for each in vouchers for one in each.rows]
    lists = {(name, *pair) for name, *pair in ledger.object_lists.itertuples(index=False)}
    assert {(d, n) for _, d, n in lists} == {
        pair for each in vouchers for one in each.rows for pair in one.objects.items()
    }
    unbalanced = [each for each in vouchers if sum(one.ore for one in each.rows)]
    assert len(ledger.faults) == len(unbalanced)


# ---- Files of finsam's own writer ----------------------------------------------------------------------------

pairs = objects.map(lambda chosen: tuple(chosen.items()))
written_row = st.builds(write.Row, account, amount, pairs, text)
written_voucher = st.builds(
    write.Voucher, code, code, day, text, st.lists(written_row, min_size=1, max_size=4)
)
written_balance = st.one_of(
    st.builds(write.Balance, st.sampled_from(["IB", "UB", "RES"]), st.integers(-2, 0), account, amount),
    st.builds(write.Balance, st.sampled_from(["OIB", "OUB"]), st.just(0), account, amount, pairs.filter(bool)),
    st.builds(write.Balance, st.sampled_from(["PSALDO", "PBUDGET"]), st.just(0), account, amount, pairs, st.just("202403")),
)  # fmt: skip


def ledger_text(balances: list[write.Balance], vouchers: list[write.Voucher]) -> str:
    return write.sie_text(
        company='Åkerns "öar"',
        orgnr="",
        program="Prov och visa 1.0",
        generated="20250110",
        years={back: (dt.date(2024 + back, 1, 1), dt.date(2024 + back, 12, 31)) for back in (0, -1, -2)},
        accounts={"1930": "Företagskonto", "DIFF": ""},
        dimensions={"33": "Område"},
        objects={("33", "Ö 1"): "Öarna"},
        balances=balances,
        vouchers=vouchers,
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(written_balance, max_size=6), st.lists(written_voucher, max_size=3))
def test_what_finsam_writes_it_reads(tmp_path_factory, balances, vouchers):
    try:
        content = ledger_text(balances, vouchers)
    except ValueError as error:
        assert "no spelling" in str(error)
        assert "\\" in str(vouchers) + str(balances)
        return
    file = tmp_path_factory.mktemp("sie") / "bok.se"
    write.write_sie(file, content)
    assert file.read_bytes().decode("cp437") == content.replace("\n", "\r\n")
    ledger = read_ledger(file)
    assert {fault.code for fault in ledger.faults} <= {
        "voucher-unbalanced", "entry-twice", "ledger-empty", "account-undeclared", "object-undeclared",
    }  # fmt: skip
    head = ledger.header
    assert (head.name, head.orgnr, head.program, head.generated) == (
        'Åkerns "öar"', "", "Prov och visa 1.0", "20250110",
    )  # fmt: skip
    assert (head.sietyp == "4") == bool(vouchers)
    assert [*zip(ledger.accounts["konto"], ledger.accounts["namn"], ledger.accounts["typ"], strict=True)] == [
        ("1930", "Företagskonto", "T"), ("DIFF", "", ""),
    ]  # fmt: skip
    assert ledger.dimensions.iloc[0].tolist()[:2] == ["33", "Område"]
    assert ledger.objects.iloc[0].tolist()[:3] == ["33", "Ö 1", "Öarna"]
    tables = (ledger.balances, ledger.object_balances, ledger.periods, ledger.object_periods)
    found = [
        (row.radnr, row.slag, row.ar, row.konto, row.ore, getattr(row, "objekt", ""), getattr(row, "period", ""))
        for table in tables for row in table.itertuples()
    ]  # fmt: skip
    assert [each[1:] for each in sorted(found)] == [
        (each.label, each.year, each.account, each.ore, spelled(each.objects), each.period)
        for each in balances
    ]
    assert [*zip(*(ledger.vouchers[name] for name in ("serie", "nummer", "text")), strict=True)] == [
        (each.series, each.number, each.text) for each in vouchers
    ]
    assert [*ledger.vouchers["datum"].dt.date] == [each.date for each in vouchers]
    columns = (ledger.transactions[name] for name in ("ver", "konto", "ore", "objekt", "text"))
    assert [*zip(*columns, strict=True)] == [
        (at, one.account, one.ore, spelled(one.objects), one.text)
        for at, each in enumerate(vouchers) for one in each.rows
    ]  # fmt: skip


def spelled(pairs: write.Objects) -> str:
    return canonical(tuple(part for pair in pairs for part in pair))


@pytest.mark.parametrize(
    ("balances", "kind"),
    [
        ([], "1"),
        ([write.Balance("IB", 0, "1930", 1)], "1"),
        ([write.Balance("PSALDO", 0, "1930", 1, period="202401")], "2"),
        ([write.Balance("OIB", 0, "1930", 1, (("6", "1"),))], "3"),
    ],
)
def test_the_type_of_a_written_file_is_that_of_its_balances(balances, kind):
    assert f"#SIETYP {kind}\n" in ledger_text(balances, [])


@pytest.mark.parametrize(
    "balance",
    [
        write.Balance("SALDO", 0, "1930", 1),
        write.Balance("IB", 0, "1930", 1, (("6", "1"),)),
        write.Balance("UB", 0, "1930", 1, period="202401"),
        write.Balance("OIB", 0, "1930", 1),
        write.Balance("PBUDGET", 0, "1930", 1),
    ],
)
def test_balances_that_sie_does_not_have_are_refused(balance):
    with pytest.raises(ValueError, match="no such balance"):
        ledger_text([balance], [])


@pytest.mark.parametrize("text", ["två\nrader", "tab\t", 'C:\\"', "C:\\", "\x7f"])
def test_texts_that_sie_has_no_spelling_for_are_refused(text):
    with pytest.raises(ValueError, match="no spelling"):
        ledger_text([], [write.Voucher("A", "1", dt.date(2024, 1, 1), text, [])])


def test_signs_that_cp437_does_not_have_are_refused(tmp_path):
    with pytest.raises(ValueError, match="encode"):
        write.write_sie(tmp_path / "bok.se", "2024–2025")


# ---- All at once and one by one ------------------------------------------------------------------------------

piece = st.sampled_from([
    "#TRANS", "#VER", "#RTRANS", "#BTRANS", "#IB", "#KONTO", "#X", "#trans", "{", "}", "{}", '{1 "2"}', '{6 P 1}', '{1 "}"}',
    '"', '""', '"a b"', '"a {b}"', '\\"', "\\", " ", "  ", "\t", "\n", "\n", "\r\n", "1930", "0", "-1.5", "1.", ".5", "1,5", "+7.25",
    "--1", "1.234", "1.230", "20240115", "20241315", "2024011", "å", "1" * 13, "12345678901.50", "A", "\x00", "\x1a", " " * 20,
])  # fmt: skip
junk = st.lists(piece, max_size=60).map("".join)
#: Lines that are nearly right: this is where the quick way and the careful one could part.
nearly = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["#TRANS", "#TRANS ", "  #TRANS\t"]),
            st.sampled_from([" 1930", "1930", ' "1930"', " 123456789", ' "19 30"', ""]),
            st.sampled_from([" {}", "{}", ' {1 "2"}', ' {"1" "a b" 6 P}', " {1}", ' {1 "}"}', " {", " }", ' {1 "a}" 2 "{b"}']),
            st.sampled_from([" 1", " -1.5", " 1.50", " +.5", " 1.", " 1.505", " 1,5", ' "9.99"', " 99999999999999", " 1e3", " {}"]),
            st.sampled_from(["", " 20240101", ' ""', " 20240199", " 2024", ' "20240101"']),
            st.sampled_from(["", ' "text"', " text", ' "a {b} c"', ' "a\\"b"', ' "a}" "{b"', ' "open', ' a"b', ' "a"b', ' "a\\b\\\\"', ' a\\b']),
            st.sampled_from(["", " 0", ' ""  anna', " 0 anna x", " \t", ' 0 "Anna Svensson"']),
        ).map("".join),
        st.sampled_from(["#VER A 1 20240101 x", '#VER "" "" 20240101 "å ä" 20240101 s', "#VER A 1 2024", "{", "}", "", " {", "}\t",
                         "#KONTO 1930 Kassa", "#VER A 1 20240101 {", "#VER", "#TRANS", "#VERA 1", "x"]),
    ),
    max_size=12,
).map("\n".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(junk, nearly), st.sampled_from(["cp437", "cp1252", "utf-8"]))
def test_all_at_once_is_the_same_as_one_by_one(tmp_path_factory, content, encoding):
    file = tmp_path_factory.mktemp("sie") / "bok.se"
    file.write_bytes(content.encode(encoding))
    same(read_ledger(file), read_ledger(file, careful=True))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise_an_exception(tmp_path_factory, content):
    file = tmp_path_factory.mktemp("sie") / "bok.se"
    file.write_bytes(content)
    same(read_ledger(file), read_ledger(file, careful=True))


def test_pieces_of_any_size_give_the_same(tmp_path, monkeypatch):
    draw = random.Random(3)
    vouchers = [
        Voucher(
            "A",
            str(at),
            dt.date(2024, 1, 5),
            'Möte "ett"',
            "",
            [Row("5010", {"6": "Å1"}, at), Row("1930", {}, -at)],
        )
        for at in range(200)
    ]
    file = tmp_path / "bok.se"
    for newline in ("\n", "\r\n", "\r"):
        file.write_bytes(written(vouchers, Dialect((" ",), newline, "", False, "cp437", draw)))
        whole = read_ledger(file)
        assert (len(whole.transactions), whole.faults) == (400, whole.faults)
        assert {fault.severity for fault in whole.faults} <= {"note"}
        for size in (1, 7, 100, 1000):
            monkeypatch.setattr("finsam.sources.sie.decode.PIECE", size)
            same(read_ledger(file), whole)
        monkeypatch.undo()


@given(st.integers(1 - 10**14, 10**14 - 1))
def test_amounts_are_exact(value):
    assert ore(kr(value).removesuffix(" kr")) == value


def test_amounts_of_any_length_are_exact_all_at_once(tmp_path):
    amounts = [
        sign + zeros + "987654321012"[:figures] + decimals
        for sign in ("", "-", "+")
        for zeros in ("", "0" * 8)
        for figures in range(1, 13)
        for decimals in ("", ".", ".5", ".05", ".50", ".500")
    ]
    rows = "".join(f"#TRANS 1930 {{}} {amount}\n" for amount in amounts)
    file = tmp_path / "bok.se"
    file.write_text("#VER A 1 20240101\n{\n" + rows + "}\n")
    assert [*read_ledger(file).transactions["ore"]] == [ore(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("written", "value"),
    [("9", 900), ("9.9", 990), ("9.99", 999), ("9.", 900), (".5", 50), ("+1", 100), ("-0", 0), ("1.2300", 123),
     ("1,5", 150), ("00012", 1200), ("", None), ("-", None), (".", None), ("1.234", None), ("1,234", None), ("1 000", None),
     ("1e3", None), ("−1", None), ("٣", None), ("999999999999.99", 10**14 - 1), ("1000000000000", None)],
)  # fmt: skip
def test_spellings_of_amounts(written, value):
    assert ore(written) == value


@pytest.mark.parametrize(
    ("line", "found", "wrong"),
    [
        ("", [], []),
        (' A\t"b c"  {} ', ["A", "b c", ()], []),
        ('1930{1 "10" 6 "P41"}-1', ["1930", ("1", "10", "6", "P41"), "-1"], ["quote-stray"]),
        ('"a \\"b\\" c" d', ['a "b" c', "d"], []),
        ('"C:\\temp\\"', ["C:\\temp\\"], []),
        ('"never closed ', ["never closed"], ["quote-open"]),
        ('{1 "2" ', [("1", "2")], ["brace-open"]),
        ("} x", ["}", "x"], ["brace-stray"]),
        ('24"', ['24"'], ["quote-stray"]),
    ],
)
def test_fields_of_a_line(line, found, wrong):
    assert fields(line) == (found, wrong)


def test_an_object_list_has_one_spelling():
    assert canonical(object_list('6 "5"\t1 2 10 x')) == '1 "2" 6 "5" 10 "x"'
    assert object_list('1 "2" 3') is None
