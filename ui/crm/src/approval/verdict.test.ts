import { expect, it } from 'vitest';
import type { ErrorCode } from '../api/client.js';
import { isOver, verdictOf } from './verdict.js';

const failed = (code: ErrorCode) => ({
  ok: false as const,
  problem: { title: '', detail: '', type: '', request_id: '', status: 400, code },
});

it.each([
  ['qr_denied', 'wrong-number', true],
  ['qr_expired', 'over', true],
  ['not_found', 'over', true],
  ['ticket_invalid', 'over', true],
  ['slow_down', null, false],
  ['rate_limited', null, false],
  ['qr_wrong_crm', null, false],
] as const)('%s while deciding is %s, before that over: %s', (code, verdict, over) => {
  expect(verdictOf(failed(code))).toBe(verdict);
  expect(isOver(failed(code))).toBe(over);
});

it('no answer decides nothing', () => {
  expect(verdictOf({ ok: false, problem: null })).toBeNull();
});
