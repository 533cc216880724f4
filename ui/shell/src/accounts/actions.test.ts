import { describe, expect, test } from 'vitest';
import { account } from '../ipc/memory/scenarios.js';
import type { AccountView } from '../ipc/contract.js';
import { accountActions, nextZoom, ZOOM_STEPS, type ActionPlace } from './actions.js';
import { spokenName, unreadWords } from './words.js';

const place = { window: 'w1', front: 'a1', companions: 2 };
const ids = (view: AccountView, where: ActionPlace): string[] =>
  accountActions(view, where)
    .flat()
    .map((action) => action.id);

describe('what can be done with an account', () => {
  test('the one in front can be left, not switched to', () => {
    const offered = ids(account(1, { label: 'A' }), place);
    expect(offered).toContain('account-disconnect');
    expect(offered).toContain('account-new-window');
    expect(offered).not.toContain('account-switch');
    expect(offered).not.toContain('account-move-here');
  });

  test('one in another window can be brought here', () => {
    expect(ids(account(2, { label: 'B', window: 'w2' }), place)).toEqual(
      expect.arrayContaining(['account-switch', 'account-move-here']),
    );
  });

  test('one alone in its window needs no other one', () => {
    expect(ids(account(1, { label: 'A' }), { ...place, companions: 1 })).not.toContain(
      'account-new-window',
    );
  });

  test('a disconnected one can be opened and deleted, not put to sleep', () => {
    const offered = ids(
      account(2, { label: 'B', state: 'disconnected', awake: false, window: null }),
      place,
    );
    expect(offered).toEqual(expect.arrayContaining(['account-open', 'account-delete']));
    expect(offered).not.toContain('account-sleep');
    expect(offered).not.toContain('account-disconnect');
  });

  test('a signed-out one has nothing to sign out of', () => {
    const offered = ids(
      account(2, { label: 'B', state: 'signedOut', awake: false, window: null }),
      place,
    );
    expect(offered).not.toContain('account-sign-out');
    expect(offered).not.toContain('account-delete-sign-out');
  });

  test('a login page that is not listed yet can only be closed or seen', () => {
    const offered = ids(account(1, { label: 'A', state: 'adding' }), place);
    expect(offered).toContain('account-disconnect');
    expect(offered).not.toContain('account-delete');
    expect(offered).not.toContain('account-rename');
    expect(offered).not.toContain('account-proxy');
  });
});

describe('zoom', () => {
  test('steps up and down and stops at the ends', () => {
    expect(nextZoom(100, 1)).toBe(110);
    expect(nextZoom(100, -1)).toBe(90);
    expect(nextZoom(103, 1)).toBe(110);
    expect(nextZoom(ZOOM_STEPS[0], -1)).toBe(30);
    expect(nextZoom(300, 1)).toBe(300);
  });
});

describe('words', () => {
  const t = (id: string, values: Record<string, unknown> = {}): string =>
    [id, ...Object.values(values)].join(' ');
  test('say everything about an account at once', () => {
    const view = account(1, { label: 'Acme', unread: '3', muted: true, awake: false, asks: true });
    expect(spokenName(view, t)).toBe(
      'Acme, account-state-asleep, unread-count 3, account-asks, account-state-muted',
    );
  });
  test('know counts and many', () => {
    expect(unreadWords('999+', t)).toBe('unread-many 999+');
  });
});
