"""What a statement reads and changes, and an UPDATE as the query of what it leaves."""

from __future__ import annotations

from sqlglot import exp

_JOINED = "__"


def target(tree: exp.Expr) -> exp.Table | None:
    """The table a statement makes or changes."""
    if isinstance(tree, (exp.Create, exp.Insert)):
        inner = tree.this
        found = inner.this if isinstance(inner, exp.Schema) else inner
    elif isinstance(tree, (exp.Delete, exp.Update)):
        found = tree.this
    else:
        return None
    return found if isinstance(found, exp.Table) else None


def tables_read(tree: exp.Expr) -> list[exp.Table]:
    """Every table a statement reads, without those it makes on the way."""
    made = {cte.alias for cte in tree.find_all(exp.CTE)}
    changed = target(tree)
    return [
        table
        for table in tree.find_all(exp.Table)
        if table is not changed
        and isinstance(table.this, exp.Identifier)
        and not (not table.db and table.name in made)
    ]


def is_temporary(tree: exp.Create) -> bool:
    """Whether a table or view lasts no longer than the connection."""
    properties = tree.args.get("properties")
    return bool(properties and properties.find(exp.TemporaryProperty))


def spark_name(table: exp.Table) -> str:
    """A name without a schema, which views of Spark's cannot have."""
    return f"{table.db}{_JOINED}{table.name}" if table.db else table.name


def warehouse_name(table: exp.Table) -> str:
    """The table as DuckDB calls it."""
    name = f'"{table.name}"'
    return f'"{table.db}".{name}' if table.db else name


def rename(table: exp.Table) -> None:
    """Call a table by its name on Spark; columns go on to find it by the old one."""
    if not table.db:
        return
    if not table.alias:
        table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
    table.set("this", exp.to_identifier(spark_name(table)))
    table.set("db", None)


def updated(tree: exp.Update, change: str, columns: list[str]) -> exp.Expr:
    """All rows as an UPDATE leaves them; `change` is the table its FROM became."""
    table, alias = tree.this, tree.args["from_"].this.alias_or_name
    instead = {each.this.name: each.expression for each in tree.expressions}
    is_changed = exp.column("file_id", table=alias).is_(exp.null()).not_()
    listed = [
        exp.alias_(
            exp.case()
            .when(is_changed.copy(), instead[name].copy())
            .else_(exp.column(name, table=table.alias))
            if name in instead
            else exp.column(name, table=table.alias),
            name,
        )
        for name in columns
    ]
    return (
        exp.select(*listed)
        .from_(table.copy())
        .join(
            exp.alias_(exp.to_table(change), alias, table=True),
            on=tree.args["where"].this.copy(),
            join_type="left",
        )
    )
