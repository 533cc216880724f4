import { expect, it } from 'vitest';
import type { SessionResponse } from '../api/client.js';
import { demandOn } from './demand.js';

const session: SessionResponse = {
  user: {
    id: '1',
    display_name: 'Olena Koval',
    username: 'olena',
    email: 'olena@acme.example',
    role: 'owner',
  },
  crm: { slug: 'acme', name: 'Acme' },
  csrf: '',
  last_event: 0,
};
const now = new Date('2026-11-22T12:00:00Z');

it.each([
  [null, null],
  [undefined, null],
  ['2026-11-22T12:00:01Z', false],
  ['2026-11-22T12:00:00Z', true],
])('what is due at %s is over: %s', (due, isOver) => {
  const demand = demandOn(
    due === undefined ? session : { ...session, second_factor_due_at: due },
    now,
  );
  expect(demand?.isOver ?? null).toBe(isOver);
});
