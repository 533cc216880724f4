import { describe, expect, it, vi } from 'vitest';
import { Messages } from '@ninefold/i18n';
import type { Failed, Notification } from '../api/client.js';
import { Notifications, type NotificationCalls } from './notifications.svelte.js';
import { more, placeOf, told } from './words.js';

const FAILED: Failed = { ok: false, problem: null };
const NOTED = { ok: true } as Awaited<ReturnType<NotificationCalls['readNotifications']>>;

function one(id: string, type = 'account.new_device'): Notification {
  return {
    id,
    type,
    subject: { type: 'session', id: '1' },
    fields: { device: 'Firefox, Linux', ip: '203.0.113.7' },
    at: '2027-01-15T08:00:00.000Z',
  };
}

/** A part of the list, by ids, and where it goes on. */
type Part = readonly [ids: string[], next?: string];

/** So many that weren't read, and these parts, one after the other. */
function notifications(unread: number, ...parts: Part[]) {
  const list = vi.fn<NotificationCalls['notifications']>();
  list.mockImplementation(async () => {
    const [ids, next]: Part = parts.shift() ?? [[]];
    const items = ids.map((id) => one(id));
    return Promise.resolve({ ok: true, body: { items, next_cursor: next ?? null } });
  });
  const read = vi.fn<NotificationCalls['readNotifications']>();
  read.mockResolvedValue(NOTED);
  const calls: NotificationCalls = {
    notifications: list,
    readNotifications: read,
    unread: async () => Promise.resolve({ ok: true, body: { unread } }),
  };
  const shown = new Notifications(calls);
  const ids = () => shown.items?.map(({ id }) => id);
  return { list, read, shown, ids };
}

describe('notifications', () => {
  it('are counted, and listed only while somebody looks', async () => {
    const { list, shown, ids } = notifications(3, [['b', 'a']]);
    await shown.renew();
    expect(shown.unread).toBe(3);
    expect(list).not.toHaveBeenCalled();
    await shown.open();
    expect(ids()).toEqual(['b', 'a']);
    shown.close();
    await shown.renew();
    expect(list).toHaveBeenCalledOnce();
  });

  it('stay as many as are shown when there are new ones', async () => {
    const { list, shown, ids } = notifications(1, [['b'], 'b'], [['a']], [['c', 'b', 'a']]);
    await shown.open();
    await shown.more();
    expect(ids()).toEqual(['b', 'a']);
    expect(shown.cursor).toBeNull();
    await shown.renew();
    expect(ids()).toEqual(['c', 'b', 'a']);
    expect(list.mock.calls).toEqual([[{}], [{ cursor: 'b' }], [{ limit: 50 }]]);
  });

  it('are read one by one or all at once', async () => {
    const { read, shown } = notifications(0, [['a']], [['a']], [['a']]);
    await shown.open();
    expect(await shown.read('a')).toBe(true);
    expect(await shown.read()).toBe(true);
    expect(read.mock.calls).toEqual([[{ id: 'a' }], [{}]]);
    read.mockResolvedValue(FAILED);
    expect(await shown.read()).toBe(false);
    expect(shown.failed).toBe(FAILED);
  });

  it('are asked for one after the other, so that none is listed twice or lost', async () => {
    const { list, shown, ids } = notifications(1, [['b'], 'b']);
    await shown.open();
    let answer = (): void => undefined;
    list.mockImplementationOnce(async () => {
      await new Promise<void>((resolve) => (answer = resolve));
      return { ok: true, body: { items: [one('a')], next_cursor: null } };
    });
    list.mockResolvedValueOnce({ ok: true, body: { items: [one('c'), one('b'), one('a')] } });
    const more = shown.more();
    const renewed = shown.renew();
    await vi.waitFor(() => {
      expect(list).toHaveBeenCalledTimes(2);
    });
    answer();
    await Promise.all([more, renewed]);
    expect(ids()).toEqual(['c', 'b', 'a']);
  });

  it('are none of whom somebody has stopped to look at', async () => {
    const { list, shown } = notifications(0);
    list.mockImplementation(async () => {
      shown.close();
      return Promise.resolve({ ok: true, body: { items: [one('a')] } });
    });
    await shown.open();
    expect(shown.items).toBeNull();
  });
});

describe('a notification', () => {
  const t = new Messages('en', 'notification-kind-account-new_device = New sign-in');
  it('says what it tells, also of a kind that is newer than the page', () => {
    expect(told(one('a'), t)).toBe('New sign-in');
    expect(told(one('a', 'task.assigned'), t)).toBe('task.assigned');
  });
  it('leads to where something can be done about it, where there is such a place', () => {
    expect(placeOf(one('a'), 'acme')).toBe('/c/acme/#sessions');
    expect(placeOf({ ...one('a'), subject: { type: 'task', id: '1' } }, 'acme')).toBeNull();
  });
  it('says what more is known', () => {
    expect(more(one('a'))).toBe('Firefox, Linux · 203.0.113.7');
    expect(more({ ...one('a'), fields: {} })).toBe('');
  });
});
