# SPDX-License-Identifier: EUPL-1.2
"""Checks replies against the service's own /openapi.json; knows the part of JSON Schema that it uses."""
import datetime
import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


class Description:
    def __init__(self, client):
        reply = client.get("/openapi.json")
        assert reply.status == 200, reply
        self.document = reply.json
        self.patterns = [(re.compile(re.sub(r"\{\w+\}", "[1-9][0-9]*", path.replace("{code}", r"\w+")) + "$"), path) for path in self.document["paths"]]

    def operation(self, method, path):
        path = path.split("?")[0]
        path = path if path.startswith("/") else "/api/v1/" + path
        for pattern, template in self.patterns:
            operation = self.document["paths"][template].get(method.lower())
            if operation and pattern.match(path):
                return operation
        return None

    def faults(self, method, path, reply):
        """What in a reply is not as described: a list of texts."""
        operation = self.operation(method, path)
        if operation is None:
            return [] if reply.status in (404, 405) else ["not described"]
        if reply.status == 304:
            return ["a body"] if reply.body else []
        responses = operation["responses"]
        response = responses.get(str(reply.status)) or responses.get(f"{reply.status // 100}XX")
        if response is None:
            return [f"status {reply.status} is not described"]
        response = self.resolve(response)
        if "content" not in response:
            return [] if not reply.body else ["a body where none is described"]
        media = reply.headers.get("Content-Type", "").split(";")[0]
        if media not in response["content"] and "*/*" not in response["content"]:
            return [f"media type {media}"]
        if not media.endswith("json"):
            return [] if reply.body else ["nothing"]
        schema = (response["content"].get(media) or response["content"]["*/*"])["schema"]
        return list(self.differences(self.resolve(schema), reply.json, "")) if schema else []

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for part in node["$ref"].split("/")[1:]:
                target = target[part]
            node = target
        return node

    def differences(self, schema, value, at):
        schema = self.resolve(schema)
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        if types and not any(is_type(value, t) for t in types):
            yield f"{at or '/'}: {value!r} is not {types}"
            return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{at}: {value!r} is not one of {schema['enum']}"
        if isinstance(value, str):
            yield from text_faults(schema, value, at)
        elif isinstance(value, dict):
            yield from self.object_faults(schema, value, at)
        elif isinstance(value, list) and "items" in schema:
            for i, one in enumerate(value):
                yield from self.differences(schema["items"], one, f"{at}[{i}]")

    def object_faults(self, schema, value, at):
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield f"{at}.{name} is missing"
        for name, one in value.items():
            if name in properties:
                yield from self.differences(properties[name], one, f"{at}.{name}")
            elif schema.get("additionalProperties") is False:
                yield f"{at}.{name} is not described"


def is_type(value, name):
    if name in ("integer", "number"):
        return isinstance(value, int if name == "integer" else (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def text_faults(schema, value, at):
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not fit {schema['pattern']}"
    kind = {"date": datetime.date, "date-time": datetime.datetime}.get(schema.get("format"))
    if kind:
        try:
            kind.fromisoformat(value.replace("Z", "+00:00"))
        except ValueError:
            yield f"{at}: {value!r} is no {schema['format']}"


class Checked:
    """A client whose every reply is checked; `wrong` collects what is not as described."""

    def __init__(self, client, description, wrong):
        self.client, self.description, self.wrong = client, description, wrong

    def __getattr__(self, name):
        inner = getattr(self.client, name)
        if name not in ("get", "post", "patch", "delete"):
            return inner

        def call(path, *args, **more):
            reply = inner(path, *args, **more)
            self.wrong += [f"{name.upper()} {path} {reply.status}: {f}"
                           for f in self.description.faults(name, path, reply)]
            return reply
        return call
