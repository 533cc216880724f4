"""Finds things on the screen as a screen reader does. A line of JSON in, a line of JSON out.

Needs python3-gi and gir1.2-atspi-2.0.
"""

import json
import re
import sys
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

warnings.simplefilter("ignore", DeprecationWarning)
# What the library remembers of a page is old by the time it's asked again.
Atspi.init()
MOST = 6000


def children(it):
    for place in range(it.get_child_count()):
        child = it.get_child_at_index(place)
        if child is not None:
            yield child


def windows(title):
    for program in children(Atspi.get_desktop(0)):
        program.set_cache_mask(Atspi.Cache.NONE)
        program.clear_cache()
        for window in children(program):
            if title is None or re.search(title, window.get_name() or ""):
                yield window


def below(it, left):
    left[0] -= 1
    if left[0] < 0:
        return
    yield it
    for child in children(it):
        yield from below(child, left)


def fits(wanted, text):
    text = text or ""
    return wanted is None or (re.search(wanted[1:], text) if wanted.startswith("~") else wanted == text)


def text_of(it):
    if "Text" not in it.get_interfaces():
        return None
    return Atspi.Text.get_text(it, 0, -1)


def described(it):
    states = [state.value_nick for state in it.get_state_set().get_states()]
    place = it.get_extents(Atspi.CoordType.SCREEN) if "Component" in it.get_interfaces() else None
    return {
        "role": it.get_role_name(),
        "name": it.get_name() or "",
        "description": it.get_description() or "",
        "states": states,
        "rect": [place.x, place.y, place.width, place.height] if place else [0, 0, 0, 0],
        "text": text_of(it),
    }


def find(wish):
    for window in windows(wish.get("window")):
        for it in below(window, [MOST]):
            if wish.get("role") not in (None, it.get_role_name()) or not fits(wish.get("name"), it.get_name()):
                continue
            found = described(it)
            if "showing" in found["states"] and (wish.get("state") is None or wish["state"] in found["states"]):
                yield it, found


def tree(title):
    lines = []

    def walk(it, depth):
        text = text_of(it)
        states = it.get_state_set()
        marks = "".join(
            mark
            for mark, state in [("*", Atspi.StateType.FOCUSED), ("-", None)]
            if (state is not None and states.contains(state))
            or (state is None and not states.contains(Atspi.StateType.SHOWING))
        )
        if len(lines) < 400:
            lines.append("  " * depth + f"{it.get_role_name()} {it.get_name()!r} {text or ''!r} {marks}")
            for child in children(it):
                walk(child, depth + 1)

    for window in windows(title):
        walk(window, 0)
    return "\n".join(lines)


def answer(wish):
    if wish["do"] == "tree":
        return {"tree": tree(wish.get("window"))}
    if wish["do"] == "all":
        return {"found": [found for _, found in find(wish)]}
    for it, found in find(wish):
        if wish["do"] == "press":
            if it.get_n_actions() == 0 or not it.do_action(0):
                return {"error": f"can't be pressed: {found}"}
        if wish["do"] == "focus":
            it.grab_focus()
        return {"found": [found]}
    return {"found": []}


for line in sys.stdin:
    try:
        said = answer(json.loads(line))
    except Exception as error:  # a page may go while it's looked at
        said = {"error": repr(error)}
    print(json.dumps(said), flush=True)
