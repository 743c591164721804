"""The part of JSON Schema (draft 7) that the schemas of this repository use."""

import re

TYPES = {
    "null": lambda v: v is None,
    "boolean": lambda v: isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    "integer": lambda v: TYPES["number"](v) and v == int(v),
    "string": lambda v: isinstance(v, str),
    "array": lambda v: isinstance(v, list),
    "object": lambda v: isinstance(v, dict),
}
WORDS = {"$schema", "title", "description", "default", "definitions"}
KNOWN = WORDS | {
    "$ref", "type", "enum", "allOf", "anyOf", "not", "minimum", "exclusiveMinimum", "maximum", "minLength", "pattern",
    "minItems", "items", "required", "properties", "additionalProperties"}


class Schema:
    """Complains where an instance does not satisfy it, and keeps which of its properties instances had."""

    def __init__(self, document):
        self.document = document
        self.used = set()

    def resolve(self, schema):
        """The schemas that hold for one value: the schema, what it refers to, and all of its allOf."""
        unknown = set(schema) - KNOWN
        assert not unknown, f"the schema uses {unknown}, which nothing here checks"
        found = [schema]
        for part in schema.get("allOf", []):
            found += self.resolve(part)
        if "$ref" in schema:
            target = self.document
            for name in schema["$ref"].removeprefix("#/").split("/"):
                target = target[name]
            found += self.resolve(target)
        return found

    def faults(self, value, schema=None, path=""):
        schema = self.document if schema is None else schema
        return [fault for part in self.resolve(schema) for fault in self._check(value, part, path)]

    def _check(self, value, schema, path):
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        if types and not any(TYPES[name](value) for name in types):
            return [f"{path} is not of type {' or '.join(types)}"]
        if "enum" in schema and value not in schema["enum"]:
            return [f"{path} is none of {schema['enum']}"]
        faults = []
        if "anyOf" in schema:
            tried = [self.faults(value, part, path) for part in schema["anyOf"]]
            if all(tried):
                faults += min(tried, key=len)
        if "not" in schema and not self.faults(value, schema["not"], path):
            faults.append(f"{path} is what it must not be")
        if TYPES["number"](value):
            if value < schema.get("minimum", value) or value > schema.get("maximum", value):
                faults.append(f"{path} is out of range")
            if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
                faults.append(f"{path} is out of range")
        if isinstance(value, str):
            if len(value) < schema.get("minLength", 0):
                faults.append(f"{path} is too short")
            if "pattern" in schema and not re.search(schema["pattern"], value):
                faults.append(f"{path} is not of the form {schema['pattern']}")
        if isinstance(value, list):
            if len(value) < schema.get("minItems", 0):
                faults.append(f"{path} has too few items")
            for number, item in enumerate(value if "items" in schema else []):
                faults += self.faults(item, schema["items"], f"{path}[{number}]")
        if isinstance(value, dict):
            faults += self._check_object(value, schema, path)
        return faults

    def _check_object(self, value, schema, path):
        properties = schema.get("properties", {})
        faults = [f"{path}.{key} is not there" for key in schema.get("required", []) if key not in value]
        for key, member in value.items():
            if key in properties:
                self.used.add((id(properties), key))
                faults += self.faults(member, properties[key], f"{path}.{key}")
            elif schema.get("additionalProperties", True) is False:
                faults.append(f"{path}.{key} is unknown")
        return faults

    def properties(self):
        """Every object's properties of the schema, as (mark, key); `used` has those that instances had."""
        def walk(node):
            if isinstance(node, dict):
                for key in node.get("properties", {}):
                    yield id(node["properties"]), key
                for member in node.values():
                    yield from walk(member)
            elif isinstance(node, list):
                for item in node:
                    yield from walk(item)
        return set(walk(self.document))
