"""Click commands whose help starts with examples, and a group that imports commands on demand."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from xentcli._version import __version__
from xentcli.cli.output import color_wish, is_colored, tell, write_answer
from xentcli.core.errors import UsageError
from xentcli.core.exit_status import Exit
from xentcli.core.suggest import did_you_mean
from xentcli.core.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from click.shell_completion import CompletionItem


COMMON = frozenset(
    {
        *("--labels-column", "--prediction-columns", "--from-logits", "--classes", "--label-offset", "--on"),
        *("--like", "--per-sample", "--by", "--full"),
        *("--to", "--argmax", "--threshold", "--expect", "--rows", "--strict", "--output", "--format"),
    }
)
"""The options that ``-h`` shows; ``--help`` shows all."""
RARER = ("--full", "--label-offset", "--output", "--on")
"""The options that ``-h`` leaves out if its page is too long, the first one first."""
MOST_EXAMPLES = 3
MOST_LINES = 23
"""The lines of a terminal of 24, above the next prompt."""


def with_format(words: Sequence[str]) -> list[str]:
    """Return the words of a command line with ``--format=json`` in place of ``--json``.

    >>> with_format(["loss", "y.csv", "--json", "--", "--json"])
    ['loss', 'y.csv', '--format=json', '--', '--json']
    """
    end = list(words).index("--") if "--" in words else len(words)
    return ["--format=json" if w == "--json" and i < end else w for i, w in enumerate(words)]


def _show_help(context: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        command = context.command
        if param.opts == ["-h"] and isinstance(command, _Helpful):
            text = command.get_short_help_page(context)
        else:
            text = context.get_help()
        write_answer(_in_color(text) + "\n")
        context.exit()


def _in_color(text: str) -> str:
    """Return a page of help with headings and options in color, if stdout has color."""
    from xentcli.cli.color import painted_help

    terminal = sys.stdout is not None and sys.stdout.isatty()
    return painted_help(text) if is_colored(color_wish(), terminal=terminal) else text


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        write_answer(f"xentcli {__version__}\n")
        context.exit()


class Option(click.Option):
    """An option with a heading for the help page."""

    group = "Options"


def under(heading: str, *options: Option) -> list[Option]:
    """Set the heading of the options and return them as a list."""
    for option in options:
        option.group = heading
    return list(options)


def _eager(*names: str, callback: Callable[..., None] | None, text: str) -> list[Option]:
    more: dict[str, Any] = {"is_flag": True, "expose_value": False, "is_eager": True}
    return under("Help", Option(names, callback=callback, help=text, **more))


class _Helpful(click.Command):
    """Base class of commands and the group: help with examples, usage, and options under headings."""

    def __init__(self, *arguments: Any, examples: Sequence[str] = (), **attributes: Any) -> None:
        """Create the command; each example is a line of at most 78 characters."""
        super().__init__(*arguments, **{"add_help_option": False, **attributes})
        self.examples = tuple(examples)
        self.params += _eager("--debug", callback=None, text="Show a traceback with errors, for reports.")
        self.params += _eager("-h", callback=_show_help, text="Show the most used options.")
        self.params += _eager("--help", callback=_show_help, text="Show all options.")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; usage errors get the context of the command."""
        try:
            return super().parse_args(ctx, with_format(args) if self.has("--format") else args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def has(self, name: str) -> bool:
        """Return whether the command has an option of this name."""
        return any(name in param.opts for param in self.params)

    def get_short_help_page(self, ctx: click.Context) -> str:
        """Return one screen of help: the usage, the first sentence, some examples and the common options."""
        for count in range(len(RARER)):
            page = self._short_page(ctx, COMMON.difference(RARER[:count]))
            if page.count("\n") < MOST_LINES:
                return page
        return self._short_page(ctx, COMMON.difference(RARER))

    def _short_page(self, ctx: click.Context, shown: Collection[str]) -> str:
        formatter = ctx.make_formatter()
        self.format_usage(ctx, formatter)
        formatter.write_paragraph()
        formatter.write_text((self.help or "").split("\n\n")[0])
        formatter.write_paragraph()
        formatter.write("Examples:\n" + "".join(f"  {line}\n" for line in self.examples[:MOST_EXAMPLES]))
        self.format_common(ctx, formatter, shown)
        formatter.write_paragraph()
        formatter.write_text(f"{ctx.command_path} --help shows all options.")
        return formatter.getvalue().rstrip("\n")

    def format_common(
        self, ctx: click.Context, formatter: click.HelpFormatter, shown: Collection[str]
    ) -> None:
        """Write the options that are used most."""
        params = (param for param in self.get_params(ctx) if any(name in shown for name in param.opts))
        records = [record for param in params if (record := param.get_help_record(ctx))]
        if records:
            with formatter.section("Options"):
                formatter.write_dl(records, col_max=26)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the rest of the help."""
        if self.examples:
            formatter.write("Examples:\n" + "".join(f"  {line}\n" for line in self.examples) + "\n")
        super().format_help(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under their headings, in the order of declaration."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = None if isinstance(param, click.Argument) else param.get_help_record(ctx)
            if record is not None:
                groups.setdefault(getattr(param, "group", "Options"), []).append(record)
        for heading, records in groups.items():
            with formatter.section(heading):
                formatter.write_dl(records, col_max=26)


class Command(_Helpful):
    """A command of xentcli, with ``examples``, a help text, and options that have a ``group``."""

    def __init__(self, *arguments: Any, writes_rows: bool = False, **attributes: Any) -> None:
        """Create the command; ``writes_rows`` is whether it writes output while it is still working."""
        super().__init__(*arguments, **attributes)
        self.writes_rows = writes_rows

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and show progress if stderr is a terminal."""
        if sys.stderr is None or not sys.stderr.isatty():
            return super().invoke(ctx)
        from xentcli.cli.progress import Bar, is_wanted
        from xentcli.core.progress import heard_by

        if not is_wanted(quiet=bool(ctx.params.get("quiet")), to_screen=self.writes_rows):
            return super().invoke(ctx)
        with heard_by(Bar()):
            return super().invoke(ctx)


class LazyGroup(_Helpful, click.Group):
    """A group that stores a name and a line of help per command, and imports a command when it is called."""

    def __init__(self, *arguments: Any, lazy: Mapping[str, tuple[str, str]], **attributes: Any) -> None:
        """Create the group; ``lazy`` maps command names to ("module:attribute", line of help)."""
        super().__init__(*arguments, **attributes)
        self.params += _eager("-V", "--version", callback=_show_version, text="Show the version.")
        self.lazy = lazy

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; without arguments, write the help to stderr and exit with a usage error.

        ``help COMMAND`` stands for ``COMMAND --help``, and ``version`` for ``--version``.
        """
        if args == ["version"]:
            args = ["--version"]
        if args[:1] == ["help"]:
            args = [*args[1:], "--help"]
        if not args and not ctx.resilient_parsing:
            tell(ctx.get_help() + "\n")
            ctx.exit(Exit.USAGE)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of the table."""
        return [*self.lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        module, _, name = self.lazy[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command named by the first argument; an unknown name is a UsageError with a hint."""
        names = self.list_commands(ctx)
        if args[0] not in names and not ctx.resilient_parsing:
            hint = did_you_mean(args[0], names, f"the commands are {', '.join(names)}; see xentcli --help")
            raise UsageError(f"no command is called '{shown(args[0])}'", hint, value=args[0])
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Return the commands with this prefix and their lines of help, without importing them."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=text) for name, (_, text) in self.lazy.items()]
        return [item for item in found if item.value.startswith(incomplete)] + click.Command.shell_complete(
            self, ctx, incomplete
        )

    def format_common(
        self, ctx: click.Context, formatter: click.HelpFormatter, shown: Collection[str]
    ) -> None:
        """Write the commands with their lines of help."""
        del ctx, shown
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.lazy.items()])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their lines of help, without importing them, then the options."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.lazy.items()])
        super().format_options(ctx, formatter)
