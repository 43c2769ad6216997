#!/usr/bin/env python3
"""terminal_svg.py TITLE < TEXT > PICTURE.svg: a picture of what a terminal shows. Each run of narrow or wide characters is placed by
its column, so that the columns stand whatever fonts the reader has. For example, the picture of README.md:

    yishou audit --lake demo/lake --base demo/knowledge --out demo/findings.xlsx |
        python3 tools/terminal_svg.py 'yishou audit' > docs/images/audit.svg
"""
import itertools
import re
import sys
import unicodedata
from xml.sax.saxutils import escape

CELL, LINE, PAD, HEAD = 8.4, 19, 18, 34


def wide(char):
    return unicodedata.east_asian_width(char) in "WF"


def main():
    title = sys.argv[1] if len(sys.argv) > 1 else ""
    lines = [line.rstrip("\n") for line in sys.stdin]
    columns = max((sum(2 if wide(c) else 1 for c in line) for line in lines), default=0)
    width, height = columns * CELL + 2 * PAD, len(lines) * LINE + HEAD + 2 * PAD
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width:.0f}" height="{height:.0f}" rx="8" fill="#10222e"/>',
        '<g fill="#dbe7ee" font-family="ui-monospace, Menlo, Consolas, \'Noto Sans Mono CJK SC\', monospace" font-size="14">',
        f'<text x="{PAD}" y="{PAD + 10}" fill="#7fb4c9">$ {escape(title)}</text>',
    ]
    for number, line in enumerate(lines):
        y = HEAD + PAD + number * LINE + 10
        column = 0
        head = line[:1] not in ("", " ")
        for is_wide, run in itertools.groupby(line, wide):
            text = "".join(run)
            size = 2 if is_wide else 1
            for word in re.finditer(r"\S+(?: \S+)*", text):  # what stands two blanks apart is placed by itself
                shown, start = word.group(), column + word.start() * size
                colour = ' fill="#ffd27f"' if head else ""
                out.append(f'<text x="{PAD + start * CELL:.1f}" y="{y}" textLength="{len(shown) * size * CELL:.1f}" '
                           f'xml:space="preserve"{colour}>{escape(shown)}</text>')
            cells = len(text) * size
            column += cells
    out += ["</g>", "</svg>"]
    print("\n".join(out))


if __name__ == "__main__":
    main()
