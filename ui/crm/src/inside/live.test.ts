import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Hearer } from '../api/stream.js';
import { Live } from './live.js';

let page: EventTarget & { visibilityState: string };

function turn(visibilityState: string): void {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', page);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function live() {
  const hearers: Hearer[] = [];
  const source = { start: vi.fn(async () => Promise.resolve()), stop: vi.fn() };
  const renewMe = vi.fn(async () => Promise.resolve());
  const shown = new Live({ id: 'me', renew: renewMe }, (hears) => {
    hearers.push(hears);
    return source;
  });
  const hears = (): Hearer => {
    const [hearer] = hearers;
    if (!hearer) throw new Error('nobody hears');
    return hearer;
  };
  return { live: shown, source, renewMe, hears };
}

const settled = async () => new Promise((resolve) => setTimeout(resolve));

describe('what is shown', () => {
  it('is listened for while somebody shows it on a page that is seen', () => {
    const { live: shown, source } = live();
    expect(source.start).not.toHaveBeenCalled();
    const off = shown.on(['user'], async () => Promise.resolve());
    expect(source.start).toHaveBeenCalledOnce();
    turn('hidden');
    expect(source.stop).toHaveBeenCalledOnce();
    turn('visible');
    expect(source.start).toHaveBeenCalledTimes(2);
    off();
    expect(source.stop).toHaveBeenCalledTimes(2);
    turn('visible');
    expect(source.start).toHaveBeenCalledTimes(2);
  });

  it('is asked for where records of its kind change, and all of it when too much was missed', async () => {
    const { live: shown, hears } = live();
    const users = vi.fn(async () => Promise.resolve());
    const keys = vi.fn(async () => Promise.resolve());
    shown.on(['user', 'invitation'], users);
    shown.on(['api_key'], keys);
    hears().changed({ type: 'invitation', id: '1' });
    await settled();
    expect([users.mock.calls.length, keys.mock.calls.length]).toEqual([1, 0]);
    hears().reset();
    await settled();
    expect([users.mock.calls.length, keys.mock.calls.length]).toEqual([2, 1]);
  });

  it('is asked for where the person is told something, as far as it is that', async () => {
    const { live: shown, hears } = live();
    const told = vi.fn(async () => Promise.resolve());
    const users = vi.fn(async () => Promise.resolve());
    shown.on(['notification'], told);
    shown.on(['user'], users);
    hears().notified();
    await settled();
    expect([told.mock.calls.length, users.mock.calls.length]).toEqual([1, 0]);
  });

  it('is asked for once more, however much changes while it is asked for', async () => {
    const { live: shown, hears } = live();
    let answer = (): void => undefined;
    const users = vi.fn(async () => new Promise<void>((resolve) => (answer = resolve)));
    shown.on(['user'], users);
    for (const id of ['1', '2', '3']) hears().changed({ type: 'user', id });
    await settled();
    expect(users).toHaveBeenCalledOnce();
    answer();
    await settled();
    expect(users).toHaveBeenCalledTimes(2);
    answer();
    await settled();
    expect(users).toHaveBeenCalledTimes(2);
  });

  it('is asked for by who I am now', async () => {
    const { live: shown, renewMe, hears } = live();
    const users = vi.fn(async () => Promise.resolve());
    shown.on(['user'], users);
    hears().changed({ type: 'user', id: 'me' });
    await settled();
    expect(renewMe).toHaveBeenCalledBefore(users);
    hears().over();
    expect(renewMe).toHaveBeenCalledTimes(2);
  });
});
