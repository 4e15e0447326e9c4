"""Reading a QR code out of its SVG: byte mode, level M, versions 2 to 6, no error correction (nothing is damaged here).

Written after ISO/IEC 18004, apart from the library that draws the codes.
"""

import re

BLOCKS = {2: (1, 28), 3: (1, 44), 4: (2, 32), 5: (2, 43), 6: (4, 27)}
"""Of level M by version: how many blocks, and how many data bytes each has."""


def read(page: str) -> str:
    """The text of the one code in a page."""
    (code,) = re.findall(r'<svg[^>]*class="code".*?</svg>', page, re.DOTALL)
    (path,) = re.findall(r'stroke="#000"[^>]* d="([^"]*)"', code)
    return decode(modules(path))


def modules(path: str) -> list[list[bool]]:
    """The code's modules, without its margin: a path of horizontal lines, each as long as some dark modules."""
    dark: set[tuple[int, int]] = set()
    x = y = 0
    for command, numbers in re.findall(r"([Mmh])([-0-9. ]+)", path):
        values = [float(each) for each in numbers.split()]
        if command == "h":
            dark |= {(int(y), int(x) + each) for each in range(int(values[0]))}
            x += int(values[0])
        else:
            x = int(values[0]) + (x if command == "m" else 0)
            y = int(values[1]) + (y if command == "m" else 0)
    top, left = min(row for row, _ in dark), min(column for _, column in dark)
    size = max(row for row, _ in dark) - top + 1
    return [[(top + row, left + column) in dark for column in range(size)] for row in range(size)]


def decode(grid: list[list[bool]]) -> str:
    size = len(grid)
    version = (size - 17) // 4
    level = [grid[8][column] ^ bool(0b10101 >> (4 - column) & 1) for column in range(5)]
    assert level[:2] == [False, False], "not level M"
    mask = level[2] << 2 | level[3] << 1 | level[4]
    bits = [grid[row][column] ^ turned(mask, row, column) for row, column in places(size, version)]
    octets = [sum(bit << 7 - place for place, bit in enumerate(bits[at : at + 8])) for at in range(0, len(bits) - 7, 8)]
    count, length = BLOCKS[version]
    data = [octets[block + count * place] for block in range(count) for place in range(length)]
    stream = "".join(f"{each:08b}" for each in data)
    assert stream[:4] == "0100", "not bytes"
    long = int(stream[4:12], 2)
    return bytes(int(stream[12 + 8 * at : 20 + 8 * at], 2) for at in range(long)).decode()


def turned(mask: int, row: int, column: int) -> bool:
    """Whether a mask turns a module."""
    product = row * column
    both, third = (row + column) % 2, product % 3
    odd = (both, row, column % 3, (row + column) % 3, row // 2 + column // 3, product % 2 + third, product + third)
    if mask in {0, 2, 3, 5}:
        return odd[mask] == 0
    return (both + third if mask == 7 else odd[mask]) % 2 == 0


def places(size: int, version: int) -> list[tuple[int, int]]:
    """Where the data stands, in its order: in pairs of columns from the right, up and down in turn."""

    def taken(row: int, column: int) -> bool:
        corner = (row < 9 and (column < 9 or column >= size - 8)) or (row >= size - 8 and column < 9)
        middle = version * 4 + 10
        return corner or 6 in {row, column} or (abs(row - middle) < 3 and abs(column - middle) < 3)

    found, up = [], True
    for right in [*range(size - 1, 6, -2), 5, 3, 1]:
        for row in range(size - 1, -1, -1) if up else range(size):
            found += [(row, column) for column in (right, right - 1) if not taken(row, column)]
        up = not up
    return found
