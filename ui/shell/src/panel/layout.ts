/** Tells the program what room the panel needs, and only when that changes. */
import type { PanelLayout } from '../ipc/contract.js';

const HIDDEN: PanelLayout = { anchor: 'hidden', width: 0, height: 0, x: 0, focus: false };

/** Sizes matter in a corner or at the rim alone; they are whole pixels, so that nothing trembles. */
export function layoutFor(
  plan: Pick<PanelLayout, 'anchor' | 'x' | 'focus'>,
  size: { width: number; height: number },
): PanelLayout {
  const sized = plan.anchor !== 'fill' && plan.anchor !== 'hidden';
  return {
    anchor: plan.anchor,
    width: sized ? Math.ceil(size.width) : 0,
    height: sized ? Math.ceil(size.height) : 0,
    x: Math.round(plan.x),
    focus: plan.focus,
  };
}

export class LayoutReporter {
  #last = HIDDEN;
  readonly #send: (layout: PanelLayout) => void;

  constructor(send: (layout: PanelLayout) => void) {
    this.#send = send;
  }

  report(layout: PanelLayout): void {
    const last = this.#last;
    const same =
      layout.anchor === last.anchor &&
      layout.width === last.width &&
      layout.height === last.height &&
      layout.x === last.x &&
      layout.focus === last.focus;
    if (same) return;
    this.#last = layout;
    this.#send(layout);
  }
}
