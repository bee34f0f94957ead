# SPDX-License-Identifier: EUPL-1.2
"""Bad input. The first half reads our own tables (/openapi.json and the forms of /meta) and sends every field of
every body each thing that can be wrong with it; the second half is the rules across fields and requests."""
import base64
import copy
import json
import threading

MARK = "@@here@@"
# Texts in which a CPR number is not looked for: secrets and numbers of another kind.
RAW = {"session_create.login", "session_create.password", "me_password.current", "me_password.new", "user_create.password",
       "user_password.password", "organisation_create.pic", "organisation_patch.pic", "import_patch.target"}
CPR = "Patienten 140785-1234 ringede"


def check_digit(digits, weights, modulus):
    return (modulus - sum(int(d) * w for d, w in zip(digits, weights)) % modulus) % modulus


def cvr(seed):
    """The first valid CVR number from seed on (modulus 11)."""
    while True:
        text = str(seed)
        if sum(int(d) * w for d, w in zip(text, (2, 7, 6, 5, 4, 3, 2, 1))) % 11 == 0:
            return text
        seed += 1


def gln(seed):
    body = f"{seed:012d}"
    return body + str(check_digit(body, (1, 3) * 6, 10))


def bodies(c):
    """(operationId, method, path with keys filled in, form, schema) of every route with a JSON body."""
    forms = c.get("meta").json["forms"]
    for path, operations in c.get("/openapi.json").json["paths"].items():
        for method, o in operations.items():
            content = o.get("requestBody", {}).get("content", {})
            schema = next((v["schema"] for k, v in content.items() if "json" in k), None)
            if schema:
                for name in ("{id}", "{child}", "{grant}", "{code}"):
                    path = path.replace(name, "1")
                yield o["operationId"], method.upper(), path, forms[o["operationId"]], schema


def sample(f, codes):
    """A value that the field's own rules take."""
    kind = f["type"]
    if kind == "text":
        return "x" * max(f.get("min", 0), 2)
    if kind in ("integer", "money", "id"):
        return max(f.get("min", 0), 1)
    if kind == "number":
        return f.get("low", 1)
    if kind == "object":
        return {n: sample(x, codes) for n, x in f["fields"].items()}
    if kind == "array":
        return [{n: sample(x, codes) for n, x in f["fields"].items()} for _ in range(max(f.get("min", 0), 1))]
    if kind == "code":
        return codes[f["list"]][0]["code"]
    if kind == "choice":
        return f["choices"][0]
    return {"boolean": True, "date": "2026-03-01", "cvr": cvr(10000000), "gln": gln(570000000000), "p_number": "1000000000",
            "email": "a@b.dk", "url": "https://a.dk", "texts": ["xx"], "numbers": [1], "map": {}, "lists": []}[kind]


def fields(form, schema, place=()):
    """Every field with its place (names and indices), its description and whether null is taken."""
    for name, f in form.items():
        s = schema["properties"][name]
        here = place + (name,)
        yield here, f, "null" in s["type"]
        if f["type"] == "object":
            yield from fields(f["fields"], s, here)
        if f["type"] == "array":
            yield from fields(f["fields"], s["items"], here + (0,))


def dotted(place):
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else ("." if text else "") + part
    return text


