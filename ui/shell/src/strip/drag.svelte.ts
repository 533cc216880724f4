/** Dragging a pill: along the strip it changes the order, let go outside it is handed to the program. */

/** How far a pointer moves before it's a drag and no click. */
const THRESHOLD = 5;

/** How far outside the strip still counts as in it. */
const MARGIN = 12;

/** Of the strip, in CSS pixels. */
export interface Size {
  width: number;
  height: number;
}

export interface PillBox {
  account: string;
  /** Middle of the pill, in CSS pixels. */
  middle: number;
}

/**
 * Before which pill a pointer at `x` lets go: the index in `boxes`, or their number for the end.
 * Right-to-left strips have their first pill at the right.
 */
export function dropIndex(boxes: readonly PillBox[], x: number): number {
  const first = boxes[0];
  const last = boxes[boxes.length - 1];
  if (!first || !last) return 0;
  const rightToLeft = first.middle > last.middle;
  const found = boxes.findIndex(({ middle }) => (rightToLeft ? x > middle : x < middle));
  return found < 0 ? boxes.length : found;
}

/**
 * The account's new place among all listed accounts (from 0, once it's taken out), when it is let go
 * before the open one at `drop`. `null` where nothing changes.
 */
export function placeAfterDrop(
  listed: readonly string[],
  open: readonly string[],
  account: string,
  drop: number,
): number | null {
  const before = open[drop];
  const rest = listed.filter((id) => id !== account);
  const lastOpen = open.filter((id) => id !== account).at(-1);
  const place =
    before === undefined
      ? (lastOpen === undefined ? -1 : rest.indexOf(lastOpen)) + 1
      : rest.indexOf(before);
  if (before === account || place < 0 || place === listed.indexOf(account)) return null;
  return place;
}

function isInside(x: number, y: number, { width, height }: Size): boolean {
  const within = (at: number, length: number): boolean => at >= -MARGIN && at <= length + MARGIN;
  return within(x, width) && within(y, height);
}

export class PillDrag {
  /** The pill that is being dragged. */
  account = $state<string | null>(null);
  /** Before which pill it would land; `null` outside the strip. */
  drop = $state<number | null>(null);
  #pressed: { account: string; x: number; y: number } | null = null;

  press(account: string, x: number, y: number): void {
    this.#pressed = { account, x, y };
  }

  /** True once it's a drag. */
  move(x: number, y: number, boxes: readonly PillBox[], strip: Size): boolean {
    if (!this.#pressed) return false;
    const far = Math.hypot(x - this.#pressed.x, y - this.#pressed.y) >= THRESHOLD;
    if (this.account === null && !far) return false;
    this.account = this.#pressed.account;
    this.drop = isInside(x, y, strip) ? dropIndex(boxes, x) : null;
    return true;
  }

  /**
   * What was dragged and where it landed, or `null` where it was no drag. The last step may be the only
   * one: a pointer that jumps is let go where it never was seen moving.
   */
  release(
    x: number,
    y: number,
    boxes: readonly PillBox[],
    strip: Size,
  ): { account: string; drop: number | null } | null {
    this.move(x, y, boxes, strip);
    const result = this.account === null ? null : { account: this.account, drop: this.drop };
    this.cancel();
    return result;
  }

  cancel(): void {
    this.#pressed = null;
    this.account = null;
    this.drop = null;
  }
}
