"""House rules about one Python file: each takes its text and tells what breaks it.

tests/test_house_style.py holds every file of the project to them, and shows for each
that it bites.
"""

import ast
import re
from collections.abc import Iterator

_NO_SUBJECT = {"util", "utils", "common", "helper", "helpers", "misc"}
LONGEST = 300
# Said by Streamlit elements to a reader, by place or by name.
_SPEAKING = {
    "badge", "button", "caption", "checkbox", "dataframe", "download_button", "error",
    "expander", "header", "info", "link_button", "markdown", "metric", "multiselect",
    "page_link", "plotly_chart", "popover", "radio", "segmented_control", "selectbox",
    "spinner", "subheader", "success", "tabs", "text", "text_input", "title", "toast",
    "toggle", "warning", "write", "Column", "DateColumn", "DatetimeColumn",
    "LineChartColumn", "NumberColumn", "ProgressColumn", "TextColumn",
}  # fmt: skip
_SAID_BY_NAME = {"label", "help", "alt", "title", "body", "text", "placeholder"}
_DIRECTIVE = re.compile(r":material/\w+:|:\w+\[|[^a-zA-Z\u4e00-\u9fff]")
_MARKUP = re.compile(r"</?(?:a|b|br|div|font|h\d|i|img|p|script|span|style|table)\b")
_SQL = re.compile(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE|CREATE|DROP|COPY)\s", re.I)
_COMPUTES = {
    "agg", "aggregate", "apply", "cumsum", "groupby", "mean", "median", "merge",
    "quantile", "resample", "rolling", "std", "sum", "transform",
}  # fmt: skip
# In two pieces, so that this file keeps the rule itself.
_UNDONE = re.compile(rf"\b({'TO' + 'DO'}|{'FIX' + 'ME'}|{'XX' + 'X'})\b")


def too_long(text: str) -> Iterator[str]:
    """At three hundred lines a file has two subjects."""
    if (lines := len(text.splitlines())) > LONGEST:
        yield f"{lines} lines"


def no_subject(path: str) -> Iterator[str]:
    """A module is named for its subject. Takes the path, not the text."""
    yield from _NO_SUBJECT & set(path.removesuffix(".py").split("/"))


def silent(text: str) -> Iterator[str]:
    """A module says what lives in it; a file that is empty has nothing to say."""
    if text.strip() and not ast.get_docstring(ast.parse(text)):
        yield "no docstring"


def undone(text: str) -> Iterator[str]:
    """What is left to do is an issue, not a comment."""
    yield from (found.group() for found in _UNDONE.finditer(text))


def swallowed(text: str) -> Iterator[str]:
    """A handler names what it expects; one that takes all must raise it again."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ExceptHandler) and _takes_all(node.type):
            raises = any(
                isinstance(inner, ast.Raise) and inner.exc is None
                for inner in ast.walk(node)
            )
            if node.type is None or not raises:
                yield f"line {node.lineno}"


def _takes_all(kind: ast.expr | None) -> bool:
    if kind is None:
        return True
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(ast.unparse(each) in ("Exception", "BaseException") for each in kinds)


def marked_up(text: str) -> Iterator[str]:
    """No HTML and no CSS on a screen."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            yield f"unsafe_allow_html, line {node.value.lineno}"
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in (
            "st.html",
            "st.components",
        ):
            yield f"{ast.unparse(node)}, line {node.lineno}"
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and _MARKUP.search(node.value)
        ):
            yield f"markup, line {node.lineno}"


def unbounded(text: str) -> Iterator[str]:
    """A cache of Streamlit says how much it keeps."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                words = ast.unparse(decorator)
                bounded = re.search(r"max_entries=(?!None)", words)
                if re.search(r"\bcache_(data|resource)\b", words) and not bounded:
                    yield f"{node.name}, line {node.lineno}"


def pasted_sql(text: str) -> Iterator[str]:
    """A question to the data is a file; nothing is pasted into it."""
    for node in ast.walk(ast.parse(text)):
        pasted = (
            isinstance(node, ast.JoinedStr)
            or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add))
            or (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "format"
            )
        )
        if pasted and _SQL.match(_first_words(node)):
            yield f"line {getattr(node, 'lineno', 0)}"


def _first_words(node: ast.AST) -> str:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            return inner.value
    return ""


def computes(text: str) -> Iterator[str]:
    """Pages show; if one needs arithmetic over rows, a query is missing."""
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _COMPUTES
        ):
            yield f"{node.func.attr}, line {node.lineno}"


def unnamed_keys(text: str) -> Iterator[str]:
    """What a session holds is named in session_keys.py and nowhere else."""
    tree = ast.parse(text)
    constants = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and _is_text(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        key: ast.expr | None = None
        if isinstance(node, ast.Subscript) and _is_session(node.value):
            key = node.slice
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and _is_session(node.func.value)
            and node.args
        ):
            key = node.args[0]
        elif (
            isinstance(node, ast.Attribute)
            and _is_session(node.value)
            and node.attr not in ("get", "pop", "setdefault")
        ):
            yield f"session_state.{node.attr}, line {node.lineno}"
        if key is not None and (
            _is_text(key) or (isinstance(key, ast.Name) and key.id in constants)
        ):
            yield f"{ast.unparse(key)}, line {key.lineno}"


def _is_session(node: ast.expr) -> bool:
    return ast.unparse(node) == "st.session_state"


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def untranslated(text: str) -> Iterator[str]:
    """What a Streamlit element says to a reader comes through t()."""
    for node in ast.walk(ast.parse(text)):
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _SPEAKING
            # The log is read by operators, in one language.
            and ast.unparse(node.func.value) != "log"
        ):
            continue
        said = [
            *node.args[:1],
            *(word.value for word in node.keywords if word.arg in _SAID_BY_NAME),
        ]
        for words in said:
            # A single letter is a symbol: n is n in every language.
            if _is_text(words) and len(_letters(words)) > 1:
                yield f"{ast.unparse(words)}, line {words.lineno}"


def _letters(words: ast.expr) -> str:
    """Of a text as written: what is put in at run time is not counted."""
    parts = words.values if isinstance(words, ast.JoinedStr) else [words]
    written = "".join(
        str(part.value) for part in parts if isinstance(part, ast.Constant)
    )
    return _DIRECTIVE.sub("", written)