def faults_of(f, name, nullable):
    """(what, value as JSON, expected code or None for no fault, what follows the field's name)."""
    kind, q = f["type"], json.dumps
    yield "null", "null", None if nullable else "null_not_allowed", ""
    wrong = {"text": ["5", "true", "[]", "{}", '["x"]'], "code": ["5", "false", "[]"], "choice": ["5", "{}"], "boolean": ['"true"', "1", "0", "[]"],
             "id": ['"1"', "1.5", "true", "[]", "1e3"], "integer": ['"1"', "1.5", "true", "[]", "1e3"], "money": ['"1"', "100.5", "true", "{}", '"1.000,00"'],
             "number": ['"1"', "true", "[]"], "date": ["20260301", "true"], "cvr": ["12345678"], "gln": ["5790000000000"], "p_number": ["1000000000"],
             "email": ["5"], "url": ["{}"], "texts": ['"x"', "5", "{}"], "numbers": ["5", '"1"'], "object": ["[]", '"x"', "5"],
             "array": ["{}", '"x"', "5"], "map": ["[]", "5"], "lists": ["{}", '"x"', "5"]}[kind]
    for value in wrong:
        yield "wrong type", value, "wrong_type", ""
    if kind == "text":
        most, least = f.get("max", 4000), f.get("min", 0)
        yield "max", q("æ" * most), None, ""
        yield "max+1", q("x" * (most + 1)), "too_long", ""
        if least > 1:
            yield "min-1", q("x" * (least - 1)), "too_short", ""
        if least > 0:
            yield "min", q("x" * least), None, ""
        if f["required"]:
            yield "empty", '""', "required", ""
        if most >= len(CPR) and name.split(".")[0] + "." + name.split(".")[-1] not in RAW:
            yield "CPR", q(CPR), "holds_cpr", ""
        yield "HTML and quotes", q("<b>'\";--\\"[:max(most, 1)]) if most >= 12 > least else q("x" * max(least, 1)), None, ""
    elif kind in ("integer", "money", "id"):
        least, most = f.get("min", 1 if kind == "id" else 0), f.get("max", 2 ** 53 - 1 if kind == "id" else 2 ** 63 - 1)
        yield "min", str(least), None, ""
        yield "max", str(most), None, ""
        yield "min-1", str(least - 1), "too_small", ""
        if most < 2 ** 63 - 1:
            yield "max+1", str(most + 1), "too_large", ""
    elif kind == "number" and "low" in f:
        yield "low", repr(f["low"]), None, ""
        yield "high", repr(f["high"]), None, ""
        yield "below", repr(f["low"] - 1), "too_small", ""
        yield "above", repr(f["high"] * 2 + 1), "too_large", ""
    elif kind == "date":
        for value in ("31-02-2026", "2026-02-31", "2026-13-01", "2026-1-1", "", "2026-03-01T00:00:00Z", "1899-12-31", "2201-01-01", "0000-00-00", "i dag"):
            yield "no date", q(value), "bad_date", ""
        yield "leap day", '"2028-02-29"', None, ""
        yield "no leap day", '"2026-02-29"', "bad_date", ""
    elif kind == "code":
        for value in ("no_such_code", "", "A,B", "x" * 5000):
            yield "unknown code", q(value), "unknown_code", ""
    elif kind == "choice":
        for value in ("nope", "", "|", "|".join(f["choices"] + ["x"]), f["choices"][0].upper() + " "):
            yield "no choice", q(value), "not_a_choice", ""
    elif kind == "texts":
        most = f["max"]
        yield "wrong element", "[5]", "wrong_type", "[0]"
        yield "null element", '["xx", null]', "null_not_allowed", "[1]"
        yield "empty element", '[""]', "required", "[0]"
        yield "long element", q(["x" * 81]), "too_long", "[0]"
        yield "too many", q(["x"] * (most + 1)), "too_many", ""
        yield "max", q([f"x{i}" for i in range(most)]), None, ""
        if f.get("min"):
            yield "too few", "[]", "too_few", ""
    elif kind == "numbers":
        most = f.get("max", 1000)
        yield "wrong element", '[1,"1"]', "wrong_type", "[1]"
        yield "null element", "[null]", "null_not_allowed", "[0]"
        yield "too many", "[" + "1," * most + "1]", "too_many", ""
        yield "max", "[" + "1," * (most - 1) + "1]", None, ""
        if f.get("min"):
            yield "too few", "[]", "too_few", ""
    elif kind == "lists":
        yield "wrong element", "[[\"x\"],5]", "wrong_type", "[1]"
        yield "numbers", "[5,6]", "wrong_type", "[1]"
        yield "too many", "[" + ",".join(['["x"]'] * (f["max"] + 1)) + "]", "too_many", ""
    elif kind == "array":
        yield "numbers", "[" + "5," * (max(f.get("min", 0), 1) - 1) + "5]", "wrong_type", "[0]"
        yield "null element", "[" + ",".join(["null"] * max(f.get("min", 0), 1)) + "]", "wrong_type", "[0]"
        yield "too many", "[" + ",".join(["{}"] * (f.get("max", 1000) + 1)) + "]", "too_many", ""
        if f.get("min"):
            yield "too few", "[]", "too_few", ""
    elif kind == "cvr":
        good = cvr(20000000)
        yield "good", q(good), None, ""
        yield "check digit", q(good[:7] + str((int(good[7]) + 1) % 10)), "bad_check_digit", ""
        for value in ("1234567", "123456789", "DK12345678", "1234 5678", "", "١٢٣٤٥٦٧٨"):
            yield "form", q(value), "bad_pattern", ""
    elif kind == "gln":
        good = gln(579000000001)
        yield "good", q(good), None, ""
        yield "check digit", q(good[:12] + str((int(good[12]) + 1) % 10)), "bad_check_digit", ""
        yield "form", '"579000"', "bad_pattern", ""
    elif kind == "p_number":
        yield "form", '"12345"', "bad_pattern", ""
    elif kind == "email":
        for value in ("a", "a@b", "@b.dk", "a b@c.dk", "a@b.dk\r\nBcc: x", "<a@b.dk>", ""):
            yield "no address", q(value), "bad_email", ""
    elif kind == "url":
        for value in ("a.dk", "javascript:alert(1)", "ftp://a.dk", "https://a.dk/\" onclick=", "http://a b", "//a.dk", "data:text/html,x", ""):
            yield "no address", q(value), "bad_url", ""
    elif kind == "object":
        yield "unknown member", '{"surprise":1}', "unknown_field", ".surprise"


