"""Bad environments, each seeded, each found: with why it matters, and what to do."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.app import opened, settings_at
from engine.clock import SystemClock
from engine.commands.doctor import Around, Check, examine
from engine.commands.doctor import database as of_database
from engine.commands.doctor import names as of_names
from engine.commands.doctor.names import dkim
from engine.domain.instants import DAY, HOUR
from engine.reports.server import Server
from engine.show.sentences import SENTENCES
from engine.show.sentences_why import WHY
from engine.store.hot import Tx
from engine.store.sqlite import SqliteFile
from engine.store.writer import Priority
from tests.cli.kit import Nurture
from tests.cli.names import NameServer
from tests.databases import fresh_on_postgresql

GOOD = Around(
    python=(3, 13, 99),
    python_said="3.13.99",
    sqlite=lambda: "3.53.4",
    tzdata=lambda: "2026.2",
    mounts=lambda: "/dev/sda1 / ext4 rw 0 0\n",
    free=lambda _: 10**12,
    open_files=lambda: 65_536,
)
DOMAIN = {
    ("kumo.example", "TXT"): ['"v=spf1 include:mail.example -all"', '"other"'],
    ("_dmarc.kumo.example", "TXT"): ['"v=DMARC1; p=reject"'],
    ("kumo.example", "MX"): ["10 mx.kumo.example."],
}


def found(nurture: Nurture, around: Around = GOOD, *, online: bool = False) -> dict[str, Check]:
    return {one.code: one for one in examine(nurture.folder, around, online=online)}


def said(nurture: Nurture, around: Around = GOOD) -> dict[str, str]:
    return {code: one.state for code, one in found(nurture, around).items()}


def is_live(nurture: Nurture) -> None:
    """Deployed, and mails leave."""
    assert 0 == nurture("apply", "--go", "--yes").code


def change(nurture: Nurture, statement: str) -> None:
    def job(tx: Tx) -> None:
        tx.exec_driver_sql(statement)

    with opened(settings_at(nurture.folder)) as store:
        store.write(Priority.WORK, job)


MACHINES: dict[str, tuple[str, Around]] = {
    "doctor.python": ("bad", replace(GOOD, python=(3, 10, 9), python_said="3.10.9")),
    "doctor.python-headers": ("warn", replace(GOOD, python=(3, 12, 4), python_said="3.12.4")),
    "doctor.sqlite-bug": ("bad", replace(GOOD, sqlite=lambda: "3.50.4")),
    "doctor.zone-old": ("warn", replace(GOOD, tzdata=lambda: "2022.7")),
    "doctor.disk-full": ("bad", replace(GOOD, free=lambda _: 10_000_000)),
    "doctor.network-disk": ("bad", replace(GOOD, mounts=lambda: "/dev/sda1 / ext4 rw 0 0\nnas:/srv / nfs4 rw 0 0\n")),
    "doctor.open-files": ("warn", replace(GOOD, open_files=lambda: 256)),
}


@pytest.mark.parametrize("code", MACHINES)
def test_a_bad_machine_is_found(code: str, nurture: Nurture) -> None:
    state, around = MACHINES[code]

    assert code not in said(nurture) or said(nurture)[code] == "good"
    assert state == said(nurture, around)[code]


@pytest.mark.parametrize(("version", "has_bug"), [("3.44.5", True), ("3.44.6", False), ("3.50.6", True), ("3.50.7", False),
                                                  ("3.51.2", True), ("3.51.3", False), ("3.52.0", False)])  # fmt: skip
def test_the_versions_of_sqlite_with_the_bug_of_the_log_are_known(version: str, has_bug: bool, nurture: Nurture) -> None:
    assert has_bug == ("doctor.sqlite-bug" in said(nurture, replace(GOOD, sqlite=lambda: version)))


@pytest.mark.parametrize(("python", "is_fixed"), [((3, 11, 14), False), ((3, 11, 15), True), ((3, 13, 11), False), ((3, 14, 3), True)])
def test_the_versions_of_python_with_the_mistake_in_headers_are_known(
    python: tuple[int, int, int], is_fixed: bool, nurture: Nurture
) -> None:
    assert is_fixed == ("doctor.python-headers" not in said(nurture, replace(GOOD, python=python)))


def state_of(nurture: Nurture) -> Path:
    folder = nurture.folder / ".nurture"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def readable_state(nurture: Nurture) -> None:
    nurture("db", "upgrade")
    state_of(nurture).chmod(0o755)
    (state_of(nurture) / "nurture.db").chmod(0o644)


def readable_secrets(nurture: Nurture) -> None:
    (nurture.folder / "secrets.env").write_text("NURTURE_SMTP__PASSWORD=x")
    (nurture.folder / "secrets.env").chmod(0o644)


def leftovers(nurture: Nurture) -> None:
    (nurture.folder / "thanks.nurture~").write_text("old")


def waiting_spool(nurture: Nurture) -> None:
    (state_of(nurture) / "unsubscribe.spool").write_text('{"token": "x"}\n')


def unknown_wishes(nurture: Nurture) -> None:
    (state_of(nurture) / "unsubscribe.unknown").write_text('{"token": "x"}\n')


def lost_key(nurture: Nurture) -> None:
    (state_of(nurture) / "erasures.log").write_text('{"name": "erased-x", "at": 1, "digests": ["0"]}\n')


def old_backup(nurture: Nurture) -> None:
    is_live(nurture)
    file = Path(nurture.json("backup")["copy"])
    then = (SystemClock().now() - 20 * DAY) / 1_000_000
    os.utime(file, (then, then))


def damaged(nurture: Nurture) -> None:
    (state_of(nurture) / "nurture.db").write_bytes(b"no database" * 1_000)


def of_another_release(nurture: Nurture) -> None:
    nurture("db", "upgrade")
    change(nurture, "UPDATE alembic_version SET version_num = '9999'")


def stopped(nurture: Nurture) -> None:
    is_live(nurture)
    nurture("stop", "all")


def aside(nurture: Nurture) -> None:
    is_live(nurture)
    change(nurture, "INSERT INTO stumbles (subject, times, aside) VALUES ('x', 5, 1)")


def clock_behind(nurture: Nurture) -> None:
    is_live(nurture)
    change(nurture, f"UPDATE control SET stamp = {SystemClock().now() + HOUR}")


def anothers(nurture: Nurture) -> None:
    is_live(nurture)
    for file in nurture.folder.glob("[a-z]*.nurture"):
        file.rename(file.with_name(f"mine-{file.name}"))


def broken_template(nurture: Nurture) -> None:
    next((nurture.folder / "templates").glob("*.md")).write_text("no front matter {{ ")


PLACES: dict[str, tuple[str, Callable[[Nurture], None]]] = {
    "doctor.state-open": ("warn", readable_state),
    "doctor.secrets-open": ("bad", readable_secrets),
    "doctor.leftovers": ("warn", leftovers),
    "doctor.spool-waits": ("bad", waiting_spool),
    "doctor.spool-unknown": ("warn", unknown_wishes),
    "doctor.erasures-key": ("bad", lost_key),
    "doctor.no-backup": ("warn", is_live),
    "doctor.backup-old": ("warn", old_backup),
    "doctor.stopped": ("warn", stopped),
    "doctor.aside": ("bad", aside),
    "doctor.clock-behind": ("bad", clock_behind),
    "doctor.another-workspace": ("bad", anothers),
    "doctor.links-local": ("bad", is_live),
    "doctor.templates-broken": ("bad", broken_template),
}


@pytest.mark.parametrize("code", PLACES)
def test_what_lies_wrong_is_found(code: str, nurture: Nurture) -> None:
    state, spoil = PLACES[code]
    before = said(nurture).get(code)
    spoil(nurture)

    assert state != before
    assert state == said(nurture)[code]


@pytest.mark.parametrize(("spoil", "code"), [(damaged, "database-damaged"), (of_another_release, "database-newer")])
def test_a_database_that_cannot_be_used_is_found(spoil: Callable[[Nurture], None], code: str, nurture: Nurture) -> None:
    spoil(nurture)
    problem = found(nurture)["doctor.database"].problem

    assert problem is not None and code == problem.code


SETTINGS: dict[str, tuple[str, dict[str, str]]] = {
    "doctor.smtp-no-password": ("bad", {"NURTURE_SMTP__URL": "smtp://me@127.0.0.1:1"}),
    "doctor.smtp-plain": ("bad", {"NURTURE_SMTP__URL": "smtp://me@mail.invalid:25"}),
    "doctor.smtp": ("bad", {"NURTURE_SMTP__URL": "smtp://127.0.0.1:1"}),
    "doctor.sender-missing": ("bad", {"NURTURE_SENDER__POSTAL_ADDRESS": ""}),
    "doctor.sender-free": ("bad", {"NURTURE_SENDER__ADDRESS": "me@gmail.com"}),
    "doctor.redirect": ("warn", {"NURTURE_DELIVERY__REDIRECT": "me@kumo.example"}),
    "doctor.links-plain": ("warn", {"NURTURE_LINKS__BASE_URL": "http://mail.kumo.example"}),
    "doctor.write-key-weak": ("bad", {"NURTURE_WEB__WRITE_KEY": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}),
    "doctor.metrics-no-key": ("warn", {"NURTURE_WEB__METRICS": "key"}),
    "doctor.webhook-private": ("warn", {"NURTURE_WEBHOOK__ALLOW_PRIVATE": "true"}),
    "doctor.slack-nowhere": ("bad", {"NURTURE_SLACK__SALES__URL_ENV": "NOWHERE"}),
    "doctor.webhook-nowhere": ("bad", {"NURTURE_WEBHOOKS__CRM__URL_ENV": "NOWHERE"}),
}


@pytest.mark.parametrize("code", SETTINGS)
def test_settings_that_do_not_fit_are_found(code: str, nurture: Nurture, monkeypatch: pytest.MonkeyPatch) -> None:
    state, variables = SETTINGS[code]
    for name, text in variables.items():
        monkeypatch.setenv(name, text)

    assert state == said(nurture)[code]


def test_without_a_write_key_it_is_said(nurture: Nurture) -> None:
    assert "warn" == said(nurture)["doctor.no-write-key"]


SAFE = Server(version=180_000, said="18.0", fsync=True, full_pages=True, synchronous=True, encoding="UTF8", open_tables=0)


@pytest.mark.parametrize(
    ("server", "code"),
    [
        (replace(SAFE, version=120_000, said="12.0"), "doctor.postgresql-old"),
        (replace(SAFE, fsync=False), "doctor.postgresql-unsafe"),
        (replace(SAFE, full_pages=False), "doctor.postgresql-unsafe"),
        (replace(SAFE, synchronous=False), "doctor.postgresql-unsafe"),
        (replace(SAFE, encoding="SQL_ASCII"), "doctor.postgresql-encoding"),
        (replace(SAFE, open_tables=3), "doctor.postgresql-open"),
    ],
)
def test_a_server_that_is_not_safe_is_found(server: Server, code: str, nurture: Nurture, monkeypatch: pytest.MonkeyPatch) -> None:
    nurture("db", "upgrade")
    monkeypatch.setattr(of_database, "server", lambda _: server)

    assert "bad" == said(nurture)[code]


def test_a_real_server_tells_what_is_unsafe_about_it(nurture: Nurture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_DATABASE__URL", fresh_on_postgresql())
    # The server of the tests is made quick, and would lose what it has at a power cut.
    change(nurture, "GRANT SELECT ON control TO PUBLIC")
    told = [one for one in examine(nurture.folder, GOOD) if one.state == "bad"]

    assert {"fsync", "full_page_writes", "synchronous_commit"} == {one.values["setting"] for one in told if "setting" in one.values}
    assert "doctor.postgresql-open" in {one.code for one in told}


@pytest.fixture
def served() -> Iterator[Callable[..., Around]]:
    servers: list[NameServer] = []

    def serve(records: dict[tuple[str, str], list[str]], *, silent: bool = False) -> Around:
        servers.append(NameServer(records, silent=silent))
        return replace(GOOD, resolver=servers[-1].resolver)

    yield serve
    for one in servers:
        one.close()


NAMES: list[tuple[str, str, dict[tuple[str, str], list[str]]]] = [
    ("doctor.spf-missing", "bad", {("kumo.example", "TXT"): ['"other"']}),
    ("doctor.spf-twice", "bad", {("kumo.example", "TXT"): ['"v=spf1 -all"', '"v=spf1 mx -all"']}),
    ("doctor.spf-everybody", "bad", {("kumo.example", "TXT"): ['"v=spf1 +all"']}),
    ("doctor.spf", "good", {("kumo.example", "TXT"): ['"v=spf1 include:a.example" " -all"']}),
    ("doctor.dmarc-missing", "bad", {("_dmarc.kumo.example", "TXT"): []}),
    ("doctor.dmarc-wrong", "bad", {("_dmarc.kumo.example", "TXT"): ['"v=DMARC1; rua=mailto:a@b.example"']}),
    ("doctor.dmarc-none", "warn", {("_dmarc.kumo.example", "TXT"): ['"v=DMARC1; p=none"']}),
    ("doctor.dmarc", "good", {}),
    ("doctor.mx-missing", "bad", {("kumo.example", "MX"): []}),
]


@pytest.mark.parametrize(("code", "state", "records"), NAMES)
def test_what_the_senders_domain_says_wrong_is_found_on_request(
    code: str, state: str, records: dict[tuple[str, str], list[str]], nurture: Nurture, served: Callable[..., Around],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("NURTURE_SENDER__ADDRESS", "news@kumo.example")
    around = served({place: texts for place, texts in (DOMAIN | records).items() if texts})

    assert state == found(nurture, around, online=True)[code].state
    assert code not in found(nurture, around)


def test_name_servers_that_say_nothing_are_told_from_names_that_are_not_there(
    nurture: Nurture, served: Callable[..., Around], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_names, "SECONDS", 0.3)

    assert "doctor.names-unknown" in found(nurture, served({}, silent=True), online=True)


@pytest.mark.parametrize(
    ("texts", "code"),
    [([], "doctor.dkim-missing"), (['"v=DKIM1; p="'], "doctor.dkim-revoked"), (['"v=DKIM1; k=rsa; p=MIIB"'], "doctor.dkim-there")],
)
def test_the_public_key_of_our_signature_is_looked_up(texts: list[str], code: str, served: Callable[..., Around]) -> None:
    place = ("s1._domainkey.kumo.example", "TXT")
    around = served({place: texts} if texts else {})

    assert [code] == [one.code for one in dkim(around.resolver(), "kumo.example", "s1")]


def test_every_finding_that_is_not_good_says_why_it_matters() -> None:
    seeded = {*MACHINES, *PLACES, *SETTINGS, *(code for code, state, _ in NAMES if state != "good")}

    assert set() == seeded - set(WHY)
    assert set() == set(WHY) - set(SENTENCES) - {"doctor.smtp"}
    assert len(seeded) >= 35


@pytest.mark.parametrize(("lang", "why"), [("en", "why: "), ("ja", "理由：")])
def test_a_finding_is_told_with_its_reason_within_eighty_columns(lang: str, why: str, nurture: Nurture) -> None:
    answer = nurture("doctor", lang=lang)

    assert (1, True) == (answer.code, why in answer.out)
    assert [] == [line for line in answer.out.splitlines() if len(line) > 80]


def test_a_running_engine_reads_its_spool_so_nothing_is_wrong(nurture: Nurture) -> None:
    nurture("db", "upgrade")
    waiting_spool(nurture)
    daemon = SqliteFile(f"sqlite:///{nurture.folder / '.nurture' / 'nurture.db'}")
    daemon.be_alone()

    assert "doctor.spool-waits" not in said(nurture)
    daemon.close()


@pytest.mark.parametrize(
    ("written", "began", "code", "state"),
    [
        ("raw_days = 400", 0, "doctor.retention-first", "good"),
        ("raw_days = 400", 12 * HOUR, "doctor.retention", "good"),
        ("raw_days = 400", 4 * DAY, "doctor.retention-late", "warn"),
        ('raw_days = 400\nhours = ""', 0, "doctor.retention-by-hand", "good"),
    ],
)
def test_who_declares_a_horizon_is_told_when_it_was_kept(written: str, began: int, code: str, state: str, nurture: Nurture) -> None:
    before = said(nurture)
    is_live(nurture)
    with (nurture.folder / "nurture.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[retention]\n{written}\n")
    if began:
        at = SystemClock().now() - began
        change(nurture, f"""UPDATE tidying SET began = {at}, ended = {at + 1}, raw = 1, rows = '{{"events": 1234}}'""")
    seen = found(nurture)

    assert [] == [one for one in before if one.startswith("doctor.retention")]
    assert {code: state} == {one: check.state for one, check in seen.items() if one.startswith("doctor.retention")}
    assert not began or seen[code].values["rows"] == "1,234"
    assert [] == [value for name in ("next", "at") if "T" in (value := str(seen[code].values.get(name, "")))]
