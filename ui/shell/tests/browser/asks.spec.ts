import { expect, test } from '@playwright/test';
import type { AskAnswer } from '../../src/ipc/contract.js';
import { calls, change, lastCall, open } from './harness.js';

const said = (rest: Partial<AskAnswer>): AskAnswer => ({
  ask: 1,
  allow: true,
  remember: false,
  text: null,
  password: null,
  ...rest,
});

const BY_KEYBOARD: readonly (readonly [string, readonly string[], Partial<AskAnswer>])[] = [
  ['alert', ['Enter'], {}],
  ['alert', ['Escape'], {}],
  ['confirm', ['Escape'], { allow: false }],
  ['confirm', ['Enter'], {}],
  ['confirm', ['Shift+Tab', 'Enter'], { allow: false }],
  ['leavePage', ['Escape'], { allow: false }],
  ['leavePage', ['Enter'], { allow: false }],
  ['noSignOut', ['Enter'], { allow: false }],
  ['prompt', ['Enter'], { text: 'Leads' }],
  ['otherSite', ['Escape'], { allow: false }],
];

for (const [kind, keys, answer] of BY_KEYBOARD) {
  test(`${kind} answered with ${keys.join(', ')}`, async ({ page }) => {
    await open(page, 'panel', `ask-${kind}`);
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('Acme Agency');
    await expect(dialog).toContainText('https://acme.example');
    await expect(page.locator(':focus')).toBeVisible();
    for (const key of keys) await page.keyboard.press(key);
    await lastCall(page, 'ask_answer', said(answer));
    await expect(dialog).toHaveCount(0);
  });
}

for (const [key, allow] of [
  ['Enter', false],
  ['Tab', true],
] as const) {
  test(`the program ends with its downloads if the person says so: ${key}`, async ({ page }) => {
    await open(page, 'panel', 'ask-stopDownloads');
    const dialog = page.getByRole('alertdialog', {
      name: 'Quit while files are being downloaded?',
    });
    await expect(dialog).toContainText("3 files aren't there yet.");
    // No account's page asks this.
    await expect(dialog).not.toContainText('acme.example');
    await page.keyboard.press(key);
    if (allow) await page.keyboard.press('Enter');
    await lastCall(page, 'ask_answer', said({ allow }));
  });
}

test('the last deletion is taken back by its key from an empty field', async ({ page }) => {
  await open(page, 'panel', 'none');
  await change(page, (snapshot) => {
    snapshot.deleting = [{ id: 'a9', label: 'Old shop', until: '2099-01-01T00:00:00Z' }];
  });
  const field = page.getByRole('textbox').first();
  await expect(field).toBeFocused();
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeVisible();
  await page.keyboard.type('ac');
  await page.keyboard.press('Control+z');
  expect(await calls(page, 'account_undo_delete')).toEqual([]);
  await field.fill('');
  await page.keyboard.press('Control+z');
  await lastCall(page, 'account_undo_delete', { account: 'a9' });
});

test('another site is opened in the browser, and that is remembered', async ({ page }) => {
  await open(page, 'panel', 'ask-otherSite');
  await page.getByRole('checkbox', { name: /Remember/ }).check();
  await page.getByRole('button', { name: 'Open in the browser' }).click();
  await lastCall(page, 'ask_answer', said({ remember: true, text: 'browser' }));
});

