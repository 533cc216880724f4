import { describe, expect, test } from 'vitest';
import { ask, page, scenario, WINDOW } from '../ipc/memory/scenarios.js';
import type { Snapshot, WindowView } from '../ipc/contract.js';
import { pickerShape, planPanel, type PanelPlan } from './plan.js';

const nothing = { pickerHidden: new Set<string>(), problems: false };

function plan(snapshot: Snapshot, local = nothing): PanelPlan {
  return planPanel(snapshot, WINDOW, local);
}

function front(snapshot: Snapshot): WindowView {
  const window = snapshot.windows[0];
  if (!window) throw new Error('a window');
  return window;
}

describe('the panel', () => {
  test.each([
    ['three', 'hidden', false],
    ['none', 'fill', true],
    ['trouble-asleep', 'fill', true],
    ['panel-menu', 'topRight', true],
    ['panel-find', 'topRight', true],
    ['login', 'topRight', false],
    ['ask-permission', 'topRight', false],
    ['ask-confirm', 'center', true],
    ['duplicate', 'center', true],
    ['deleting', 'bottom', false],
  ] as const)('in %s stands at %s, with the keyboard: %s', (name, anchor, focus) => {
    expect(plan(scenario(name))).toMatchObject({ anchor, focus });
  });

  test('of a window that is gone shows nothing', () => {
    expect(planPanel(scenario('none'), 'gone', nothing).anchor).toBe('hidden');
  });

  test("puts a page's question before what the person opened", () => {
    const snapshot = scenario('panel-menu');
    front(snapshot).asks = [ask({ kind: 'leavePage' })];
    expect(plan(snapshot).modal?.kind).toBe('ask');
  });

  test('never shows the picker over a trouble or beside no other account', () => {
    const troubled = scenario('login');
    const { page: shown } = front(troubled);
    if (shown) shown.trouble = { kind: 'asleep' };
    expect(plan(troubled).picker).toBeNull();
    const alone = scenario('login');
    alone.accounts = alone.accounts.slice(0, 1);
    expect(plan(alone).picker).toBeNull();
  });

  test('shows no picker that was hidden for this login page', () => {
    const snapshot = scenario('login');
    expect(plan(snapshot, { ...nothing, pickerHidden: new Set(['a6']) }).picker).toBeNull();
    expect(plan(snapshot).picker).toBe('list');
  });

  test('says what is to be said on a login page too, where it covers no form', () => {
    expect(plan(scenario('login-locked'))).toMatchObject({ toasts: true, picker: 'list' });
    const covered = scenario('login-covered');
    expect(plan(covered).picker).toBe('row');
    covered.notices = scenario('login-locked').notices;
    const both = plan(covered);
    expect(both).toMatchObject({ toasts: true, picker: null, anchor: 'bottom' });
  });

  test('shows toasts in one window alone', () => {
    const snapshot = scenario('deleting');
    expect(planPanel(snapshot, 'w2', nothing).toasts).toBe(false);
    for (const window of snapshot.windows) window.focused = window.id === 'w2';
    expect(planPanel(snapshot, 'w2', nothing).toasts).toBe(true);
    expect(plan(snapshot).toasts).toBe(false);
  });

  test('says what failed in the window where it failed', () => {
    expect(plan(scenario('three'), { ...nothing, problems: true }).anchor).toBe('bottom');
  });
});

describe('the picker', () => {
  const account = scenario('three').accounts[0];
  if (!account) throw new Error('an account');
  const form = { x: 800, y: 100, width: 320, height: 300 };

  test.each([
    [null, 1280, 100, 'list'],
    [form, 1280, 100, 'row'],
    [{ ...form, x: 400 }, 1280, 100, 'list'],
    [{ ...form, y: 500 }, 1280, 100, 'list'],
    // Zoomed out, the same picker takes more of the page's pixels.
    [{ ...form, x: 500 }, 1280, 50, 'row'],
    [form, null, 100, 'row'],
  ] as const)(
    'beside a form at %o in %s px at %i percent is a %s',
    (loginForm, width, zoom, shape) => {
      expect(pickerShape(page(account, { loginForm, width }), zoom, 4)).toBe(shape);
    },
  );

  test('with something said below it reaches further down', () => {
    const low = page(account, { loginForm: { ...form, y: 500 }, width: 1280 });
    expect(pickerShape(low, 100, 4, true)).toBe('row');
    const beside = page(account, { loginForm: { ...form, x: 400 }, width: 1280 });
    expect(pickerShape(beside, 100, 4, true)).toBe('list');
  });
});
