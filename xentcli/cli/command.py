"""Commands whose help opens with examples, and a group that loads a command only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from xentcli._version import __version__
from xentcli.cli.output import tell, write_answer
from xentcli.core.errors import UsageError
from xentcli.core.exit_status import Exit
from xentcli.core.suggest import did_you_mean
from xentcli.core.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from click.shell_completion import CompletionItem


def _show_help(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        write_answer(context.get_help() + "\n")
        context.exit()


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        write_answer(f"xentcli {__version__}\n")
        context.exit()


class Option(click.Option):
    """An option that knows under which heading the help shows it."""

    group = "Options"


def under(heading: str, *options: Option) -> list[Option]:
    """Return the options, to be shown under a heading of the help."""
    for option in options:
        option.group = heading
    return list(options)


def _eager(*names: str, callback: Callable[..., None] | None, text: str) -> list[Option]:
    more: dict[str, Any] = {"is_flag": True, "expose_value": False, "is_eager": True}
    return under("Help", Option(names, callback=callback, help=text, **more))


class _Helpful(click.Command):
    """What a command and the group share: examples first, then usage, then options under their headings."""

    def __init__(self, *arguments: Any, examples: Sequence[str] = (), **attributes: Any) -> None:
        """Click's own attributes, and the examples, each a line of at most 78 characters."""
        super().__init__(*arguments, **{"add_help_option": False, **attributes})
        self.examples = tuple(examples)
        self.params += _eager("--debug", callback=None, text="Show where in the program an error arose.")
        self.params += _eager("-h", "--help", callback=_show_help, text="Show this page.")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The command line taken apart; an error in it knows whose it is."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples, then everything else."""
        if self.examples:
            formatter.write("Examples:\n" + "".join(f"  {line}\n" for line in self.examples) + "\n")
        super().format_help(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, each under its heading, in the order of declaration."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = None if isinstance(param, click.Argument) else param.get_help_record(ctx)
            if record is not None:
                groups.setdefault(getattr(param, "group", "Options"), []).append(record)
        for heading, records in groups.items():
            with formatter.section(heading):
                formatter.write_dl(records, col_max=26)


class Command(_Helpful):
    """A command of xentcli: give it ``examples``, a help text, and options that have a ``group``."""

    def __init__(self, *arguments: Any, writes_rows: bool = False, **attributes: Any) -> None:
        """Click's own attributes; ``writes_rows`` says that output comes while there is work to do."""
        super().__init__(*arguments, **attributes)
        self.writes_rows = writes_rows

    def invoke(self, ctx: click.Context) -> Any:
        """Do the command's work, and show how far it is to those who watch."""
        if sys.stderr is None or not sys.stderr.isatty():
            return super().invoke(ctx)
        from xentcli.cli.progress import Progress, is_wanted
        from xentcli.core.progress import heard_by

        if not is_wanted(quiet=bool(ctx.params.get("quiet")), to_screen=self.writes_rows):
            return super().invoke(ctx)
        with heard_by(Progress()):
            return super().invoke(ctx)


class LazyGroup(_Helpful, click.Group):
    """A group that knows its commands by name and one line of help, and imports one when it is called."""

    def __init__(self, *arguments: Any, lazy: Mapping[str, tuple[str, str]], **attributes: Any) -> None:
        """Click's own attributes, and the commands: name -> ("module:attribute", line of help)."""
        super().__init__(*arguments, **attributes)
        self.params += _eager("--version", callback=_show_version, text="Show the version.")
        self.lazy = lazy

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The command line taken apart; an empty one gets the help, as an error."""
        if not args and not ctx.resilient_parsing:
            tell(ctx.get_help() + "\n")
            ctx.exit(Exit.USAGE)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands as the table orders them."""
        return [*self.lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        module, _, name = self.lazy[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names; an unknown one gets the nearest name."""
        names = self.list_commands(ctx)
        if args[0] not in names and not ctx.resilient_parsing:
            hint = did_you_mean(args[0], names, f"the commands are {', '.join(names)}; see xentcli --help")
            raise UsageError(f"no command is called '{shown(args[0])}'", hint, value=args[0])
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The commands that start like this, with their line of help, without importing them."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=text) for name, (_, text) in self.lazy.items()]
        return [item for item in found if item.value.startswith(incomplete)] + click.Command.shell_complete(
            self, ctx, incomplete
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their line of help, without importing them, then the options."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.lazy.items()])
        super().format_options(ctx, formatter)