BROKEN = [  # bytes in the place of a value, the code that names the field
    ("NaN", b"NaN", "bad_number"), ("Infinity", b"-Infinity", "bad_number"), ("1e400", b"1e400", "number_out_of_range"),
    ("2^63", b"9223372036854775808", "number_out_of_range"), ("leading zero", b"012", "bad_number"),
    ("\\u0000", b'"a\\u0000b"', "bad_text"), ("NUL", b'"a\0b"', "bad_text"), ("bad UTF-8", b'"\xff\xfe"', "bad_text"),
    ("overlong UTF-8", b'"\xc0\xaf"', "bad_text"), ("surrogate in UTF-8", b'"\xed\xa0\x80"', "bad_text"),
    ("lone surrogate", b'"\\ud800"', "bad_text"), ("line end in a text", b'"a\nb"', "bad_text"),
    ("nesting 10,000", b"[" * 10000 + b"]" * 10000, "too_deep"), ("nested objects", b'{"a":' * 10000 + b"1" + b"}" * 10000, "too_deep"),
    ("single quotes", b"'x'", None), ("nothing", b"", None), ("comment", b"1/*x*/", None), ("word", b"True", None),
]


class Asker:
    """Sends one operation's bodies and looks at the refusals; texts of both languages are compared once a code."""

    def __init__(self, ctx, da, en):
        self.ctx, self.da, self.en, self.seen, self.count = ctx, da, en, set(), 0

    def send(self, method, path, body, client=None):
        kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
        self.count += 1
        return (client or self.da).request(method, path, body, {"Content-Type": kind, "If-Match": '"1"'})

    def languages(self, method, path, body, da):
        en = self.send(method, path, body, self.en)
        mine = {e["field"]: e["detail"] for e in da.json["errors"]}
        theirs = {e["field"]: e["detail"] for e in en.json["errors"]}
        same = [f for f in mine if mine[f] == theirs.get(f)]
        self.ctx.case(f"{da.faults}: Danish and English", mine.keys() == theirs.keys() and not same and da.json["title"] != en.json["title"]
                      and da.json.get("detail", "") != en.json.get("detail", "-"), f"{da.text} {en.text}")

    def check(self, name, what, method, path, body, status, field, code):
        reply = self.send(method, path, body)
        faults = reply.faults if reply.status == status else {}
        good = reply.status == status and (faults.get(field) == code if code else field not in faults)
        if not good or code not in self.seen:
            self.ctx.case(f"{name}: {what} -> {code or 'taken'}", good, f"{reply} for {body[:300]}")
        if good and code and code not in self.seen:
            self.seen.add(code)
            self.languages(method, path, body, reply)
        return good


def base_of(method, form, codes, top):
    """What stands around the field: everything that is right, or for a merge-patch only the member it is in."""
    whole = {n: sample(f, codes) for n, f in form.items()}
    return whole if method != "PATCH" else {top: whole[top]}


def body_with(base, place, literal):
    body = copy.deepcopy(base)
    spot = body
    for part in place[:-1]:
        spot = spot[part]
    spot[place[-1]] = MARK
    body["zzz"] = 1  # always wrong, so that nothing is ever stored and every check runs
    return json.dumps(body, ensure_ascii=False).encode().replace(f'"{MARK}"'.encode(), literal)


def askers(ctx):
    ctx.samspil("user", "add", "anna", "--password", "Et-langt-kodeord-42")
    for role in ("procurement_lead", "admin", "department_head"):
        ctx.samspil("user", "grant", "anna", "--role", role, "--unit", "region-1084")
    token = ctx.token("anna").token
    return Asker(ctx, ctx.client(token=token), ctx.client(token=token, language="en"))


def test_every_field(ctx):
    """Every field of every body: missing, null, wrong type, too long, min-1, max+1, unknown, CPR and what its type adds."""
    a = askers(ctx)
    codes = a.da.get("meta").json["codes"]
    ctx.anna = a
    for name, method, path, form, schema in bodies(a.da):
        bad = 0
        for place, f, nullable in fields(form, schema):
            base = base_of(method, form, codes, place[0])
            where = dotted(place)
            for what, value, code, behind in faults_of(f, f"{name}.{where}", nullable):
                bad += not a.check(f"{name} {where}", what, method, path, body_with(base, place, value.encode()), 422, where + behind, code)
            if f["required"] and method != "PATCH":
                body = copy.deepcopy(base)
                spot = body
                for part in place[:-1]:
                    spot = spot[part]
                del spot[place[-1]]
                bad += not a.check(f"{name} {where}", "missing", method, path, json.dumps({**body, "zzz": 1}).encode(), 422, where, "required")
        reply = a.send(method, path, json.dumps({"zzz": 1}).encode())
        ctx.case(f"{name}: {len(list(fields(form, schema)))} fields, each refused for what is wrong with it", not bad and reply.faults["zzz"] == "unknown_field", f"{bad} wrong")
    assert a.count > 2500, f"only {a.count} requests: the tables were not read"


