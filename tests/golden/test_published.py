# SPDX-License-Identifier: EUPL-1.2
"""Published models: the engine must give the answers that textbooks, guidance and other packages print.

One case a file in published/:

  source   who published inputs and answers, and where they stand
  shows    the calculation rules that the case is about
  note     how the source's conventions are put in ours (optional)
  command  samspil value ... that runs it: evaluate, frontier, psa or distribution
  input    its body; inputs.py says which short forms are written out before it is sent
  expect   path in the reply -> what the source prints
  runs     instead of input and expect: a list of such pairs

A path is split at "/"; a part is a key, an index, or the name, id, parameter, payer, perspective, sector, p or wtp
of a list's element. A figure stands as it is printed ("6,275.96"; "8.7%"; lists too) and the engine may differ by
half a unit of its last digit, never more. Other texts, null and booleans must be equal; {"not": "frontier"} must
differ. Where the inputs themselves are rounded in print or drawn at random, an object says how far that reaches and
why: {"printed": "72,988", "within": 51, "because": "..."}; {"printed": "3.40", "plus": 1} is 4.40.

To add a case: find inputs and answers in print, write the file, run `tests/run -k published golden`. A case that
fails is a finding about the engine: never bend the case.
"""
import glob
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import inputs  # noqa: E402  pylint: disable=wrong-import-position

LEAST = 20
NAMES = ("name", "id", "parameter", "payer", "perspective", "sector", "p", "wtp")
FIGURE = re.compile(r"^-?\d[\d,]*(\.\d+)?(e-?\d+)?%?$")


def cases():
    for path in sorted(glob.glob(os.path.join(HERE, "published", "*.json"))):
        with open(path, encoding="utf-8") as f:
            yield os.path.basename(path)[:-5], json.load(f)


def answer(ctx, command, body):
    done = subprocess.run([*ctx.world.launch, "value", command, "-"], input=json.dumps(body).encode(),
                          capture_output=True, timeout=60, check=False)
    if done.returncode:
        raise ValueError(done.stderr.decode(errors="replace")[:1000])
    return json.loads(done.stdout)


def figure(text):
    """A printed figure and half a unit of its last digit."""
    plain = text.replace(",", "").rstrip("%")
    mantissa, _, exponent = plain.partition("e")
    unit = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    percent = 0.01 if text.endswith("%") else 1
    return float(plain) * percent, unit / 2 * percent


def find(reply, path):
    for part in path.split("/"):
        if isinstance(reply, list):
            named = [e for e in reply if isinstance(e, dict) and any(str(e.get(n)) == part for n in NAMES)]
            reply = named[0] if named else reply[int(part)]
        else:
            reply = reply[part]
    return reply


def differences(path, want, got):
    if isinstance(want, list):
        if not isinstance(got, list) or len(got) < len(want):
            yield f"{path}: want {len(want)} figures, got {got!r}"
            return
        for i, w in enumerate(want):
            yield from differences(f"{path}/{i}", w, got[i])
        return
    more = want if isinstance(want, dict) else {"printed": want}
    if "not" in more:
        if got == more["not"]:
            yield f"{path}: the source says that it is not {got!r}"
        return
    printed = more["printed"]
    if not isinstance(printed, str) or not FIGURE.match(printed):
        if printed != got:
            yield f"{path}: the source says {printed!r}, the engine {got!r}"
        return
    value, within = figure(printed)
    value, within = value + more.get("plus", 0), more.get("within", within + 4e-16 * abs(value))
    if isinstance(got, bool) or not isinstance(got, (int, float)) or abs(got - value) > within * (1 + 1e-9):
        yield f"{path}: the source prints {printed}, the engine gives {got!r}, which is not within {within:g}"


def faults(ctx, case):
    for run in case.get("runs", [case]):
        reply = answer(ctx, case["command"], inputs.expand(run["input"], case))
        for path, want in run["expect"].items():
            try:
                got = find(reply, path)
            except (LookupError, TypeError, ValueError, AttributeError):
                yield f"{path}: not in the reply"
                continue
            yield from differences(path, want, got)


def test_models(ctx):
    """each published model"""
    count = 0
    for name, case in cases():
        count += 1
        try:
            found = list(faults(ctx, case))
        except (ValueError, subprocess.TimeoutExpired) as e:
            found = [str(e)]
        ctx.case(f"{name}: {case['source']}", not found, "\n".join(found[:20]))
    assert count >= LEAST, f"{count} cases"


def test_figures_are_read_as_printed(ctx):
    for text, value, within in [("6,275.96", 6275.96, 0.005), ("8.7%", 0.087, 0.0005), ("-100", -100, 0.5),
                                ("3.9e-5", 3.9e-5, 5e-7)]:
        got = figure(text)
        ctx.case(text, abs(got[0] - value) < 1e-12 and abs(got[1] / within - 1) < 1e-9, got)
    for want, got, same in [("1.50", 1.5049, True), ("1.50", 1.5051, False), (["1", "2"], [1.2, 2.4, 9], True),
                            (["1"], None, False), ("frontier", "dominated", False), (None, None, True),
                            (None, 0.0, False), ("1", None, False), ({"printed": "2", "plus": 1}, 3.1, True),
                            ({"not": "frontier"}, "frontier", False), ({"not": "frontier"}, "dominated", True)]:
        ctx.case(f"{want} and {got}", same == (not list(differences("x", want, got))))
