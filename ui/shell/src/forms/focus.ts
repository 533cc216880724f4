/** Where the keyboard goes when something opens, and when the program asks again. */
import type { Shell } from '../state/shell.svelte.js';

/** Focuses the first element that fits the first selector that finds any, in the attached node or below. */
export function focusFirst(shell: Shell, ...selectors: string[]): (node: HTMLElement) => void {
  return (node) => {
    shell.followFocusRequests();
    for (const selector of selectors) {
      const found = node.matches(selector) ? node : node.querySelector<HTMLElement>(selector);
      if (!found) continue;
      // After a dialog around it has opened, which focuses its own first element.
      queueMicrotask(() => {
        // What is taller than the window is read from the top, with its heading.
        found.focus({ preventScroll: found.offsetHeight > innerHeight });
        if (found instanceof HTMLInputElement && found.type !== 'checkbox') found.select();
      });
      return;
    }
  };
}

/** The window has got the keyboard: the first element that fits a selector takes it, unless another one has it. */
export function takeKeyboard(selector: string): void {
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  document.querySelector<HTMLElement>(selector)?.focus({ focusVisible: true });
}
