# SPDX-License-Identifier: EUPL-1.2
"""Load on the server (wrk) and the same SQL on the database alone (pgbench -M prepared)."""
import json
import os
import re
import subprocess

BIN = "/usr/lib/postgresql/15/bin"
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def wrk(server, folder, name, script, token, connections, seconds):
    """One round: requests a second, p50 and p99 in ms, server CPU in us a request, and what failed."""
    path = os.path.join(folder, name + ".lua")
    with open(path, "w", encoding="utf-8") as f:
        f.write(script + """
done = function(summary, latency)
  io.write(string.format('{"requests":%d,"us":%d,"bad":%d,"broken":%d,"p50":%f,"p99":%f,"max":%f}\\n', summary.requests, summary.duration,
    summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
""")
    before = cpu_seconds(server.process.pid)
    done = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-H", "Authorization: Bearer " + token,
                           "-H", "Content-Type: application/json", "-s", path, server.url],
                          check=True, capture_output=True, text=True)
    out = json.loads(done.stdout.strip().splitlines()[-1])
    if out["bad"] or out["broken"] or not out["requests"]:
        raise RuntimeError(f"{name}: {out['bad']} error replies, {out['broken']} broken connections of {out['requests']}\n{server.log()[-2000:]}")
    return {"per_second": out["requests"] / out["us"] * 1e6, "p50": out["p50"], "p99": out["p99"], "max": out["max"],
            "cpu_us": (cpu_seconds(server.process.pid) - before) / out["requests"] * 1e6}


def endless(server, path, token):
    """A client of its own that asks for one thing without pause until it is ended."""
    return subprocess.Popen(["wrk", "-t1", "-c1", "-d3600s", "--timeout", "60s", "-H", "Authorization: Bearer " + token, server.url + path],
                            stdout=subprocess.DEVNULL)


def capture(database, server, act):
    """The statements that one request sends, as [(text, [parameter or None])], read from PostgreSQL's log."""
    setting = "log_min_duration_statement"
    database.sql(f"ALTER ROLE samspil_app SET {setting} = 0; ALTER ROLE samspil_app SET log_parameter_max_length = -1")
    server.restart()
    try:
        for _ in range(40):  # every worker has its own connection and its own prepared statements
            act()
        start = len(database.cluster.log())
        act()
        text = database.cluster.log()[start:]
    finally:
        database.sql(f"ALTER ROLE samspil_app RESET {setting}; ALTER ROLE samspil_app RESET log_parameter_max_length")
        server.restart()
    return statements(text)


def statements(log):
    """Those of the connection that served the request: others may have refreshed what they keep in memory."""
    by_connection = {}
    entries = re.split(r"^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", log, flags=re.M)
    for entry in entries:
        entry = entry.replace("\n\t", "\n").rstrip("\n")
        match = re.search(r"\[(\d+)\] samspil_app@\S+ LOG:  duration: [\d.]+ ms  (?:statement|execute [^:]+): (.*)", entry, re.S)
        if match:
            by_connection.setdefault(match[1], []).append((match[2], []))
            continue
        match = re.search(r"\[(\d+)\] samspil_app@\S+ DETAIL:  parameters: (.*)", entry, re.S)
        out = by_connection.get(match[1]) if match else None
        if out and not out[-1][1]:
            out[-1] = (out[-1][0], [None if p == "NULL" else p[1:-1].replace("''", "'")
                                    for p in re.findall(r"\$\d+ = (NULL|'(?:[^']|'')*')", match[2])])
    return next(out for out in by_connection.values() if any("principal_enter" in text for text, _ in out))


def script_of(taken, varying=None):
    """(script, variables) for pgbench. varying: {parameter value: pgbench expression} drawn anew each time."""
    lines, variables, drawn = [], {}, {}
    for value, expression in (varying or {}).items():
        drawn[value] = f"v{len(drawn)}"
        lines.append(f"\\set {drawn[value]} {expression}")
    lines.append("\\startpipeline")
    for text, parameters in taken:

        def put(match, parameters=parameters):
            value = parameters[int(match[1]) - 1]
            if value is None:
                return "NULL"
            if value == "":  # pgbench has no empty variables
                return "''"
            if value in drawn:
                return ":" + drawn[value]
            name = variables.setdefault(value, f"p{len(variables)}")
            return ":" + name

        lines.append(re.sub(r"\$(\d+)", put, text).rstrip().rstrip(";") + ";")
    lines.append("\\endpipeline")
    return "\n".join(lines) + "\n", {name: value for value, name in variables.items()}


def session_options(root):
    """The settings that the server gives its connections, from its source: pgbench gets the same."""
    with open(os.path.join(root, "server/store/db.c"), encoding="utf-8") as f:
        text = re.search(r"options\[\] =(.*?);", f.read(), re.S)[1]
    return " ".join("-c " + setting for setting in re.findall(r"-c ([^\s\"]+)", text))


def pgbench(database, folder, name, script, variables, clients, seconds):
    """One round: transactions a second."""
    path = os.path.join(folder, name + ".pgbench")
    with open(path, "w", encoding="utf-8") as f:
        f.write(script)
    defined = [w for k, v in variables.items() for w in ("-D", f"{k}={v}")]
    done = subprocess.run([BIN + "/pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", str(seconds), "-f", path,
                           *defined, database.cluster.url("samspil_app", database.name)], capture_output=True, text=True,
                          env={**os.environ, "PGOPTIONS": session_options(database.world.root)})
    match = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode != 0 or not match:
        raise RuntimeError(f"pgbench {name}: {done.stdout[-500:]}{done.stderr[-1500:]}")
    return float(match[1])
