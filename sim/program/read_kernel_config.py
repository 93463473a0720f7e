# SPDX-License-Identifier: Apache-2.0
"""Evaluates a program's kernel_config.py and prints what npusim needs of it as one JSON object.

Usage: python3 read_kernel_config.py KERNEL_CONFIG

On success: {"config": {NAME: value}, "repeatable": true or false, "imported": [FILE]}, values that
JSON lacks (paths, enumerations) as text. "repeatable": the same text at the same place, with the same
imported files, will always say the same.
On failure: {"error": {"line": N or null, "text": "ErrorType: message"}}; the exit status is 0 both
times, so anything else means that Python itself could not run.
"""
import ast
import json
import os
import sys
import traceback
import types

NAMES = ("RUNTIME_CONFIG", "ORCHESTRATION", "KERNELS", "LAUNCHES", "RUNTIME_ENV", "DATA", "PTO_ISA",
         "ASC_DEVKIT")
# Packages that generated configurations import for their enumerations only. They are replaced, so
# that a configuration reads the same whether or not they are installed.
REPLACED_PACKAGES = ("simpler", "simpler_setup", "pypto")


# What a configuration may use and still be a function of its own text and place: no files, no
# environment, no clock. Anything else is evaluated anew each time.
REPEATABLE_MODULES = ("__future__", "os", "pathlib", "sys", "typing") + REPLACED_PACKAGES
REPEATABLE_ATTRIBUTES = {
    "abspath", "append", "as_posix", "dirname", "extend", "format", "fspath", "get", "insert", "items",
    "join",
    "joinpath", "keys", "name", "normpath", "parent", "parents", "path", "realpath", "resolve",
    "stem", "suffix", "update", "values", "with_name", "with_suffix"}
REPEATABLE_CALLS = {
    "Path", "PurePath", "bool", "dict", "enumerate", "float", "int", "len", "list", "max", "min",
    "print", "range", "reversed", "set", "sorted", "str", "sum", "tuple", "zip"}


class Symbol:
    """Any attribute of a replaced package; its text is its dotted name without the package."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, attribute):
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return Symbol(f"{self._name}.{attribute}")

    def __str__(self):
        return self._name.rpartition(".")[2]


class ReplacedModule(types.ModuleType):
    __path__ = []

    def __getattr__(self, attribute):
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return Symbol(attribute)


class ReplacedPackages:
    """An import hook: finder and loader of the replaced packages and all their submodules."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] not in REPLACED_PACKAGES:
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, ReplacedPackages, is_package=True)

    @staticmethod
    def create_module(spec):
        return ReplacedModule(spec.name)

    @staticmethod
    def exec_module(module):
        pass


def imported_names(node):
    """The modules that an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""] if node.level == 0 else [""]
    return []


def repeatable_imports(source, files):
    """Whether `source` and what it imports depend on nothing but text and place. Adds imported files
    to `files`."""
    tree = ast.parse(source)
    symbols, functions = set(), set()
    for node in ast.walk(tree):
        for module in imported_names(node):
            package = module.partition(".")[0]
            names = {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
            if package in REPLACED_PACKAGES:
                symbols |= names
            elif package not in REPEATABLE_MODULES:
                file = getattr(sys.modules.get(module), "__file__", None)
                if file is None or not file.endswith(".py"):
                    return False
                if file not in files:
                    files.append(file)
                    with open(file, "rb") as stream:
                        if not repeatable_imports(stream.read(), files):
                            return False
                functions |= names
        if isinstance(node, ast.FunctionDef):
            functions.add(node.name)
    return all(is_repeatable(node, symbols, functions) for node in ast.walk(tree))


def is_repeatable(node, symbols, functions):
    if isinstance(node, ast.Attribute) and node.attr not in REPEATABLE_ATTRIBUTES:
        root = node
        while isinstance(root, ast.Attribute):
            root = root.value
        return isinstance(root, ast.Name) and root.id in symbols
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in REPEATABLE_CALLS | functions
    if isinstance(node, ast.Name) and node.id.startswith("__"):
        return node.id == "__file__"
    return True


def evaluate(path):
    with open(path, "rb") as stream:
        source = stream.read()
    scope = {"__file__": path, "__name__": "kernel_config"}
    exec(compile(source, path, "exec"), scope)
    imported = []
    repeatable = repeatable_imports(source, imported)
    return {"config": {name: scope[name] for name in NAMES if name in scope},
            "repeatable": repeatable, "imported": imported}


def line_of(error, path):
    if isinstance(error, SyntaxError) and error.filename == path:
        return error.lineno
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__)
             if frame.filename == path]
    return lines[-1] if lines else None


def as_json(value):
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    return str(value)


def main():
    path = os.path.abspath(sys.argv[1])
    sys.path.insert(0, os.path.dirname(path))
    sys.dont_write_bytecode = True
    sys.meta_path.insert(0, ReplacedPackages)
    # What the configuration prints must not mix with the answer.
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    try:
        text = json.dumps(evaluate(path), default=as_json)
    except (Exception, SystemExit) as error:
        message = f"{type(error).__name__}: {getattr(error, 'msg', None) or error}"
        text = json.dumps({"error": {"line": line_of(error, path), "text": message}})
    answer.write(text)
    answer.close()


if __name__ == "__main__":
    main()
