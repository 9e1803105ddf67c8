"""Write the pages that are made from the commands: man pages, docs/commands and docs/pictures.

Run it after a change of the commands or of docs/sessions.

python docs/make.py          writes docs/man/*.1, docs/commands/*.md from --help and docs/sessions/*.md, and
                             docs/pictures/*.svg
python docs/make.py --check  lists the files that are out of date
"""

import io
import sys
from contextlib import redirect_stdout
from pathlib import Path

import click
from pictures import PICTURES, picture, words_of

from xentcli import __version__
from xentcli.cli.main import COMMANDS, group, main

DOCS = Path(__file__).parent


def man_page(name):
    """Return the manual page of a command; an empty name is the program."""
    command = group.get_command(None, name) if name else group
    context = click.Context(command, info_name=f"xentcli {name}".strip(), max_content_width=10_000)
    usage = _roff(" ".join(command.collect_usage_pieces(context)))
    title, line = "-".join(context.info_name.split()), COMMANDS[name][1] if name else group.help
    parts = [
        f'.TH "{title.upper()}" "1" "" "xentcli {__version__}" "User Commands"',
        f".SH NAME\n{_roff(title)} \\- {_roff(line)}",
        f".SH SYNOPSIS\n.B {_roff(context.info_name)}\n" + usage,
        ".SH DESCRIPTION\n" + "\n.PP\n".join(_paragraphs(command.help or "")),
        *(_section(heading, records) for heading, records in _groups(command, context).items()),
        ".SH EXAMPLES\n.nf\n" + "\n".join(map(_roff, command.examples)) + "\n.fi",
        _exit_status(),
        ".SH SEE ALSO\n" + ", ".join(f"xentcli\\-{other}(1)" for other in COMMANDS if other != name),
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _roff(text):
    """Return text with the marks of roff escaped."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("^", "\\(ha")
    text = text.replace("~", "\\(ti").replace("`", "\\(ga").replace("…", "...")
    return f"\\&{text}" if text.startswith(".") else text


def _paragraphs(text):
    return [_roff(" ".join(part.split())) for part in text.split("\n\n")]


def _groups(command, context):
    """The options by heading, or the commands."""
    groups = {}
    if not command.name or command is group:
        groups["Commands"] = [(name, text) for name, (_, text) in COMMANDS.items()]
    for param in command.get_params(context):
        record = None if isinstance(param, click.Argument) else param.get_help_record(context)
        if record is not None:
            groups.setdefault(param.group, []).append(record)
    return groups


def _section(heading, records):
    items = [f".TP\n.B {_roff(left)}\n{_roff(' '.join(right.split()))}" for left, right in records]
    return f".SH {heading.upper()}\n" + "\n".join(items)


def _exit_status():
    said = {
        0: "done, and the answer is yes", 1: "done, and the data are wrong or the answer is no",
        2: "the command line is wrong", 3: "an input cannot be read", 4: "an output cannot be written",
        5: "the cluster or the program itself failed",
    }  # fmt: skip
    return ".SH EXIT STATUS\n" + "\n".join(f".TP\n.B {number}\n{text}" for number, text in said.items())


def help_of(name):
    """Return the output of --help, 80 columns wide."""
    out = io.StringIO()
    with redirect_stdout(out):
        main([*name.split(), "--help"])
    return out.getvalue()


def command_page(name):
    """Return the page of a command: its sessions, which are written by hand, and its help."""
    sessions = (DOCS / "sessions" / f"{name}.md").read_text(encoding="utf-8")
    head = f"# xentcli {name}\n\n{COMMANDS[name][1]}\n\n## Examples of xentcli {name}\n\n{sessions}\n"
    return f"{head}## Options of xentcli {name}\n\n```text\n{help_of(name)}```\n"


def made():
    """Yield every file that is made, with its text."""
    for name in ["", *COMMANDS]:
        yield DOCS / "man" / f"{'-'.join(['xentcli', name]).rstrip('-')}.1", man_page(name)
    for name in COMMANDS:
        yield DOCS / "commands" / f"{name}.md", command_page(name)
    for name, command in PICTURES.items():
        yield DOCS / "pictures" / f"{name}.svg", picture(command)


def is_current(path, text):
    """Return whether a file is up to date; pictures are compared by their words."""
    if not path.exists():
        return False
    found = path.read_text(encoding="utf-8")
    return words_of(found) == words_of(text) if path.suffix == ".svg" else found == text


def run():
    """Write the files, or compare them with --check."""
    stale = [(path, text) for path, text in made() if not is_current(path, text)]
    for path, text in stale:
        sys.stdout.write(f"{path.relative_to(DOCS.parent)}\n")
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(run())