def test_broken_bytes(ctx):
    """NaN, 1e400, 2^63, NUL, bad UTF-8, duplicate names, deep nesting in the first field of every body: 400, field named."""
    a = ctx.anna
    codes = a.da.get("meta").json["codes"]
    for name, method, path, form, schema in bodies(a.da):
        for place in {next(iter(fields(form, schema)))[0], list(fields(form, schema))[-1][0]}:
            where, base = dotted(place), base_of(method, form, codes, place[0])
            for what, literal, code in BROKEN:
                reply = a.send(method, path, body_with(base, place, literal))
                named = next(iter(reply.faults.items()), None) if reply.status == 400 else None
                good = reply.status == 400 and reply.json["code"] == "bad_json" and "byte" in reply.json["detail"] and (
                    named is not None and named[0].startswith(where) and named[1] == code if code else not named)
                if not good or (what, name) == (what, "collaboration_create"):
                    ctx.case(f"{name} {where}: {what}", good, reply)
                if good and what not in a.seen:
                    a.seen.add(what)
                    en = a.send(method, path, body_with(base, place, literal), a.en)
                    ctx.case(f"{what}: Danish and English", en.json["detail"] != reply.json["detail"] and en.json["title"] != reply.json["title"], en)
            key = json.dumps(place[-1]).encode()
            twice = body_with(base, place, b"1").replace(key + b": 1", key + b": 1, " + key + b": 1", 1)
            reply = a.send(method, path, twice)
            ctx.case(f"{name} {where}: given twice", reply.status == 400 and reply.faults == {where: "repeated"}, reply)
    for what, body in {"no JSON": b"title=x", "empty": b"", "an array": b"[]", "a text": b'"x"', "null": b"null", "two values": b"{} {}",
                       "byte order mark": b"\xef\xbb\xbf{}", "UTF-16": "{}".encode("utf-16")}.items():
        reply = a.send("POST", "collaborations", body)
        ctx.case(f"body: {what}", reply.status == 400 and reply.json["code"] == "bad_json" and reply.json["detail"], reply)
    reply = a.send("POST", "collaborations", json.dumps({f"x{i}": 1 for i in range(20000)}).encode())
    ctx.case("20,000 unknown members", reply.status == 422 and len(reply.json["errors"]) == 100, reply.status)
    reply = a.send("POST", "collaborations", b'{"' + b"x" * 500000 + b'":1}')
    ctx.case("a member name of 500 kB", reply.status == 400 and len(reply.body) < 2000, reply)
    reply = a.send("POST", "value/evaluate", json.dumps({"indices": {f"{i}" * 30: {f"y{k}": k for k in range(20)} for i in range(1000)}}).encode())
    ctx.case("a large map", reply.status in (400, 422), reply)
    assert ctx.server.get("/healthz")[0] == 200


def queries(c):
    for path, operations in c.get("/openapi.json").json["paths"].items():
        parameters = [p for p in operations.get("get", {}).get("parameters", []) if p["in"] == "query"]
        for name in ("{id}", "{child}"):
            path = path.replace(name, "1")
        if parameters:
            yield path, parameters


def test_every_query(ctx):
    """Every parameter of every list: unknown, twice, wrong type, bad escape."""
    c = ctx.anna.da
    for path, parameters in queries(c):
        for text, code in {"zzz=1": ("zzz", "unknown_field"), "%7a%7A=1": ("zz", "unknown_field")}.items():
            reply = c.get(f"{path}?{text}")
            needed = {p["name"]: "required" for p in parameters if p.get("required")}
            ctx.case(f"{path}?{text}", reply.status == 400 and reply.faults == {code[0]: code[1], **needed}, reply)
        for p in parameters:
            name, kind = p["name"], p["schema"].get("format", p["schema"]["type"])
            bad = {"int64": ["x", "1.5", "", "99999999999999999999", "-1", "1%00"], "integer": ["x", "0"], "boolean": ["1", "ja"],
                   "date": ["31-02-2026", "2026-02-31", "x"], "string": ["%00", "%ff", "%zz", "%4", "a%00b"]}[kind]
            for value in bad:
                reply = c.get(f"{path}?{name}={value}")
                if not ctx.case(f"{path}?{name}={value}", reply.status == 400, reply):
                    break
            reply = c.get(f"{path}?{name}=1&{name}=1")
            ctx.case(f"{path}?{name} twice", reply.status == 400 and ("repeated" in reply.faults.values()), reply)
    assert c.get("collaborations?" + "&".join(f"x{i}=1" for i in range(200))).status == 400
    for q in ("'", "\"", "a'b\\", "%", "_", "\\", "%25' OR 1=1 --", "a & | ! ( ) : * <->", "æ" * 200, "\u202e", "😀", "''''", ":*", "!!!", "a:*b", "<->", "x' & 'y",
              "$1", "\x01", "null", "()", "foo -", "\"unclosed", "or or or", "-", "1/2/3", "http://a.dk/b?c=d&e", "a@b.dk", "C:\\x\\y\\", "\\'", "'\\'' :A"):
        for path in ("collaborations", "organisations", "users"):
            reply = c.get(path, q=q)
            if reply.status != 200:
                ctx.case(f"{path}: search for {q!r}", False, reply)
    for sort in ("nothing", "title;drop", "-", "--title", "title,number", "id", "+title", "place"):
        reply = c.get("collaborations", sort=sort)
        ctx.case(f"sort={sort}", reply.status == 400 and "sort" in reply.faults, reply)


