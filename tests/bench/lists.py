# SPDX-License-Identifier: EUPL-1.2
"""The import of a list beside psql's \\copy of the rows that it makes.

Each round has two fresh databases with all indexes, foreign keys, row-level security, audit, search and triggers.
In the first, `samspil import --apply` takes a CSV file of research contracts with sponsors: reads and checks every
cell, matches, plans, writes. Then the rows that it made are written out, and \\copy loads them, ready as they are, into the same
four tables of the second database. The ratio is the time of \\copy over the time of the import, so 1 would mean that reading,
checking, matching, planning and the report of every row cost nothing. Beside it stand a dry run, the same file
once more (nothing changes), and the largest resident memory of the process.
"""
import os
import select
import statistics
import subprocess
import time

from harness.cluster import BIN

ROWS = 100_000
TABLES = {
    "organisation": ("id, name, kind, cvr, country, source", "source = 'import'"),
    "collaboration": ("id, number, kind, subtype, title, summary, stage, unit_id, start_date, end_date, journal_number, visibility, tags, "
                      "source, external_id, import_id, counterparty", "import_id IS NOT NULL"),
    "research_contract": ("id, protocol_number, sponsor_id, planned_patients, external_amount_oere", "true"),
    "participation": ("collaboration_id, organisation_id, role", "true"),
}
REGIONS = ["Region Hovedstaden", "Region Sjælland", "Region Syddanmark", "Region Midtjylland", "Region Nordjylland"]


def list_file(path, rows):
    """Numbers as Danish offices write them, every title quoted, 500 sponsors."""
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write("Nøgle i kilden;Titel;Type;Undertype;Enhed;Startdato;Slutdato;Ekstern finansiering (kr.);Planlagte patienter;Protokolnummer;"
                "Journalnummer;Sponsor: navn\r\n")
        for i in range(rows):
            f.write(f'BENCH-{i};"Måling af blodtryk, søvn og puls; forsøg nr. {i}";research_contract;cta;{REGIONS[i % 5]};{1 + i % 28:02d}-{1 + i % 12:02d}-2026;'
                    f"31.12.2028;{i % 900 + 1}.{i % 1000:03d},{i % 100:02d};{i % 500};P-{i};26-{i:06d};Målefirma {i % 500} A/S\r\n")


class Cpu:
    """Processor seconds of a database's ended backends and of our ended children: what counts on a machine that has other work too."""

    def __init__(self, database):
        self.name, self.pid = database.name, database.cluster.process.pid
        self.at = self.now()

    def backends(self):
        """Children of the postmaster on the database, and those that have ended but are not counted yet."""
        with open(f"/proc/{self.pid}/task/{self.pid}/children", encoding="ascii") as f:
            children = f.read().split()
        for child in children:
            try:
                with open(f"/proc/{child}/cmdline", encoding="utf-8", errors="replace") as f:
                    title = f.read()
            except OSError:
                continue
            if not title or f" {self.name} [local]" in title:
                yield child

    def now(self):
        while any(self.backends()):
            time.sleep(0.05)
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        mine = os.times()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK") + mine.children_user + mine.children_system

    def used(self):
        return self.now() - self.at


def run_import(world, database, *words):
    """Seconds, and the largest resident memory in kB."""
    began, most = time.monotonic(), 0
    process = subprocess.Popen([*world.launch, "import", *words], env=database.env, stdout=subprocess.PIPE)
    while not select.select([process.stdout], [], [], 0.05)[0]:
        with open(f"/proc/{process.pid}/status", encoding="ascii") as f:
            most = max([most] + [int(line.split()[1]) for line in f if line.startswith("VmHWM")])
    said = process.communicate()[0].decode()
    if process.returncode != 0:
        raise SystemExit(said)
    return time.monotonic() - began, most, said.strip()


def psql(database, text):
    began = time.monotonic()
    subprocess.run([BIN + "/psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database.cluster.url("postgres", database.name)], input=text, text=True, check=True,
                   stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def one_round(world, path, folder):
    ours, theirs = world.database("empty"), world.database("empty")
    dry, _, _ = run_import(world, ours, path, "--dry-run")
    cpu = Cpu(ours)
    seconds, memory, said = run_import(world, ours, path, "--apply")
    work = cpu.used()
    print("#", said, flush=True)
    again, _, _ = run_import(world, ours, path, "--apply")
    out = {t: os.path.join(folder, t + ".csv") for t in TABLES}
    for t, (columns, which) in TABLES.items():
        psql(ours, f"\\copy (SELECT {columns} FROM {t} WHERE {which} ORDER BY 1) TO '{out[t]}' (FORMAT csv)\n")
    copies, cpu = {}, Cpu(theirs)
    for t, (columns, _) in TABLES.items():
        copies[t] = psql(theirs, f"SET samspil.access = 'staff sees_all writes_all';\n\\copy {t} ({columns}) FROM '{out[t]}' (FORMAT csv)\n")
    copying = cpu.used()
    same = "SELECT count(*) FROM participation"
    assert ours.value(same) == theirs.value(same)
    for database in (ours, theirs):
        world.drop(database)
    return {"import": seconds, "dry": dry, "again": again, "memory": memory, "copy": sum(copies.values()), "cpu": work,
            "copy_cpu": copying, **copies}


class Lists:
    def bench_import(self):
        """100,000 rows through the import (dry run, applied, once more) beside \\copy of the finished rows."""
        path, folder = os.path.join(self.world.scratch.name, "list.csv"), os.path.join(self.world.scratch.name, "rows")
        list_file(path, ROWS)
        os.makedirs(folder, exist_ok=True)
        rounds = [one_round(self.world, path, folder) for _ in range(self.options.rounds)]
        m = {k: statistics.median(r[k] for r in rounds) for k in rounds[0]}
        parts = ", ".join(f"{t} {m[t]:.1f} s" for t in TABLES)
        self.say("import", f"{m['copy'] / m['import']:.2f} of \\copy into the same four tables ({ROWS} rows: {m['import']:.1f} s beside {m['copy']:.1f} s: {parts}); "
                 f"by processor time {m['copy_cpu'] / m['cpu']:.2f} ({m['cpu']:.1f} s beside {m['copy_cpu']:.1f} s); dry run {m['dry']:.1f} s, "
                 f"the same file again {m['again']:.1f} s, memory {m['memory'] / 1024:.0f} MB", ratio=m["copy"] / m["import"],
                 ratio_cpu=m["copy_cpu"] / m["cpu"], rounds=rounds)
