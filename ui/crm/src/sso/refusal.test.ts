import { expect, it } from 'vitest';
import { isAboutIdentity, REFUSALS, refusalOf, takesAnotherWay } from './refusal.js';

it.each(REFUSALS)('%s has words of its own', (code) => {
  expect(refusalOf(code)).toBe(code);
});

it.each(['', 'internal_error', 'constructor', 'sso_'])('%j has those of every other', (code) => {
  expect(refusalOf(code)).toBe('other');
});

it.each([
  ['sso_no_user', true],
  ['sso_email_unverified', true],
  ['sso_link_required', true],
  ['sso_failed', false],
  ['ticket_invalid', false],
])('after %s another identity would help: %s', (code, is) => {
  expect(isAboutIdentity({ code, reference: '' })).toBe(is);
});

it('nobody was refused where nothing is said', () => {
  expect(isAboutIdentity(null)).toBe(false);
  expect(takesAnotherWay(null)).toBe(false);
  expect(takesAnotherWay({ ok: false, problem: null })).toBe(false);
});