def test_keys_in_paths(ctx):
    """The largest key that a path takes is an answer, not a fault of ours."""
    c = ctx.anna.da
    for path, operations in c.get("/openapi.json").json["paths"].items():
        for method in operations:
            if "{" in path:
                for key in ("999999999999999999", "2147483648"):
                    at = path.replace("{id}", key).replace("{child}", key).replace("{grant}", key).replace("{code}", "G1")
                    reply = c.request(method.upper(), at, {} if method in ("post", "patch") else None, {"If-Match": '"1"'})
                    needed = [p for p in operations[method].get("parameters", []) if p["in"] == "query" and p.get("required")]
                    if needed and reply.status == 400:
                        continue
                    if reply.status not in (404, 422) and not (reply.status == 200 and at.endswith("history")):
                        ctx.case(f"{method} {at}", False, reply)


def new_case(c, **more):
    unit = c.get("units", kind="hospital").json["items"][0]["id"]
    reply = c.post("collaborations", {"kind": "opi", "title": "Prøve af indtastning", "unit_id": unit, **more})
    assert reply.status == 201, reply
    return reply


def test_cursors(ctx):
    """A cursor that is forged, or of another sort, is refused; a right one goes through every row once."""
    c = ctx.anna.da
    numbers = [new_case(c, title=f"Side {i % 4}", start_date=None if i % 3 else f"2026-0{i % 9 + 1}-01").json["number"] for i in range(23)]
    for sort in ("title", "-title", "start_date", "-start_date", "updated_at", "-updated_at", "number", "-npv", "value_ceiling"):
        seen = [x["number"] for x in c.all("collaborations", sort=sort, limit=4)]
        ctx.case(f"pages by {sort}", sorted(seen) == sorted(set(seen)) and set(seen) >= set(numbers), seen)
    first = c.get("collaborations", sort="title", limit=4)
    good = first.json["next_cursor"]
    assert first.headers["Link"].endswith('rel="next"'), first.headers["Link"]
    plain = base64.urlsafe_b64decode(good + "==")

    def forged(data):
        return base64.urlsafe_b64encode(data).decode().rstrip("=")
    parts = plain.split(b"\n")
    bad = {"random": "AAAAbbbbCCCC", "no base64": "!!!", "padding": good + "==", "empty lines": forged(b"\n\n\n"), "of another sort": forged(plain.replace(b"title", b"number")),
           "of another direction": forged(b"-" + plain), "without a key": forged(b"\n".join(parts[:2])), "a huge id": forged(parts[0] + b"\n" + b"9" * 400 + b"\n+x"),
           "id of 20 digits": forged(parts[0] + b"\n99999999999999999999\n+x"), "id no number": forged(parts[0] + b"\n1 OR 1=1\n+x"), "negative id": forged(parts[0] + b"\n-1\n+x"),
           "NUL": forged(plain + b"\0"), "bad UTF-8": forged(plain + b"\xff"), "no mark": forged(parts[0] + b"\n1\nx"), "1,300 characters": "A" * 1300, "200 kB": None}
    for what, cursor in bad.items():
        if cursor is None:
            continue
        reply = c.get("collaborations", sort="title", cursor=cursor)
        ctx.case(f"cursor: {what}", reply.status == 400 and reply.json["code"] in ("bad_cursor", "bad_query"), reply)
    for sort, key in (("start_date", b"x"), ("start_date", b"2026-02-31"), ("value_ceiling", b"1e5"), ("value_ceiling", b"99999999999999999999"), ("updated_at", b"now"),
                      ("updated_at", b"2026-99-99 99:99:99.000000+01"), ("updated_at", b"2026-11-22 99:99:99.000000+01"), ("updated_at", b"2026-11-22 14:01:19.123456+99")):
        reply = c.get("collaborations", sort=sort, cursor=forged(sort.encode() + b"\n1\n+" + key))
        ctx.case(f"cursor: key {key} by {sort}", reply.status == 400, reply)
    assert c.get("collaborations", sort="number", cursor=good).status == 400
    assert c.get("collaborations", sort="title", cursor=good, limit=4).status == 200


