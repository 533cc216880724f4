/**
 * Arrow keys among the items of a menu, a tab list or a toolbar: one of them is in the tab order, the
 * arrows, Home, End and the first letters move.
 */

export interface RovingOptions {
  /** Selects the items, in reading order. */
  items: string;
  /** Which arrows move; the other pair is left alone. */
  orientation: 'vertical' | 'horizontal';
  /** Whether letters jump to the item that starts with them. */
  typeAhead?: boolean;
  /** Called with the item that got the focus. */
  onmove?: (item: HTMLElement) => void;
}

const TYPE_AHEAD_MS = 600;

/** Which item is next for a key, or `null` where the key isn't for moving. */
export function nextIndex(
  key: string,
  current: number,
  count: number,
  orientation: RovingOptions['orientation'],
  rightToLeft = false,
): number | null {
  if (count === 0) return null;
  const forward =
    orientation === 'vertical' ? 'ArrowDown' : rightToLeft ? 'ArrowLeft' : 'ArrowRight';
  const back = orientation === 'vertical' ? 'ArrowUp' : rightToLeft ? 'ArrowRight' : 'ArrowLeft';
  if (key === forward) return (current + 1) % count;
  if (key === back) return current <= 0 ? count - 1 : current - 1;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

/** The next item, after `current` and around, whose text starts with `typed`. */
function matchTyped(texts: readonly string[], current: number, typed: string): number | null {
  const wanted = typed.toLocaleLowerCase();
  // One letter typed again goes on to the next; more letters may stay where they are.
  const from = typed.length > 1 ? current : current + 1;
  for (let step = 0; step < texts.length; step += 1) {
    const index = (Math.max(from, 0) + step) % texts.length;
    if (texts[index]?.trim().toLocaleLowerCase().startsWith(wanted)) return index;
  }
  return null;
}

/** Where a letter leads that follows those typed before, or begins anew, and what is typed by then. */
export function jumpTo(
  texts: readonly string[],
  current: number,
  before: string,
  key: string,
): { index: number; typed: string } | null {
  for (const typed of new Set([before + key, key])) {
    const index = matchTyped(texts, current, typed);
    if (index !== null) return { index, typed };
  }
  return null;
}

/** An attachment for the container of the items. */
export function roving(options: RovingOptions): (container: HTMLElement) => () => void {
  return (container) => {
    let typed = '';
    let typedAt = 0;

    const all = (): HTMLElement[] => [...container.querySelectorAll<HTMLElement>(options.items)];
    const focus = (item: HTMLElement | undefined): void => {
      if (!item) return;
      // By key: WebKit alone would draw no ring where the menu was opened by mouse.
      item.focus({ focusVisible: true });
      item.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      options.onmove?.(item);
    };

    const jump = (items: HTMLElement[], current: number, event: KeyboardEvent): boolean => {
      if (!options.typeAhead || event.key.length !== 1) return false;
      if (event.ctrlKey || event.metaKey || event.altKey) return false;
      const before = event.timeStamp - typedAt < TYPE_AHEAD_MS ? typed : '';
      const texts = items.map((item) => item.dataset['label'] ?? item.textContent);
      // Amid a name it's a part of that; else it presses the item.
      if (event.key === ' ' && (before === '' || matchTyped(texts, current, `${before} `) === null))
        return false;
      const found = jumpTo(texts, current, before, event.key);
      // A key that leads nowhere, "?" for one, is no part of a name.
      typed = found?.typed ?? '';
      typedAt = event.timeStamp;
      if (found) focus(items[found.index]);
      return found !== null;
    };

    const onkeydown = (event: KeyboardEvent): void => {
      const items = all();
      const current = items.findIndex((item) => item === document.activeElement);
      if (current < 0) return;
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
      const rightToLeft = getComputedStyle(container).direction === 'rtl';
      const next = plain
        ? nextIndex(event.key, current, items.length, options.orientation, rightToLeft)
        : null;
      if (next !== null) focus(items[next]);
      else if (!jump(items, current, event)) return;
      event.preventDefault();
      event.stopPropagation();
    };

    /** However it got there, Tab comes back to the item that had the focus last. */
    const onfocusin = (event: FocusEvent): void => {
      const items = all();
      const current = items.find((item) => item === event.target);
      if (current) for (const each of items) each.tabIndex = each === current ? 0 : -1;
    };

    container.addEventListener('keydown', onkeydown);
    container.addEventListener('focusin', onfocusin);
    return () => {
      container.removeEventListener('keydown', onkeydown);
      container.removeEventListener('focusin', onfocusin);
    };
  };
}
