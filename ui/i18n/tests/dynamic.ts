/** Messages that the code finds by a code: their prefixes, with every value there is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Family {
  prefix: string;
  values: readonly string[];
}

const ROOT = join(import.meta.dirname, '../../..');
const contract = readFileSync(join(ROOT, 'ui/shell/src/ipc/contract.ts'), 'utf8');

/** Values of a union of the shell's contract, so that none is forgotten here. */
function union(name: string): string[] {
  const body = new RegExp(`export type ${name} = ([^;{]*);`).exec(contract)?.[1];
  if (body === undefined) throw new Error(`${name} is a union in the contract`);
  return Array.from(body.matchAll(/"([a-zA-Z]+)"/g), (match) => match[1] ?? '');
}

/** Names of the key table's actions, where they are defined. */
function actions(): string[] {
  const table = readFileSync(join(ROOT, 'crates/accounts/src/keymap.rs'), 'utf8');
  return Array.from(
    table.matchAll(/\(\s*Action::\w+(?:\(\d\))?,\s*"([a-z0-9-]+)"/g),
    (match) => match[1] ?? '',
  );
}

/** What the logs of CRMs and accounts tell of, where the service lists it. */
function deeds(): string[] {
  return ['actions.rs', 'account_actions.rs'].flatMap((name) => {
    const list = readFileSync(join(ROOT, 'crates/crm/src/audit', name), 'utf8');
    return Array.from(list.matchAll(/^ {4}"(.+)",$/gm), (match) =>
      (match[1] ?? '').replace('.', '-'),
    );
  });
}

const STORE_REPAIRS = readFileSync(join(ROOT, 'crates/store/src/repair.rs'), 'utf8');

const NOTICE_CODES = readFileSync(join(ROOT, 'src-tauri/src/windows/notices.rs'), 'utf8');

/** The code that an expression of the program's stands for: itself, a constant of its file's or of all notices', or a
 * repair's. */
function codesOf(expression: string, file: string): string[] {
  const literal = /^"([a-z-]+)"$/.exec(expression)?.[1];
  if (literal !== undefined) return [literal];
  if (expression === 'repair.code()') {
    return Array.from(STORE_REPAIRS.matchAll(/=> "([a-z-]+)"/g), (match) => match[1] ?? '');
  }
  const shared = /^notices::(\w+)$/.exec(expression)?.[1];
  const name = shared ?? expression.replace(/\[\d+\]$/, '');
  const where = shared === undefined ? file : NOTICE_CODES;
  const value = new RegExp(`const ${name}: [^=]+= ([^;]+);`).exec(where)?.[1] ?? '';
  const codes = Array.from(value.matchAll(/"([a-z-]+)"/g), (match) => match[1] ?? '');
  if (codes.length === 0) throw new Error(`${expression} is no notice's code that can be found`);
  return codes;
}

/** Codes of the notices that the program gives. */
function noticesGiven(): string[] {
  const folder = join(ROOT, 'src-tauri/src');
  const codes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.rs'))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return Array.from(
        text.matchAll(/\.notice(?:_of)?\(\s*[^,]+,\s*([^,]+),/g),
        (match) => match[1] ?? '',
      ).flatMap((expression) => codesOf(expression, text));
    });
  return [...new Set(codes)].sort();
}

export const NOTICES = noticesGiven();

const PERMISSIONS = union('PermissionKind');
/** These are asked for by questions of their own. */
const OWN_QUESTIONS = ['otherSite', 'launch'];
const PROBES = union('ProbeCode');