def test_versions(ctx):
    """428 without If-Match, 412 with the object as it is when stale, 304 when nothing has changed; each version has its own ETag."""
    c = ctx.anna.da
    made = new_case(c)
    path, tag = f"collaborations/{made.json['id']}", made.etag
    assert made.headers["Location"] == f"/api/v1/{path}" and tag, made
    got = c.get(path)
    assert got.etag == tag and c.get(path, headers={"If-None-Match": tag}).status == 304
    same = c.get(path, headers={"If-None-Match": tag})
    assert same.body == b"" and same.etag == tag
    for other in ('"0"', '"1"', "x", "", 'W/"1"'):
        assert c.get(path, headers={"If-None-Match": other}).status == 200, other
    gone = c.get("collaborations/999999", headers={"If-None-Match": ""})
    assert gone.status == 404, gone
    reply = c.patch(path, {"title": "Ny titel"})
    assert reply.status == 428 and reply.json["hint"], reply
    done = c.patch(path, {"title": "Ny titel"}, tag)
    assert done.status == 200 and done.etag != tag and done.json["title"] == "Ny titel" and done.json["version"] == made.json["version"] + 1, done
    stale = c.patch(path, {"title": "Min titel", "summary": "Min tekst"}, tag)
    assert stale.status == 412 and stale.json["code"] == "stale" and stale.json["current"] == done.json, stale
    assert c.get(path).json == done.json, "a refused change changes nothing"
    for odd in ('"1', "1", "*", '""', '"99999999999"', '"-1"', 'W/' + done.etag, '"a"', '"1","2"', "x" * 3000):
        reply = c.patch(path, {"title": "Nej"}, odd)
        ctx.case(f"If-Match: {odd[:30]}", reply.status == 412, reply)
    version = done.etag.strip('"').split(".")[0]
    again = c.patch(path, {"summary": "Kun versionen"}, f'"{version}"')
    assert again.status == 200, again
    milestone = c.post(f"{path}/milestones", {"title": "Aftale", "due_date": "2026-05-01"})
    assert milestone.status == 201 and milestone.etag, milestone
    assert c.get(path, headers={"If-None-Match": again.etag}).status == 200, "a change of what belongs to it shows as well"
    child = f"{path}/milestones/{milestone.json['id']}"
    assert c.patch(child, {"title": "x2"}).status == 428 and c.delete(child).status == 428
    changed = c.patch(child, {"title": "Underskrift"}, milestone.etag)
    assert changed.status == 200 and changed.etag != milestone.etag
    stale = c.patch(child, {"title": "Andet"}, milestone.etag)
    assert stale.status == 412 and stale.json["current"] == changed.json, stale
    stale = c.delete(child, milestone.etag)
    assert stale.status == 412 and stale.json["current"] == changed.json, stale
    assert c.delete(child, changed.etag).status == 204 and c.delete(child, changed.etag).status == 404
    assert not c.get(f"{path}/milestones").json["items"]
    gone = c.patch("collaborations/999999", {"title": "Ny titel"}, "\"1\"")
    assert gone.status == 404, gone
    for method in ("post",):
        assert c.post(f"{path}/stage", {"stage": "idea"}).status == 428


def test_merge_patch(ctx):
    """null takes a value away, what is not named stays, {} changes nothing."""
    c = ctx.anna.da
    made = new_case(c, summary="Beskrivelse", tags=["a", "b"], journal_number="26/1", value_ceiling_oere=12345)
    path = f"collaborations/{made.json['id']}"
    done = c.patch(path, {"summary": None, "tags": []}, made.etag)
    assert done.status == 200 and done.json["summary"] is None and done.json["tags"] == [], done
    for name in ("title", "journal_number", "value_ceiling_oere", "kind", "number", "unit_id", "stage"):
        assert done.json[name] == made.json[name], name
    nothing = c.patch(path, {}, done.etag)
    assert nothing.status == 200 and {k: v for k, v in nothing.json.items() if k not in ("version", "updated_at")} == {
        k: v for k, v in done.json.items() if k not in ("version", "updated_at")}, nothing
    for name in ("number", "id", "version", "created_at", "stage", "kind", "npv_oere", "participants"):
        reply = c.patch(path, {name: made.json[name]}, nothing.etag)
        ctx.case(f"{name} is not for merge-patch", reply.status == 422 and reply.faults == {name: "unknown_field"}, reply)


