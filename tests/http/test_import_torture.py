# SPDX-License-Identifier: EUPL-1.2
"""The n-th statement of an import fails, for n = 1, 2, ... until it passes untouched: all of the file is there or nothing of it,
and the import says so."""
import os
import subprocess

TIMEOUT = 300
STATES = {"40001": 1, "57014": 2, "08006": 3, "53300": 7}  # and which step from one statement to the next
MOST = 120
TEXT = ("Nøgle i kilden;Titel;Type;Enhed;Startdato;Sponsor: navn;Partnere: navne;Finansiering fra EU (kr.);Mærker\r\n"
        "{0}-1;Plaget aftale {0};research_contract;region-1084;01-02-2026;Plagefirma {0} A/S;Plagepartner {0};1.000,50;plage\r\n"
        "{0}-2;Plaget partnerskab {0};opi;region-1084;02-02-2026;Plagefirma {0} A/S;Plagepartner {0};7;plage\r\n"
        "{0}-3;Plaget indkøb {0};strategic_procurement;region-1084;31-02-2026;;;;\r\n")


def written(ctx, name):
    """Rows below the import, by table, and the status of the last import."""
    row = ctx.db.rows(f"""WITH c AS (SELECT id FROM collaboration WHERE external_id LIKE '{name}-%')
        SELECT (SELECT count(*) FROM c) AS a, (SELECT count(*) FROM participation WHERE collaboration_id IN (SELECT id FROM c)) AS b,
               (SELECT count(*) FROM funding WHERE collaboration_id IN (SELECT id FROM c)) AS d,
               (SELECT count(*) FROM opi WHERE id IN (SELECT id FROM c)) + (SELECT count(*) FROM research_contract WHERE id IN (SELECT id FROM c)) AS e,
               (SELECT count(*) FROM organisation WHERE name LIKE '%{name}%') AS f, (SELECT status FROM import ORDER BY id DESC LIMIT 1) AS status""")[0]
    status = row.pop("status")
    return list(row.values()), status


def run(ctx, binary, path, armed, name):
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(TEXT.format(name))
    done = subprocess.run([binary, "import", path, "--apply"], env={**ctx.db.env, "TORTURE_FILE": armed}, capture_output=True, timeout=60, check=False)
    return done.stdout.decode(), done.stderr.decode()


def test_all_or_nothing(ctx):
    """A failure leaves nothing behind, says why, and the next import works; a conflict is run again unseen."""
    binary = os.path.join(ctx.root, "build/torture/samspil")
    armed, path = os.path.join(ctx.out, "torture-import"), os.path.join(ctx.out, "plage.csv")
    whole = None
    for state, step in STATES.items():
        again = 0
        for n in range(step, MOST, step):
            name = f"P{state}N{n}"
            with open(armed, "w", encoding="ascii") as f:
                f.write(f"{n} {state}\n")
            said, complaint = run(ctx, binary, path, armed, name)
            reached = not os.path.exists(armed)
            (rows, status), ok = written(ctx, name), "2 created" in said
            if ok:
                whole = whole or rows
                assert rows == whole == [2, 4, 2, 2, 2], (state, n, rows)
                again += reached and state == "40001"
            else:
                assert reached and rows == [0] * 5, f"{state} {n}: half-written {rows}\n{said}{complaint}"
                assert status in ("failed", "applied", "uploaded", None), (state, n, status)
            if not reached:
                os.unlink(armed)
                assert ok and n > 30, f"{state}: {n} statements\n{said}{complaint}"
                break
        else:
            raise AssertionError("the import has no end")
        assert state != "40001" or again > 20, f"{again} conflicts run again"
