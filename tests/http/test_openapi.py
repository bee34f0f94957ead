# SPDX-License-Identifier: EUPL-1.2
"""/openapi.json passes redocly's recommended rules, and a fault in it would be seen."""
import json
import os
import subprocess


def lint(ctx, document, name):
    path = os.path.join(ctx.out, name)
    with open(path, "w", encoding="utf-8") as f:
        json.dump(document, f, indent=1)
    return subprocess.run(["node", os.path.join(ctx.root, "tests/browser/lib/openapi-lint.mjs"), path], timeout=60,
                          capture_output=True, text=True, check=False)


def test_redocly(ctx):
    """no error and no warning"""
    document = ctx.client().get("/openapi.json").json
    assert document["openapi"].startswith("3.1"), document["openapi"]
    done = lint(ctx, document, "openapi.json")
    assert done.returncode == 0 and not done.stdout, done.stdout + done.stderr


def test_control(ctx):
    """two operations of one name are found"""
    document = ctx.client().get("/openapi.json").json
    first, second = [operations for operations in document["paths"].values() if "get" in operations][:2]
    second["get"]["operationId"] = first["get"]["operationId"]
    done = lint(ctx, document, "openapi-bad.json")
    assert done.returncode == 1 and "operationId" in done.stdout, done.stdout + done.stderr