def test_rules_across_fields(ctx):
    """End before start, fields of another kind, references to nothing, shares that are not 1."""
    c, en = ctx.anna.da, ctx.anna.en
    unit = c.get("units", kind="hospital").json["items"][0]["id"]

    def refused(body, field, code, path="collaborations", who=c, status=422):
        reply = who.post(path, body)
        ctx.case(f"{path} {field} {code}", reply.status == status and reply.faults.get(field) == code, f"{reply} for {body}")
        return reply
    base = {"kind": "opi", "title": "Regler", "unit_id": unit}
    refused({**base, "start_date": "2026-05-02", "end_date": "2026-05-01"}, "end_date", "end_before_start")
    assert c.post("collaborations", {**base, "start_date": "2026-05-01", "end_date": "2026-05-01"}).status == 201
    for kind, field, value in (("opi", "term_months", 12), ("opi", "protocol_number", "P1"), ("strategic_procurement", "need", "Et behov"),
                               ("research_contract", "cpv", "33000000-0"), ("strategic_procurement", "sponsor_id", 1)):
        refused({**base, "kind": kind, field: value}, field, "unknown_field")
    reply = c.post("collaborations", {**base, "unit_id": 2147483647})
    ctx.case("a unit that does not exist is none where one may write", reply.status == 403, reply)
    refused({**base, "owner_id": 999999}, "owner_id", "unknown_reference")
    refused({**base, "kind": "research_contract", "sponsor_id": 999999}, "sponsor_id", "unknown_reference")
    refused({**base, "kind": "strategic_procurement", "cpv": "99999999-9"}, "cpv", "unknown_reference")
    codes = c.get("meta").json["codes"]
    foreign = next(s["code"] for s in codes["subtype"] if s["parent"] != "opi" and s["code"] not in {x["code"] for x in codes["subtype"] if x["parent"] == "opi"})
    refused({**base, "subtype": foreign}, "subtype", "unknown_reference")
    foreign = next(s["code"] for s in codes["stage"] if s["parent"] != "opi" and s["code"] not in {x["code"] for x in codes["stage"] if x["parent"] == "opi"})
    refused({**base, "stage": foreign}, "stage", "unknown_reference")
    made = new_case(c, start_date="2026-05-02")
    path = f"collaborations/{made.json['id']}"
    reply = c.patch(path, {"end_date": "2026-05-01"}, made.etag)
    ctx.case("end before the start that stands", reply.status == 422 and reply.faults == {"end_date": "end_before_start"}, reply)
    reply = c.patch(path, {"term_months": 5}, made.etag)
    ctx.case("field of another kind in a change", reply.status == 422 and reply.faults == {"term_months": "unknown_field"}, reply)
    reply = c.post(f"{path}/stage", {"stage": foreign}, {"If-Match": made.etag})
    ctx.case("stage of another kind", reply.status == 422 and reply.faults == {"stage": "unknown_reference"}, reply)
    kasser = [k["code"] for k in codes["kasse"]]
    funding = {"source": codes["funding_source"][0]["code"], "amount_oere": 100}
    two_thirds = {**funding, "shares": [{"kasse": kasser[0], "num": 1, "den": 3}, {"kasse": kasser[1], "num": 1, "den": 3}]}
    reply = refused(two_thirds, "shares", "share_sum", f"{path}/funding")
    ctx.case("the sum stands in the text", "2/3" in reply.json["errors"][0]["detail"], reply)
    english = refused(two_thirds, "shares", "share_sum", f"{path}/funding", en)
    ctx.case("in both languages", "2/3" in english.json["errors"][0]["detail"] and english.json["errors"][0]["detail"] != reply.json["errors"][0]["detail"], english)
    refused({**funding, "shares": [{"kasse": kasser[0], "num": 1, "den": 2}] * 2}, "shares[1].kasse", "repeated", f"{path}/funding")
    refused({**funding, "shares": [{"kasse": kasser[0], "num": 3, "den": 2}]}, "shares[0].num", "too_large", f"{path}/funding")
    refused({**funding, "organisation_id": 999999}, "organisation_id", "unknown_reference", f"{path}/funding")
    ctx.case("nothing was kept", c.get(f"{path}/funding").json["items"] == [], c.get(f"{path}/funding"))
    good = c.post(f"{path}/funding", {**funding, "shares": [{"kasse": kasser[0], "num": 1, "den": 3}, {"kasse": kasser[1], "num": 2, "den": 3}]})
    assert good.status == 201 and sorted(s["amount_oere"] for s in good.json["shares"]) == [33, 67], good
    child = f"{path}/funding/{good.json['id']}"
    reply = c.patch(child, {"shares": two_thirds["shares"]}, good.etag)
    ctx.case("a change to 2/3", reply.status == 422 and reply.faults == {"shares": "share_sum"}, reply)
    better = c.patch(child, {"shares": [{"kasse": kasser[0], "num": 1, "den": 4}, {"kasse": kasser[1], "num": 3, "den": 4}]}, good.etag)
    ctx.case("other shares of the same kasser", better.status == 200 and sorted(s["amount_oere"] for s in better.json["shares"]) == [25, 75], better)
    good = c.patch(child, {"shares": good.json["shares"] and [{k: s[k] for k in ("kasse", "num", "den")} for s in good.json["shares"]]}, better.etag)
    ctx.case("the shares stand as they were", c.get(f"{path}/funding").json["items"][0]["shares"] == good.json["shares"], c.get(f"{path}/funding"))
    refused({"organisation_id": 999999}, "organisation_id", "unknown_reference", f"{path}/parties")
    organisation = c.post("organisations", {"name": "Prøve ApS", "cvr": cvr(30000000)})
    assert organisation.status == 201, organisation
    assert c.post(f"{path}/parties", {"organisation_id": organisation.json["id"]}).status == 201
    reply = c.post(f"{path}/parties", {"organisation_id": organisation.json["id"]})
    ctx.case("the same party twice", reply.status == 409 and reply.faults.get("organisation_id") == "repeated", reply)
    reply = c.post("organisations", {"name": "Anden ApS", "cvr": organisation.json["cvr"]})
    ctx.case("the same CVR twice", reply.status == 409 and reply.faults.get("cvr") == "duplicate" and "%s" not in reply.text, reply)
    reply = c.post("organisations", {"name": "Slut før start", "valid_from": "2026-02-01", "valid_to": "2026-01-01"})
    ctx.case("an organisation that ends before it starts", reply.status == 422 and reply.faults == {"valid_to": "end_before_start"}, reply)
    first = c.post("collaborations", {**base, "external_id": "X-1"})
    again = c.post("collaborations", {**base, "external_id": "X-1"})
    ctx.case("the same external number twice", first.status == 201 and again.status == 409 and "external_id" in again.faults and "%s" not in again.text, again)


