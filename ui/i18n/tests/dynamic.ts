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

/** Codes of the notices that the program gives. */
export function noticesGiven(): string[] {
  const folder = join(ROOT, 'src-tauri/src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.rs'))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return Array.from(
        text.matchAll(/notice\(\s*(?:ipc::)?Severity::\w+,\s*"([a-z-]+)"/g),
        (match) => match[1] ?? '',
      );
    });
}

export const NOTICES = [
  'registry-repaired',
  'registry-rebuilt',
  'registry-set-aside',
  'registry-read-only',
  'storage-failed',
  'safe-start',
  'isolation-failed',
  'secrets-unavailable',
  'sandbox-off',
  'download-done',
  'download-failed',
  'account-signed-out',
  'sign-out-unconfirmed',
  'already-listed',
  'session-restored-partly',
  'system-keys-unavailable',
  'address-copied',
  'cache-cleared',
  'service-restarted',
  'service-failed',
];

const PERMISSIONS = union('PermissionKind');
const PROBES = union('ProbeCode');

const SHELL: readonly Family[] = [
  { prefix: 'error-', values: union('ErrorCode') },
  { prefix: 'probe-', values: [...PROBES, ...PROBES.map((code) => `${code}-next`)] },
  { prefix: 'key-', values: actions() },
  { prefix: 'notice-', values: NOTICES },
  { prefix: 'ask-permission-', values: PERMISSIONS },
  { prefix: 'permission-', values: PERMISSIONS },
  { prefix: 'connection-', values: union('Security') },
  { prefix: 'downloads-', values: union('DownloadState') },
  {
    prefix: 'trouble-offline-',
    values: ['unknownHost', 'refused', 'timedOut', 'reset', 'other'],
  },
  {
    prefix: 'trouble-certificate-',
    values: ['unknownIssuer', 'expired', 'notYetValid', 'wrongHost', 'revoked', 'weak', 'other'],
  },
  { prefix: 'trouble-crashed-', values: ['crashed', 'memory', 'ended'] },
  { prefix: 'settings-theme-', values: union('Theme') },
  { prefix: 'settings-new-account-in-', values: union('NewAccountIn') },
  { prefix: 'settings-secrets-', values: ['keychain', 'file', 'none'] },
  {
    prefix: 'settings-',
    values: ['general', 'accounts', 'keys', 'downloads', 'privacy', 'about'],
  },
];

const CRM: readonly Family[] = [
  { prefix: 'role-', values: ['owner', 'admin', 'member', 'viewer'] },
];

export const DYNAMIC: Readonly<Record<'shell' | 'crm', readonly Family[]>> = {
  shell: SHELL,
  crm: CRM,
};
