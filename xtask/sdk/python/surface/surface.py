"""Prints the names that users of the package meet, and fails when an operation or a parameter of the view is missing.

Usage: surface.py VIEW. One sorted line for each operation, model, field and constant.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from gitlab_jobs_client import AsyncClient, Client, known_values, models

# What the facade calls by another name than the document.
RENAMED = {"id": "project", "job_variables_attributes": "variables", "job_inputs": "inputs"}

# Where every model keeps what it does not know.
EVERYWHERE = {"additional_properties"}


def methods(client: type) -> dict[str, list[str]]:
    """The public methods with their parameters."""
    return {
        name: [parameter for parameter in inspect.signature(method).parameters if parameter != "self"]
        for name, method in inspect.getmembers(client, inspect.isfunction)
        if not name.startswith("_")
    }


def resolved(view: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """A node, or what it refers to."""
    while "$ref" in node:
        target: Any = view
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    return node


def wanted(view: dict[str, Any]) -> Iterator[tuple[str, set[str]]]:
    """Each operation of the view with its parameters and the properties of its body, in the facade's names."""
    for item in view["paths"].values():
        for operation in item.values():
            names = {
                resolved(view, parameter)["name"].removesuffix("[]") for parameter in operation.get("parameters", [])
            }
            for media in operation.get("requestBody", {}).get("content", {}).values():
                names |= set(resolved(view, media["schema"]).get("properties", {}))
            yield operation["operationId"], {RENAMED.get(name, name) for name in names}


def described(annotation: object) -> str:
    """A type as users read it."""
    text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    text = re.sub(r"Annotated\[(\w+), Strict\(strict=True\)\]", r"\1", text)
    return re.sub(r"\b(?:\w+\.)+(\w+)", r"\1", text)


def lines() -> Iterator[str]:
    """The surface, unsorted."""
    for name, parameters in methods(Client).items():
        kind = "operation" if hasattr(getattr(Client, name), "__signature__") else "method"
        yield f"{kind} {name}({', '.join(parameters)})"
    for name in models.__all__:
        model = getattr(models, name)
        yield f"model {name}"
        if issubclass(model, BaseModel):
            fields = {field: info.annotation for field, info in model.model_fields.items() if field not in EVERYWHERE}
            yield from (f"field {name}.{field}: {described(annotation)}" for field, annotation in fields.items())
        elif issubclass(model, Enum):
            yield from (f"value {name}.{member.name}" for member in model)
    for name, values in inspect.getmembers(known_values, inspect.isclass):
        yield from (f"known {name}.{value}" for value in vars(values) if value.isupper())


def main() -> None:
    """Compares first, prints then."""
    view = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    missing = []
    for client in (Client, AsyncClient):
        offered = methods(client)
        for operation, parameters in wanted(view):
            if operation not in offered:
                missing.append(f"{client.__name__} has no method {operation}")
            for parameter in sorted(parameters - set(offered.get(operation, []))):
                missing.append(f"{client.__name__}.{operation} takes no {parameter}")
    if methods(Client) != methods(AsyncClient):
        missing.append("Client and AsyncClient have different methods")
    if missing:
        sys.exit("\n".join([*missing, "add it to xtask/sdk/python/gitlab_jobs_client"]))
    print("\n".join(sorted(lines())))


main()