def test_all_faults_at_once(ctx):
    """One answer names everything that is wrong."""
    reply = ctx.anna.da.post("collaborations", {"kind": "x", "title": "a", "unit_id": "1", "start_date": "31-02-2026", "tags": 5, "surprise": 1,
                                                "summary": CPR, "value_ceiling_oere": -1})
    assert reply.status == 422 and reply.faults == {
        "kind": "unknown_code", "title": "too_short", "unit_id": "wrong_type", "start_date": "bad_date", "tags": "wrong_type", "surprise": "unknown_field",
        "summary": "holds_cpr", "value_ceiling_oere": "too_small"}, reply
    assert CPR[10:16] not in reply.text, "the number is not repeated"


def test_repeated_requests(ctx):
    """Idempotency-Key: the first answer again, byte for byte; another body is refused; the key is the user's own."""
    c = ctx.anna.da
    unit = c.get("units", kind="hospital").json["items"][0]["id"]
    body = {"kind": "opi", "title": "Kun én gang", "unit_id": unit}

    def count():
        return c.get("collaborations", q="Kun én gang").json["total"]
    key = {"Idempotency-Key": "nøgle-1".encode().decode("latin-1")}
    first = c.post("collaborations", body, key)
    again = c.post("collaborations", body, key)
    assert first.status == again.status == 201 and first.body == again.body and first.etag == again.etag, (first, again)
    assert first.headers["Location"] == again.headers["Location"] and first.headers["Content-Type"] == again.headers["Content-Type"]
    assert count() == 1
    other = c.post("collaborations", {**body, "title": "Noget andet"}, key)
    assert other.status == 422 and other.json["code"] == "idempotency_key_reused", other
    path = c.post(f"{first.headers['Location']}/comments", {"body": "x"}, key)
    assert path.status == 422, "the same key for another address"
    bad = c.post("collaborations", {**body, "title": "x"}, {"Idempotency-Key": "fejl"})
    assert bad.status == 422 and c.post("collaborations", body, {"Idempotency-Key": "fejl"}).status == 201, "a refusal uses up no key"
    for odd in ("", "x" * 201):
        reply = c.post("collaborations", body, {"Idempotency-Key": odd})
        ctx.case(f"key of {len(odd)} characters", reply.status == 400, reply)
    before = count()
    replies = []

    def send():
        replies.append(ctx.client(token=c.token).post("collaborations", body, {"Idempotency-Key": "tyve"}))
    threads = [threading.Thread(target=send) for _ in range(20)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    made = [r for r in replies if r.status == 201]
    assert len(replies) == 20 and len(made) + sum(r.status in (409, 503) for r in replies) == 20, [r.status for r in replies]
    assert len({r.body for r in made}) == 1, "one answer"
    assert count() == before + 1, "one row"
    ctx.samspil("user", "add", "bo", "--password", "Et-langt-kodeord-42")
    ctx.samspil("user", "grant", "bo", "--role", "procurement_lead", "--unit", "region-1084")
    theirs = ctx.token("bo").post("collaborations", body, {"Idempotency-Key": "tyve"})
    assert theirs.status == 201 and theirs.json["id"] != made[0].json["id"], "keys of two users do not meet"


def test_text_survives(ctx):
    """What is written comes back as it was: every kind of character, in every place that shows it."""
    c = ctx.anna.da
    for text in ("Rødgrød med fløde", "<script>alert(1)</script>", "a\"b\\c/d", "'; DROP TABLE collaboration; --", "Zero\u200bwidth", "😀🏥", "e\u0301", "\u202eomvendt",
                 "linje\nskift\tog tab", "100 % & mere", "{{7*7}} ${x}", "\u0001styretegn", "\u007f", "=1+1", "NULL", "%s%n", "\ufffd", "\U0010ffff"):
        made = new_case(c, title="Tekst " + text, tags=[text])
        got = c.get(f"collaborations/{made.json['id']}").json
        ctx.case(repr(text), got["title"] == "Tekst " + text and got["tags"] == [text], got["title"])
        listed = next(x for x in c.get("collaborations", limit=1).json["items"])
        ctx.case(f"{text!r} in the list", listed["title"] == "Tekst " + text and listed["tags"] == [text], listed)
