"""format=flowed breaks paragraphs at a trailing blank; they are joined before anyone reads (M-29).

Quoted lines are left as received: they are set aside whole, and joining them would blur whose
words they are.
"""

from __future__ import annotations


def unflowed(text: str, delsp: bool) -> str:
    """The text with its soft breaks undone; `-- ` and quotes stay as they are."""
    done: list[str] = []
    open_line: str | None = None
    for line in text.split("\n"):
        line = line[1:] if line.startswith(" ") else line
        fixed = line.startswith(">") or line == "-- "
        if fixed and open_line is not None:
            done.append(open_line)
            open_line = None
        if not fixed and line.endswith(" "):
            open_line = (open_line or "") + (line[:-1] if delsp else line)
        else:
            done.append((open_line or "") + line)
            open_line = None
    return "\n".join(done if open_line is None else [*done, open_line])
