"""What a benchmark says: its progress, and its table."""

import sys


def progress(text: str):
    print(f"… {text}", file=sys.stderr, flush=True)


def shown(value: float | None, unit: str = "") -> str:
    if value is None:
        return "—"
    return f"{value:.0f}{unit}" if value >= 100 else f"{value:.2f}{unit}"


def compared(results: dict, counts: list, of: str, ours: str, rivals: dict[str, str]) -> list[str]:
    """A row for each figure of `results[name][count]`, by count. `of` says what is counted; the ratios are those
    of `ours` to each rival, whose title is the key."""
    names = list(results)
    titles = names + [f"ratio to {title}" for title in rivals]
    lines = [f"| what | {of} | " + " | ".join(titles) + " |", "| --- | ---: |" + " ---: |" * len(titles)]
    for count in counts:
        figures = {name: results[name].get(count, {}) for name in names}
        for row in dict.fromkeys(key for name in names for key in figures[name]):
            mine = figures.get(ours, {}).get(row)
            others = (figures.get(rival, {}).get(row) for rival in rivals.values())
            cells = [shown(figures[name].get(row)) for name in names]
            cells += [shown(mine / other, "×") if mine and other else "—" for other in others]
            lines.append(f"| {row} | {count} | " + " | ".join(cells) + " |")
    return lines
