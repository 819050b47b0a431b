"""Answers as jinja2 templates with variables and conditions only.

Constructs outside `_ALLOWED` are refused: loops, assignments, calls, arithmetic. So the time that a template takes and
the length of its result are bounded by its own length and that of the values.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from faq.closing_gaps import GAP, close_gaps
from faq.problems import Fault, similar
from faq.template_mistakes import fault_of
from faq.variables import SETTINGS, VARIABLES

MOST_CHARACTERS = 20_000

_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.CondExpr, nodes.Name, nodes.Getattr),
    *(nodes.Const, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
    nodes.Concat,
)
_FILTERS = {"default", "d", "upper", "lower", "capitalize", "title", "trim"}
_SHORT_FILTERS = {"d"}  # another name of one of them
_TESTS = {"defined", "undefined", "none"}
_AS_WRITTEN = {"Assign": "set", "AssignBlock": "set", "Call": "( )", "Getitem": "[ ]", "CallBlock": "call"}
_SHOWN = " shown"  # not a valid name in a template
_FAILURES = (TemplateError, TypeError, ValueError, SyntaxError, RecursionError)


class TemplateFailedError(Exception):
    """An answer could not be filled in; the message says why."""


@dataclass(frozen=True, order=True)
class EmptyValue:
    """A variable that the answer shows although it is empty; `line` counts from 1 in the answer."""

    line: int
    name: str


class EmptyValuesError(TemplateFailedError):
    """The answer would have holes where it shows these."""

    def __init__(self, values: Sequence[EmptyValue]) -> None:
        self.values = tuple(sorted(set(values)))
        super().__init__(f"empty: {', '.join(value.name for value in self.values)}")


def is_template(answer: str) -> bool:
    """False when the answer has nothing to fill in; true does not mean that it has."""
    return "{" in answer


def fill(template: str, variables: Mapping[str, object], shown: Callable[[object], str]) -> str:
    """The template filled in with its variables, `{"hours": {"today": …}, …}`; `shown` gives the text of a value.

    Other values that are empty, and conditions that don't hold, leave no gap. Raises `EmptyValuesError` when an empty
    one of `SETTINGS` is shown, `TemplateFailedError` for every fault of `template_faults` and for missing values.
    """
    empty: list[EmptyValue] = []
    groups = {name: _Group(name, values, empty) for name, values in variables.items()}
    try:
        filled = _compiled(template).render({**groups, _SHOWN: shown})
    except _FAILURES as error:
        raise TemplateFailedError(str(error)) from error
    if empty:
        raise EmptyValuesError(empty)
    return close_gaps(filled)


@lru_cache(maxsize=1000)
def _compiled(template: str) -> Template:
    """Cached, since compiling an answer takes longer than everything else that is done with it."""
    fault = next(template_faults(template, "", 1), None)
    if fault is not None:
        raise TemplateFailedError(f"{fault.kind} in line {fault.line}: {dict(fault.values)}")
    environment = _Environment(undefined=StrictUndefined, finalize=_show)
    return environment.from_string(_with_lines_and_gaps(environment.parse(template)))


def _with_lines_and_gaps(tree: nodes.Template) -> nodes.Template:
    """With its line in each variable's name, which `_Environment` takes off, and a gap for each `if` without `else`."""
    for variable in tree.find_all(nodes.Getattr):
        variable.attr = f"{variable.attr} {variable.lineno}"
    for condition in tree.find_all(nodes.If):
        condition.else_ = condition.else_ or [nodes.Output([nodes.TemplateData(GAP)])]
    return tree


@dataclass(frozen=True)
class _Group:
    """The variables that begin with `name`; `empty` notes those that are shown although they are empty."""

    name: str
    values: object
    empty: list[EmptyValue]


class _Empty(Undefined):
    """An empty value: false, equal to "", replaced by `default`, and noted when it is shown."""

    __slots__ = ("_empty", "_value")

    def __init__(self, value: EmptyValue, empty: list[EmptyValue]) -> None:
        super().__init__(name=value.name)
        self._value, self._empty = value, empty

    def __str__(self) -> str:
        self._empty.append(self._value)
        return ""

    def __eq__(self, other: object) -> bool:
        return other == "" or isinstance(other, _Empty)

    def __hash__(self) -> int:
        return hash("")


class _Environment(SandboxedEnvironment):
    """Gives variables their values; the only attributes that a template has are those."""

    def getattr(self, obj: object, attribute: str) -> object:
        if not isinstance(obj, _Group):
            return super().getattr(obj, attribute)
        name, _, line = attribute.partition(" ")
        value = super().getattr(obj.values, name)
        variable = f"{obj.name}.{name}"
        if variable in SETTINGS and isinstance(value, str) and not value.strip():
            return _Empty(EmptyValue(int(line), variable), obj.empty)
        return value


@pass_context
def _show(context: Context, value: object) -> str:
    shown: Callable[[object], str] = context[_SHOWN]
    return shown(value) or GAP


def template_faults(template: str, file: str, line: int) -> Iterator[Fault]:
    """The faults of an answer's template that begins in that line of the file, in all branches of its conditions."""
    if len(template) > MOST_CHARACTERS:
        yield Fault(file, line, "template-too-long", {"most": str(MOST_CHARACTERS)})
        return
    if not is_template(template):
        return
    try:
        wrong = list(_wrong_parts(SandboxedEnvironment().parse(template)))
        if not wrong:
            SandboxedEnvironment().from_string(template)
    except TemplateSyntaxError as error:
        yield fault_of(error, template, file, line)
    except (SyntaxError, RecursionError):
        yield Fault(file, line, "template-too-deep")
    else:
        yield from (_fault(node, file, line) for node in wrong)


def _wrong_parts(node: nodes.Node) -> Iterator[nodes.Node]:
    """The outermost nodes that are not allowed; children of variables are not visited."""
    if isinstance(node, nodes.Getattr | nodes.Name):
        if _dotted(node) not in VARIABLES:
            yield node
    elif not _is_allowed(node):
        yield node
    else:
        for child in node.iter_child_nodes():
            yield from _wrong_parts(child)


def _is_allowed(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Filter):
        return node.name in _FILTERS
    if isinstance(node, nodes.Test):
        return node.name in _TESTS
    return isinstance(node, _ALLOWED)


def _dotted(node: nodes.Node) -> str:
    """A variable as its author wrote it; empty for an attribute of something else, as in `(a ~ b).c`."""
    if isinstance(node, nodes.Name):
        return str(node.name)
    if isinstance(node, nodes.Getattr):
        inner = _dotted(node.node)
        return f"{inner}.{node.attr}" if inner else ""
    return ""


def _fault(node: nodes.Node, file: str, line: int) -> Fault:
    at = line + node.lineno - 1
    if name := _dotted(node):
        values = {"name": name, "known": ", ".join(VARIABLES), "similar": similar(name, VARIABLES)}
        return Fault(file, at, "template-variable", values)
    if isinstance(node, nodes.Filter):
        known = ", ".join(sorted(_FILTERS - _SHORT_FILTERS))
        return Fault(
            file, at, "template-filter", {"name": node.name, "known": known, "similar": similar(node.name, _FILTERS)}
        )
    return Fault(file, at, "template-forbidden", {"what": _as_written(node)})


def _as_written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Test):
        return f"is {node.name}"
    kind = type(node).__name__
    return _AS_WRITTEN.get(kind, kind.lower())