test('a server is given name and password', async ({ page }) => {
  await open(page, 'panel', 'ask-signIn');
  await expect(page.getByText(/didn't accept that name/)).toBeVisible();
  await page.keyboard.type('olena');
  await page.keyboard.press('Tab');
  await page.keyboard.type('secret');
  await page.keyboard.press('Enter');
  await lastCall(page, 'ask_answer', said({ text: 'olena', password: 'secret' }));
});

test('a proxy that asks is called one', async ({ page }) => {
  await open(page, 'panel', 'ask-signInProxy');
  const dialog = page.getByRole('alertdialog', {
    name: 'The proxy proxy.example:3128 asks for a name and password',
  });
  await expect(dialog.getByText('It calls itself “Office”.')).toBeVisible();
  await expect(dialog.getByText(/The proxy didn't accept that name/)).toBeVisible();
  await expect(dialog).not.toContainText('server');
  await page.keyboard.press('Escape');
  await lastCall(page, 'ask_answer', said({ allow: false }));
  await open(page, 'panel', 'trouble-proxySignIn');
  await expect(page.getByText(/lets nothing through without a name/)).toBeVisible();
  await expect(page.getByText(/comes back by itself/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await lastCall(page, 'page_reload', { account: 'a1' });
});

test('a question of a window that the page has opened names it', async ({ page }) => {
  await open(page, 'panel', 'ask-leavePage');
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).not.toContainText('in the window');
  await change(page, (snapshot) => {
    snapshot.windows[0]!.asks[0]!.window = 'Acme: Offer 12';
  });
  await expect(dialog).toContainText('in the window “Acme: Offer 12”');
});

test('of a refused sign-in only the password is typed anew', async ({ page }) => {
  await open(page, 'panel', 'ask-signIn');
  await page.keyboard.type('olena');
  await page.keyboard.press('Tab');
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await change(page, (snapshot) => {
    const question = {
      kind: 'signIn',
      host: 'acme.example',
      proxy: false,
      realm: 'Staff',
      retry: true,
    } as const;
    const [first] = snapshot.accounts;
    snapshot.windows[0]!.asks = [
      {
        id: 2,
        account: first!.id,
        origin: 'https://acme.example',
        window: null,
        question,
        repeated: false,
      },
    ];
  });
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('olena');
  await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await page.keyboard.type('secret');
  await page.keyboard.press('Enter');
  await lastCall(page, 'ask_answer', said({ ask: 2, text: 'olena', password: 'secret' }));
});

test('a permission waits in the corner and is remembered unless told otherwise', async ({
  page,
}) => {
  await open(page, 'panel', 'ask-permission');
  expect((await calls(page, 'panel_layout')).at(-1)).toMatchObject({
    anchor: 'topRight',
    focus: false,
  });
  await page.getByRole('button', { name: "Don't allow" }).click();
  await lastCall(page, 'ask_answer', said({ allow: false, remember: true }));
});

test('what was said of keeping an answer stays while another question lies over it', async ({
  page,
}) => {
  await open(page, 'panel', 'ask-permission');
  const kept = page.getByRole('checkbox');
  await kept.uncheck();
  await change(page, (snapshot) => {
    const asks = snapshot.windows[0]?.asks;
    const [first] = asks ?? [];
    if (first) asks?.unshift({ ...first, id: first.id + 1 });
  });
  await expect(kept).toBeChecked();
  await change(page, (snapshot) => {
    snapshot.windows[0]?.asks.shift();
  });
  await expect(kept).not.toBeChecked();
});

test('what has no name of its own is asked for each time', async ({ page }) => {
  await open(page, 'panel', 'ask-unnamedPermission');
  await expect(page.getByRole('button', { name: 'Allow', exact: true })).toBeVisible();
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  await lastCall(page, 'ask_answer', said({ allow: true, remember: false }));
});

test('a permission is as wide as what is told below it', async ({ page }) => {
  await open(page, 'panel', 'ask-permission');
  await change(page, (snapshot) => {
    snapshot.notices = [1, 2].map((id) => ({
      id,
      code: 'address-copied',
      arguments: {},
      severity: 'warning',
    }));
  });
  const widths = (): Promise<number[]> =>
    page
      .locator('.corner > *')
      .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().width));
  await expect.poll(widths).toHaveLength(2);
  const [card = 0, toasts = 0] = await widths();
  expect(card).toBeGreaterThan(300);
  expect(toasts).toBe(card);
});

test('of two sign-ins of one person, one is kept', async ({ page }) => {
  await open(page, 'panel', 'duplicate');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await page.getByRole('button', { name: 'Keep Acme Agency' }).click();
  await lastCall(page, 'account_keep', { keep: 'a1', discard: 'a2' });
});

const STEPS = [
  ['asleep', 'Wake up', 'account_open'],
  ['offline', 'Try again', 'page_reload'],
  ['certificate', 'Try again', 'page_reload'],
  ['unresponsive', 'End it and reload', 'page_reload'],
  ['crashed', 'Reload page', 'page_reload'],
  ['noIsolation', 'Disconnect', 'account_disconnect'],
  ['blocked', 'Go to the home page', 'page_home'],
] as const;

for (const [kind, step, command] of STEPS) {
  test(`a page that is ${kind} has its next step under Enter`, async ({ page }) => {
    await open(page, 'panel', `trouble-${kind}`);
    await expect(page.getByRole('button', { name: step })).toBeFocused();
    await page.keyboard.press('Enter');
    await lastCall(page, command, { account: 'a1' });
  });
}

test('a page behind a proxy of its own says which, and leads to it', async ({ page }) => {
  await open(page, 'panel', 'behind-proxy');
  await expect(page.getByText('through the proxy http://proxy.acme.example:3128')).toBeVisible();
  await page.getByRole('button', { name: 'Proxy…' }).click();
  await lastCall(page, 'panel_open', { panel: { kind: 'rename', account: 'a1' }, byKey: false });
  await expect(page.getByRole('combobox', { name: 'Proxy' })).toBeFocused();
});

test('a certificate is explained, and there is no way past it', async ({ page }) => {
  await open(page, 'panel', 'trouble-certificate');
  await expect(page.getByText('CN=old.acme.example')).toBeVisible();
  await expect(page.getByText('The certificate is for another host.')).toBeVisible();
  await expect(page.getByRole('button')).toHaveCount(1);
});

test('downloads are cancelled and opened; a dangerous one says so; a failure is told', async ({
  page,
}) => {
  await open(page, 'panel', 'downloads');
  await expect(page.getByText(/can run a program/)).toHaveCount(1);
  await page.getByRole('button', { name: 'Cancel download of export.csv' }).click();
  await lastCall(page, 'download_cancel', { download: 4 });
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await lastCall(page, 'download_open', { download: 3 });
  await page.getByRole('button', { name: 'Show in folder' }).first().click();
  await expect(page.getByRole('alert')).toContainText("The file can't be opened");
});

test('a download whose place is asked for says so, and shows no progress', async ({ page }) => {
  await open(page, 'panel', 'downloads');
  await change(page, (snapshot) => {
    for (const download of snapshot.downloads) {
      if (download.state === 'running') download.waiting = true;
    }
  });
  await expect(page.getByText('waiting for your answer')).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
});

test('a dangerous download is not opened by the first key', async ({ page }) => {
  await open(page, 'panel', 'deleting');
  await change(page, (snapshot) => {
    const file = { id: 1, account: 'a1', fileName: 'setup.exe', received: 9, percent: null };
    snapshot.downloads = [{ ...file, state: 'done', waiting: false, dangerous: true }];
    const [window] = snapshot.windows;
    if (window) window.panel = { kind: 'downloads' };
  });
  await expect(page.getByRole('button', { name: 'Open anyway' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show in folder' })).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await calls(page, 'download_open')).toEqual([]);
});

test('an account on its way out can be brought back, and a notice sent away', async ({ page }) => {
  await open(page, 'panel', 'deleting');
  await expect(page.getByText(/Old shop will be deleted in \d+/)).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).first().click();
  await lastCall(page, 'notice_dismiss', { notice: 1 });
  await page.getByRole('button', { name: 'Undo' }).click();
  await lastCall(page, 'account_undo_delete', { account: 'a9' });
});

test('a notice that is only good to know leaves by itself', async ({ page }) => {
  await page.clock.install();
  await open(page, 'panel', 'deleting');
  await expect(page.getByText('Address copied.')).toBeVisible();
  await page.clock.fastForward(9000);
  await lastCall(page, 'notice_dismiss', { notice: 2 });
  await expect(page.getByText(/one from 3 saves ago is used/)).toBeVisible();
});

test('of many notices four show, the rest are one line that opens', async ({ page }) => {
  await open(page, 'panel', 'deleting');
  await change(page, (snapshot) => {
    snapshot.deleting = [];
    snapshot.notices = ['a1', 'a2', 'a3'].flatMap((account, index) => [
      {
        id: index * 2 + 1,
        code: 'download-failed',
        arguments: { account, label: '', file: 'report.csv', count: '60' },
        severity: 'warning' as const,
      },
      {
        id: index * 2 + 2,
        code: 'address-refused',
        arguments: { account, label: '', scheme: 'file', count: '2' },
        severity: 'info' as const,
      },
    ]);
  });
  const toasts = page.getByRole('status');
  await expect(toasts).toHaveCount(4);
  await expect(
    page.getByText("Berry Ltd: 60 files couldn't be downloaded, report.csv last."),
  ).toBeVisible();
  await page.getByRole('button', { name: 'and 2 more' }).click();
  await expect(toasts).toHaveCount(6);
  await page.getByRole('button', { name: 'Show fewer' }).click();
  await expect(toasts).toHaveCount(4);
});

test('a notice of one download says whose it is', async ({ page }) => {
  await open(page, 'panel', 'deleting');
  await change(page, (snapshot) => {
    const told = { account: 'gone', label: 'Old shop', file: 'a.csv', count: '1' };
    snapshot.notices = [{ id: 1, code: 'download-done', arguments: told, severity: 'info' }];
  });
  await expect(page.getByText('Old shop: a.csv has been downloaded.')).toBeVisible();
});

test('Esc refuses a permission this once', async ({ page }) => {
  await open(page, 'panel', 'ask-permission');
  await expect(page.getByRole('button', { name: 'Allow', exact: true })).toBeVisible();
  // Wherever in the panel the keyboard is.
  await page.keyboard.press('Escape');
  await lastCall(page, 'ask_answer', said({ allow: false, remember: false }));
});

test('a key that waits for its passphrase leads to the settings', async ({ page }) => {
  await open(page, 'panel', 'secrets-locked');
  await expect(page.getByText(/wait for your passphrase/)).toBeVisible();
  await page.getByRole('button', { name: 'Open settings' }).click();
  await lastCall(page, 'settings_open', {});
});

test('a notice names the account by its label where there is one', async ({ page }) => {
  await open(page, 'panel', 'deleting');
  await change(page, (snapshot) => {
    snapshot.notices = [
      { id: 1, code: 'account-recovered', arguments: { account: 'a2' }, severity: 'warning' },
      { id: 2, code: 'account-unreadable', arguments: { account: 'k7' }, severity: 'warning' },
    ];
  });
  await expect(page.getByText(/^Berry Ltd was missing from the list/)).toBeVisible();
  await expect(page.getByText(/folder of an account \(k7\) can't be read/)).toBeVisible();
});

test('of several repairs the worst is told, with how many more there were', async ({ page }) => {
  await open(page, 'panel', 'deleting');
  await change(page, (snapshot) => {
    snapshot.notices = [
      {
        id: 1,
        code: 'registry-rebuilt',
        arguments: { accounts: '3', others: '5' },
        severity: 'warning',
      },
    ];
  });
  const notice = page.getByText(/rebuilt from the account folders: 3 accounts/);
  await expect(notice).toContainText('5 more things were repaired');
  await change(page, (snapshot) => {
    snapshot.notices = [
      {
        id: 1,
        code: 'registry-rebuilt',
        arguments: { accounts: '0', others: '0' },
        severity: 'warning',
      },
    ];
  });
  await expect(page.getByText(/no account was found in the folders/)).not.toContainText('more');
});
