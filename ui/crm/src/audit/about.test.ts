import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Messages } from '@ninefold/i18n';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../api/client.js';
import { about, deed, doer } from './about.js';

const file = path.resolve(import.meta.dirname, '../../../i18n/messages/en/crm.ftl');
const t = new Messages('en', readFileSync(file, 'utf8'));

const OLENA = { kind: 'user', id: '1', name: 'Olena Koval' } as const;

function entry(changes: Partial<AuditEntry>): AuditEntry {
  const at = '2027-01-15T08:00:00.000Z';
  return { id: '9', at, kind: 'sign_out', actor: OLENA, fields: {}, ...changes };
}

describe('who did it', () => {
  it.each([
    [OLENA, 'Olena Koval'],
    [{ ...OLENA, name: null }, 'Former user'],
    [{ kind: 'account', id: '2', name: 'Olena Koval' }, 'Olena Koval'],
    [{ kind: 'account', id: '2' }, 'Somebody with an account'],
    [{ kind: 'api_key', id: '3', name: 'Reporting' }, 'Key “Reporting”'],
    [{ kind: 'operator' }, 'Whoever runs the server'],
    [{ kind: 'nobody' }, 'The server'],
  ] as const)('%o', (actor, name) => {
    expect(doer(entry({ actor }), t).replace(/[\u2068\u2069]/g, '')).toBe(name);
  });
  it('is unknown while nobody is signed in', () => {
    const failed = entry({ kind: 'sign_in.failed', actor: { kind: 'nobody' } });
    expect(doer(failed, t)).toBe('Somebody unknown');
  });
});

describe('what it was', () => {
  it('has words', () => {
    expect(deed(entry({ kind: '2fa.enabled' }), t)).toBe('Second factor set up');
  });
  it('has its name where a newer server tells of it', () => {
    expect(deed(entry({ kind: 'moon.landed' }), t)).toBe('moon.landed');
  });
});

describe('what it was about', () => {
  it.each<[Partial<AuditEntry>, string]>([
    [{ subject: { id: '1', name: 'Olena Koval' } }, ''],
    [
      { subject: { id: '4', name: 'Ihor Bondar' }, fields: { from: 'member', to: 'admin' } },
      'Ihor Bondar · Administrator',
    ],
    [{ fields: { method: 'password', reason: 'wrong_password' } }, 'by password · wrong password'],
    [{ fields: { kind: 'top_up', amount_minor: '5' } }, 'Top-up'],
    [{ fields: { url: 'https://acme.example/hook', state: 'on' } }, 'https://acme.example/hook'],
    [{ fields: { role: 'king', method: 'force', reason: 'a moon' } }, 'a moon'],
    [{ fields: { kind: 'theft' } }, ''],
    [{ kind: 'audit.trimmed', fields: { count: '3', gaps: '[]' } }, '3 entries'],
  ])('%o', (changes, words) => {
    expect(about(entry(changes), t)).toBe(words);
  });
  it('has the reference that the page of a refusal names', () => {
    const refused = entry({ kind: 'sso.refused', fields: { reason: 'expired' }, request_id: 'r1' });
    expect(about(refused, t).replace(/[\u2068\u2069]/g, '')).toBe('expired · Request r1');
  });
});
