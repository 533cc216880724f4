import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { AppEvent, Snapshot } from '../ipc/contract.js';
import type { Host } from '../ipc/host.js';
import { MemoryHost } from '../ipc/memory.js';
import { scenario, WINDOW } from '../ipc/memory/scenarios.js';
import { Shell } from './shell.svelte.js';
import { WindowScope } from './window.svelte.js';

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: { lang: '', dataset: {} } });
});

function labels(shell: Shell): string[] {
  return shell.snapshot.accounts.map((account) => account.label);
}

describe('the shell', () => {
  test('draws the last snapshot', async () => {
    const host = new MemoryHost(scenario('three'));
    const shell = await Shell.start(host);
    host.change((snapshot) => (snapshot.accounts = []));
    expect(labels(shell)).toEqual([]);
  });

  test('loses no change that comes while it starts', async () => {
    const host = new MemoryHost(scenario('three'));
    const starting = Shell.start(host);
    await Promise.resolve();
    host.change((snapshot) => (snapshot.accounts = []));
    expect(labels(await starting)).toEqual([]);
  });

  test('takes what it heard before an older answer for what it is', async () => {
    const older = scenario('three');
    const newer = scenario('none');
    const answers: Snapshot[] = [older, newer];
    const host = {
      call: (): Promise<Snapshot> => Promise.resolve(answers.shift() ?? newer),
      onEvent: (listener: (event: AppEvent) => void): Promise<() => void> => {
        listener({ kind: 'snapshot', ...newer });
        return Promise.resolve(() => undefined);
      },
    } as Host;
    expect(labels(await Shell.start(host))).toEqual([]);
  });

  test('speaks the language of the snapshot', async () => {
    const host = new MemoryHost(scenario('three'));
    const shell = await Shell.start(host);
    expect(shell.t('close')).toBe('Close');
    host.change((snapshot) => (snapshot.language = 'uk'));
    await vi.waitFor(() => expect(shell.t('close')).toBe('Закрити'));
    expect(document.documentElement.lang).toBe('uk');
  });

  test('keeps the code of a command that failed until it is dismissed', async () => {
    const shell = await Shell.start(new MemoryHost(scenario('none')));
    expect(await shell.run('account_open', { account: 'gone' })).toBe(false);
    expect(shell.problems.map((problem) => problem.code)).toEqual(['accountNotFound']);
    shell.dismissProblem(shell.problems[0]?.id ?? -1);
    expect(shell.problems).toEqual([]);
  });

  test('announces the same words anew', async () => {
    const host = new MemoryHost(scenario('three'));
    const shell = await Shell.start(host);
    host.emit({ kind: 'announce', text: 'Acme' });
    const first = shell.announcement;
    host.emit({ kind: 'announce', text: 'Acme' });
    expect(shell.announcement).not.toBe(first);
    expect(shell.announcement.trim()).toBe('Acme');
  });

  test('shows no keys while they are switched off', async () => {
    const host = new MemoryHost(scenario('three'));
    const shell = await Shell.start(host);
    expect(shell.chord('find')).toBe('Ctrl+F');
    host.change((snapshot) => (snapshot.settings.keysEnabled = false));
    expect(shell.chord('find')).toBeNull();
  });
});

describe('a window', () => {
  test('has its own login page among the open accounts, and no other window has it', async () => {
    const shell = await Shell.start(new MemoryHost(scenario('login')));
    const open = (id: string): string[] =>
      new WindowScope(shell, id).open.map((account) => account.id);
    expect(open(WINDOW)).toEqual(['a6', 'a1', 'a2', 'a3']);
    expect(open('w2')).toEqual(['a1', 'a2', 'a3']);
  });

  test('that is gone has nothing', async () => {
    const scope = new WindowScope(await Shell.start(new MemoryHost(scenario('three'))), 'gone');
    expect([scope.view, scope.front, scope.page, scope.panel]).toEqual([null, null, null, null]);
  });
});