const SHELL: readonly Family[] = [
  { prefix: 'error-', values: union('ErrorCode') },
  { prefix: 'probe-', values: [...PROBES, ...PROBES.map((code) => `${code}-next`)] },
  { prefix: 'key-', values: actions() },
  { prefix: 'notice-', values: NOTICES },
  {
    prefix: 'ask-permission-',
    values: PERMISSIONS.filter((permission) => !OWN_QUESTIONS.includes(permission)),
  },
  { prefix: 'permission-', values: PERMISSIONS },
  { prefix: 'connection-', values: union('Security') },
  { prefix: 'strip-connection-', values: union('Security') },
  { prefix: 'downloads-', values: union('DownloadState') },
  {
    prefix: 'trouble-offline-',
    values: ['unknownHost', 'refused', 'timedOut', 'reset', 'proxySignIn', 'other'],
  },
  {
    prefix: 'trouble-certificate-',
    values: ['unknownIssuer', 'expired', 'notYetValid', 'wrongHost', 'revoked', 'weak', 'other'],
  },
  { prefix: 'trouble-no-folder-', values: ['readOnly', 'full', 'fullAtStart', 'other'] },
  { prefix: 'trouble-crashed-', values: ['crashed', 'memory', 'ended'] },
  { prefix: 'settings-theme-', values: union('Theme') },
  { prefix: 'settings-new-account-in-', values: union('NewAccountIn') },
  {
    prefix: 'colour-',
    values: [
      'green',
      'blue',
      'orange',
      'violet',
      'pink',
      'teal',
      'ochre',
      'red',
      'olive',
      'indigo',
      'purple',
      'grey',
    ],
  },
  { prefix: 'settings-passphrase-', values: ['set', 'change', 'replace'] },
  { prefix: 'settings-secrets-', values: ['keychain', 'file', 'locked', 'none'] },
  { prefix: 'edit-proxy-', values: ['system', 'direct', 'own'] },
  {
    prefix: 'settings-',
    values: ['general', 'accounts', 'keys', 'downloads', 'privacy', 'about'],
  },
];

/** Why somebody comes back from a provider of single sign-on without what they went for. */
const REFUSALS = [
  'sso_failed',
  'sso_no_user',
  'sso_email_unverified',
  'sso_link_required',
  'ticket_invalid',
  'crm_suspended',
  'crm_scheduled_for_deletion',
  'rate_limited',
  'other',
];

const CRM: readonly Family[] = [
  { prefix: 'role-', values: ['owner', 'admin', 'member', 'viewer'] },
  { prefix: 'role-about-', values: ['admin', 'member', 'viewer'] },
  { prefix: 'setting-sign-up-', values: ['open', 'invite', 'closed'] },
  { prefix: 'status-', values: ['active', 'deactivated', 'invited'] },
  { prefix: 'key-scope-', values: ['read', 'webhooks'] },
  { prefix: 'webhook-state-', values: ['on', 'off', 'gone', 'failing'] },
  { prefix: 'delivery-', values: ['waiting', 'done', 'failed'] },
  { prefix: 'export-state-', values: ['waiting', 'making', 'ready', 'failed'] },
  { prefix: 'audit-kind-', values: deeds() },
  { prefix: 'notification-kind-', values: ['account-new_device'] },
  {
    prefix: 'audit-reason-',
    values: [
      'unknown_login',
      'not_active',
      'wrong_password',
      'wrong_code',
      'wrong_number',
      'not_me',
      'step_up_failed',
      'signed_out_at_provider',
    ],
  },
  { prefix: 'policy-', values: ['optional', 'required_for_admins', 'required'] },
  { prefix: 'policy-about-', values: ['optional', 'required_for_admins', 'required'] },
  {
    prefix: 'entry-',
    values: [
      'opening',
      'top_up',
      'charge',
      'refund',
      'adjustment',
      'transfer_in',
      'transfer_out',
      'referral_reward',
      'referral_reversal',
      'payout',
      'balance_returned',
    ],
  },
  { prefix: 'reward-state-', values: ['available', 'cancelled', 'reversed'] },
  { prefix: 'payout-state-', values: ['requested', 'paid', 'rejected'] },
  { prefix: 'payout-decide-', values: ['paid', 'paid-lead', 'rejected', 'rejected-lead'] },
  { prefix: 'payout-reference-', values: ['paid', 'rejected'] },
  { prefix: 'payout-noted-', values: ['paid', 'rejected'] },
  { prefix: 'letter-state-', values: ['failed', 'waiting', 'no_transport'] },
  { prefix: 'referral-days-', values: ['30', '90', '366'] },
  { prefix: 'session-by-', values: ['password', 'portal', 'qr', 'sso', 'passkey'] },
  { prefix: 'sso-refused-', values: REFUSALS.flatMap((code) => [code, `${code}-detail`]) },
  {
    prefix: 'sso-done-',
    values: ['connected', 'connected-detail', 'proved', 'proved-detail'],
  },
  {
    prefix: 'sso-trial-',
    values: ['opens', 'connects', 'joins', 'needs_connection', 'nobody', 'unverified'],
  },
];

export const DYNAMIC: Readonly<Record<'shell' | 'crm', readonly Family[]>> = {
  shell: SHELL,
  crm: CRM,
};
