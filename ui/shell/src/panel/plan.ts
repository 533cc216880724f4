/** What the panel of a window shows, and the room it needs: derived from the snapshot, nothing kept. */
import type {
  AskView,
  DuplicateView,
  PageView,
  PanelAnchor,
  PanelView,
  Snapshot,
  Trouble,
  WindowView,
} from '../ipc/contract.js';

export type Modal =
  | { kind: 'duplicate'; duplicate: DuplicateView }
  | { kind: 'ask'; ask: AskView }
  | { kind: 'panel'; panel: Exclude<PanelView, { kind: 'find' }> };

export type PickerShape = 'list' | 'row';

export interface PanelPlan {
  /** What stands in place of the page. */
  cover: { kind: 'home' } | { kind: 'trouble'; trouble: Trouble; page: PageView } | null;
  /** What takes the whole attention. */
  modal: Modal | null;
  /** What stands in the corner, and leaves the page usable. */
  find: boolean;
  permission: AskView | null;
  picker: PickerShape | null;
  /** Whether toasts are shown in this window. */
  toasts: boolean;
  anchor: PanelAnchor;
  /** For `at`: from the left edge of the window. */
  x: number;
  focus: boolean;
}

/** What of the panel is the page's own, as the person left it. */
export interface PanelLocal {
  /** Accounts whose login page has its picker hidden. */
  pickerHidden: ReadonlySet<string>;
  /** Whether a command of this panel failed, which is said in a toast. */
  problems: boolean;
}

const PICKER_WIDTH = 320;
const PICKER_TOP = 360;

/**
 * A list beside the login form, or a row of avatars where the list would cover it. With `toasts` below it, it
 * reaches as far down as there is.
 */
export function pickerShape(
  page: PageView,
  zoom: number,
  rows: number,
  toasts = false,
): PickerShape {
  const form = page.loginForm;
  if (!form || page.width === null) return form ? 'row' : 'list';
  // The form is measured in the page's pixels, the picker in the window's.
  const scale = 100 / zoom;
  const left = page.width - PICKER_WIDTH * scale;
  const bottom = toasts ? Infinity : Math.min(PICKER_TOP, 64 + rows * 40) * scale;
  const overlaps = form.x + form.width > left && form.y < bottom;
  return overlaps ? 'row' : 'list';
}

function coverOf(window: WindowView): PanelPlan['cover'] {
  if (window.front === null) return { kind: 'home' };
  const { page } = window;
  return page?.trouble ? { kind: 'trouble', trouble: page.trouble, page } : null;
}

function modalOf(window: WindowView): Modal | null {
  if (window.duplicate) return { kind: 'duplicate', duplicate: window.duplicate };
  const ask = window.asks.find((each) => each.question.kind !== 'permission');
  if (ask) return { kind: 'ask', ask };
  if (window.panel && window.panel.kind !== 'find') return { kind: 'panel', panel: window.panel };
  return null;
}

/** Where the picker would be a row, what is to be said takes its place: both would cover the login form. */
function pickerOf(
  snapshot: Snapshot,
  window: WindowView,
  local: PanelLocal,
  toasts: boolean,
): PickerShape | null {
  const { page } = window;
  if (!page?.login || page.trouble || local.pickerHidden.has(page.account)) return null;
  const others = snapshot.accounts.filter(
    (account) => account.id !== page.account && account.state !== 'adding',
  );
  if (others.length === 0) return null;
  const zoom = snapshot.accounts.find((account) => account.id === page.account)?.zoom ?? 100;
  const shape = pickerShape(page, zoom, others.length, toasts);
  return toasts && shape === 'row' ? null : shape;
}

/** Toasts stand in one window alone: the one in use, or the first. */
function showsToasts(snapshot: Snapshot, window: WindowView, local: PanelLocal): boolean {
  if (local.problems) return true;
  if (snapshot.deleting.length === 0 && snapshot.notices.length === 0) return false;
  const used = snapshot.windows.find((each) => each.focused) ?? snapshot.windows[0];
  return used?.id === window.id;
}

/** Where each modal stands over a page; in place of a page it's part of what fills the window. */
function modalAnchor(modal: Modal): PanelAnchor {
  if (modal.kind !== 'panel') return 'center';
  switch (modal.panel.kind) {
    case 'menu':
    case 'downloads':
      return 'topRight';
    case 'accountMenu':
      return 'at';
    case 'connection':
    case 'switcher':
      return 'top';
    case 'keys':
    case 'rename':
      return 'center';
  }
}

function xOf(modal: Modal | null): number {
  return modal?.kind === 'panel' && modal.panel.kind === 'accountMenu' ? modal.panel.x : 0;
}

function anchorOf(plan: Omit<PanelPlan, 'anchor' | 'focus' | 'x'>): PanelAnchor {
  if (plan.cover) return 'fill';
  if (plan.modal) return modalAnchor(plan.modal);
  if (plan.find || plan.permission || plan.picker) return 'topRight';
  return plan.toasts ? 'bottom' : 'hidden';
}

const NOTHING: PanelPlan = {
  cover: null,
  modal: null,
  find: false,
  permission: null,
  picker: null,
  toasts: false,
  anchor: 'hidden',
  x: 0,
  focus: false,
};

export function planPanel(snapshot: Snapshot, windowId: string, local: PanelLocal): PanelPlan {
  const window = snapshot.windows.find((each) => each.id === windowId);
  if (!window) return NOTHING;
  const cover = coverOf(window);
  const covered = cover !== null;
  const toasts = showsToasts(snapshot, window, local);
  const parts = {
    cover,
    modal: modalOf(window),
    find: !covered && window.panel?.kind === 'find',
    permission: covered
      ? null
      : (window.asks.find((each) => each.question.kind === 'permission') ?? null),
    picker: covered ? null : pickerOf(snapshot, window, local, toasts),
    toasts,
  };
  return {
    ...parts,
    anchor: anchorOf(parts),
    x: xOf(parts.modal),
    focus: covered || parts.modal !== null || parts.find,
  };
}
