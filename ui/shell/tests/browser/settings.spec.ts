import { expect, test } from '@playwright/test';
import { PASSPHRASE } from '../../src/ipc/memory/scenarios.js';
import { calls, change, lastCall, open } from './harness.js';

test('the theme and the language change at once', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByLabel('Appearance').selectOption('Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByLabel('Language').selectOption('Українська');
  await expect(page.getByRole('heading', { name: 'Налаштування' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'uk');
});

test('the search leaves what fits, also inside accounts, and says when nothing does', async ({
  page,
}) => {
  await open(page, 'settings', 'three');
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('searchbox', { name: 'Search settings' })).toBeFocused();
  await page.keyboard.type('sandbox');
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['Privacy and safety']);
  await page.getByRole('searchbox').fill('permissions');
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['Accounts']);
  await page.getByRole('searchbox').fill('qqqq');
  await expect(page.getByText('Nothing here fits “qqqq”.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'General' })).toBeVisible();
});

test('a section is gone to, with the focus', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByRole('navigation').getByRole('button', { name: 'Downloads' }).click();
  await expect(page.getByRole('heading', { name: 'Downloads' })).toBeFocused();
});

test('at the end of the page the section that was gone to stays marked', async ({ page }) => {
  await open(page, 'settings', 'secrets-locked');
  const nav = page.getByRole('navigation');
  await nav.getByRole('button', { name: 'Privacy and safety' }).click();
  const atEnd = () =>
    page.evaluate(() => {
      const { scrollTop, clientHeight, scrollHeight } = document.documentElement;
      return scrollTop + clientHeight >= scrollHeight - 1;
    });
  await expect.poll(atEnd).toBe(true);
  await expect(nav.locator('[aria-current]')).toHaveText('Privacy and safety');
  await nav.getByRole('button', { name: 'About' }).click();
  await expect(nav.locator('[aria-current]')).toHaveText('About');
});

test('a key is recorded, its conflict told, and the default brought back', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByRole('button', { name: /Change the key for: Print/ }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('p');
  await expect(page.getByText(/A key needs Ctrl/)).toBeVisible();
  await page.keyboard.press('Control+Shift+A');
  await lastCall(page, 'key_set', { action: 'print', chord: 'Mod+Shift+A' });
  await expect(page.getByText(/They do “Find an account”, which has the same keys/)).toBeVisible();
  await expect(page.getByText(/Also set for: Print\. They do this/)).toBeVisible();
  await page.getByRole('button', { name: 'Use the default, Ctrl+P' }).click();
  await lastCall(page, 'key_set', { action: 'print', chord: null });
  await page.getByRole('button', { name: /Change the key for: Print/ }).click();
  await page.keyboard.press('Backspace');
  await lastCall(page, 'key_set', { action: 'print', chord: '' });
});

test('Esc ends recording and changes nothing', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByRole('button', { name: /Change the key for: Print/ }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /Change the key for: Print/ })).toHaveText(
    'Ctrl+P',
  );
  expect(await calls(page, 'key_set')).toEqual([]);
});

test("while a key is recorded the program's own keys don't act, however it ends", async ({
  page,
}) => {
  await open(page, 'settings', 'three');
  const recorded = async (): Promise<boolean[]> =>
    (await calls(page, 'key_record')).map((call) => call.on);
  const print = page.getByRole('button', { name: /Change the key for: Print/ });
  await print.click();
  await expect.poll(recorded).toEqual([true]);
  await page.keyboard.press('Escape');
  await expect.poll(recorded).toEqual([true, false]);
  await print.click();
  await page.keyboard.press('Control+Shift+P');
  await lastCall(page, 'key_set', { action: 'print', chord: 'Mod+Shift+P' });
  await expect.poll(recorded).toEqual([true, false, true, false]);
  // From one row to the next: the first ends before the second starts.
  await print.click();
  await page.getByRole('button', { name: /Change the key for: Home/ }).click();
  await expect.poll(recorded).toEqual([true, false, true, false, true, false, true]);
  // Gone from the page, as by a search, it has ended as well.
  await page.getByRole('searchbox').fill('sandbox');
  await expect.poll(async () => (await recorded()).at(-1)).toBe(false);
});

test('keys are shown as the system writes them', async ({ page }) => {
  await open(page, 'settings', 'three');
  await change(page, (snapshot) => {
    snapshot.host.system = 'macos';
    snapshot.host.systemWideKeys = true;
    const settings = snapshot.keys.find((key) => key.action === 'settings')!;
    settings.set = 'Mod+K';
    settings.chord = '⌘K';
  });
  await expect(page.getByRole('button', { name: 'Use the default, ⌘,' })).toBeVisible();
  await expect(page.getByText('⌃⌥1 to ⌃⌥9 then belong to Ninefold everywhere.')).toBeVisible();
  await change(page, (snapshot) => {
    snapshot.host.system = 'linux';
  });
  await expect(page.getByText('Ctrl+Alt+1 to Ctrl+Alt+9 then belong')).toBeVisible();
});

test('keys for other programs are explained where the system has none', async ({ page }) => {
  await open(page, 'settings', 'three');
  await expect(
    page.getByRole('switch', { name: 'Switch accounts from other programs, too' }),
  ).toBeDisabled();
  await expect(page.getByText(/doesn't let programs take keys/)).toBeVisible();
});

test('an account is renamed, recoloured and asked again about a permission', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByText('Acme Agency').click();
  await page.getByLabel('Name in Ninefold').fill('Acme main');
  await page.keyboard.press('Enter');
  await lastCall(page, 'account_rename', { account: 'a1', label: 'Acme main' });
  await page.getByRole('radio', { name: 'Pink' }).check();
  await lastCall(page, 'account_set_colour', { account: 'a1', colour: '#be185d' });
  await page
    .getByRole('button', { name: 'Ask again about “Notifications” for https://acme.example' })
    .click();
  await lastCall(page, 'account_revoke_permission', {
    account: 'a1',
    origin: 'https://acme.example',
    permission: 'notifications',
  });
  await page.getByRole('switch', { name: 'Stay signed in after a restart' }).uncheck();
  await lastCall(page, 'account_keep_session', { account: 'a1', keep: false });
});

test('an account deleted here is brought back here', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByText('Delta', { exact: true }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: /Undo/ }).click();
  await lastCall(page, 'account_undo_delete', { account: 'a4' });
});

test('what is kept of accounts deleted lately is listed, and found', async ({ page }) => {
  await open(page, 'settings', 'three');
  await expect(page.getByRole('heading', { name: 'Recently deleted' })).toHaveCount(0);
  await open(page, 'settings', 'closed');
  const list = page.getByRole('list', { name: 'Recently deleted' });
  await expect(list.getByRole('listitem')).toHaveText(/Old shop\s+https:\/\/shop\.example\//);
  await page.getByRole('searchbox', { name: 'Search settings' }).fill('old shop');
  await expect(list).toBeVisible();
});

test('a folder of an unknown account is removed, and brought back', async ({ page }) => {
  await open(page, 'settings', 'three');
  await expect(page.getByRole('button', { name: 'Remove folder' })).toHaveCount(0);
  await change(page, (snapshot) => {
    snapshot.nameless = ['3bc2f09a-228e-4650-bcb4-1a5306e701fc'];
  });
  await page.getByRole('button', { name: 'Remove folder' }).click();
  await lastCall(page, 'account_remove_folder', {
    account: '3bc2f09a-228e-4650-bcb4-1a5306e701fc',
  });
  await expect(page.getByRole('button', { name: 'Remove folder' })).toHaveCount(0);
  await page.getByRole('button', { name: /Undo/ }).click();
  await expect(page.getByRole('button', { name: 'Remove folder' })).toBeVisible();
});

test('the download folder is kept when the person says so', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByLabel('Folder').fill('/home/olena/CRM');
  expect(await calls(page, 'settings_set')).toEqual([]);
  await page.getByRole('button', { name: 'Use this folder' }).click();
  await expect
    .poll(async () => (await calls(page, 'settings_set'))[0])
    .toEqual({ change: { setting: 'downloadFolder', value: '/home/olena/CRM' } });
});

test('the section that was gone to is marked, and not the end of the one before', async ({
  page,
}) => {
  await page.setViewportSize({ width: 900, height: 420 });
  await open(page, 'settings', 'three');
  const sections = page.getByRole('navigation', { name: 'Sections' }).getByRole('button');
  for (const name of ['Privacy and safety', 'Accounts', 'Downloads', 'Keys']) {
    const section = sections.filter({ hasText: name });
    await section.click();
    await expect(section).toHaveAttribute('aria-current', 'true');
  }
});

test('? goes to the keys', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByRole('navigation').getByRole('button', { name: 'About' }).focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeFocused();
});

test('with text twice as large nothing is wider than the smallest window', async ({ page }) => {
  await open(page, 'settings', 'three', { language: 'ru' });
  await page.setViewportSize({ width: 420, height: 400 });
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await expect(page.getByRole('navigation').getByRole('button')).toHaveCount(6);
});

test('what other sites and programs were allowed is asked again', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByText('Acme Agency').click();
  await expect(page.getByText('Open with another program: allowed')).toBeVisible();
  await page
    .getByRole('button', { name: 'Ask again about “Open with another program” for tel:' })
    .click();
  await lastCall(page, 'account_revoke_permission', {
    account: 'a1',
    origin: 'tel:',
    permission: 'launch',
  });
  await expect(page.getByText('Open with another program: allowed')).toHaveCount(0);
  await page.getByRole('button', { name: /Ask again about “Open other sites here”/ }).click();
  await lastCall(page, 'account_revoke_permission', {
    account: 'a1',
    origin: 'https://maps.example',
    permission: 'otherSite',
  });
});

test('a proxy is chosen; a wrong address is told at its field, and stays there', async ({
  page,
}) => {
  await open(page, 'settings', 'three');
  await page.getByText('Acme Agency').click();
  const kind = page.getByRole('combobox', { name: 'Proxy' });
  const address = page.getByRole('textbox', { name: 'Address of the proxy' });
  const save = page.getByRole('button', { name: 'Use this proxy' });
  await kind.selectOption('No proxy');
  await lastCall(page, 'account_set_proxy', { account: 'a1', proxy: 'direct' });

  await kind.selectOption('Own proxy');
  await save.click();
  await expect(address).toHaveAccessibleDescription(/That isn't the address of a proxy/);
  await address.fill('ftp://proxy.example.com');
  await page.keyboard.press('Enter');
  await lastCall(page, 'account_set_proxy', { account: 'a1', proxy: 'ftp://proxy.example.com' });
  await expect(address).toHaveAccessibleDescription(/That isn't the address of a proxy/);
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  // Nothing typed is lost by a look at the other choices.
  await kind.selectOption('As the system');
  await lastCall(page, 'account_set_proxy', { account: 'a1', proxy: '' });
  await kind.selectOption('Own proxy');
  await expect(address).toHaveValue('ftp://proxy.example.com');
  await expect(address).not.toHaveAttribute('aria-invalid');

  await address.fill('socks5://127.0.0.1:1080/');
  await save.click();
  await lastCall(page, 'account_set_proxy', { account: 'a1', proxy: 'socks5://127.0.0.1:1080/' });
  // As the program keeps it.
  await expect(address).toHaveValue('socks5://127.0.0.1:1080');
  await expect(save).toHaveCount(0);
});

test('without a keychain a passphrase is set, twice the same and long enough', async ({ page }) => {
  await open(page, 'settings', 'secrets-none');
  await expect(page.getByText(/Nowhere, because the system's keychain/)).toBeVisible();
  const form = page.getByRole('form', { name: 'Set a passphrase' });
  const first = form.getByRole('textbox', { name: 'Passphrase' });
  const again = form.getByRole('textbox', { name: 'The same once more' });
  const set = form.getByRole('button', { name: 'Set a passphrase' });
  await set.click();
  await expect(first).toHaveAccessibleDescription(/Enter the passphrase/);
  await expect(first).toBeFocused();
  await page.keyboard.type('seven77');
  await expect(first).toHaveAccessibleDescription(/shorter than 8 characters/);
  await first.fill(PASSPHRASE);
  await again.fill('correct horse');
  await page.keyboard.press('Enter');
  await expect(again).toHaveAccessibleDescription(/The two differ/);
  expect(await calls(page, 'secrets_keep')).toEqual([]);
  await again.fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  const busy = form.getByRole('button', { name: 'Setting it…' });
  await expect(busy).toHaveAttribute('aria-busy', 'true');
  // Once is enough.
  await page.keyboard.press('Enter');
  await lastCall(page, 'secrets_keep', { passphrase: PASSPHRASE });
  await expect(form).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Privacy and safety' })).toBeFocused();
  await expect(page.getByText(/In an encrypted file, under your passphrase/).first()).toBeVisible();
  await expect(page.getByText(/To keep them, set a passphrase/)).toHaveCount(0);
  expect(await calls(page, 'secrets_keep')).toHaveLength(1);
});

test('a key that waits is unlocked; a wrong passphrase is told at the field', async ({ page }) => {
  await open(page, 'settings', 'secrets-locked');
  const form = page.getByRole('form', { name: 'Unlock' });
  const field = form.getByRole('textbox', { name: 'Passphrase' });
  await expect(field).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Privacy and safety' })).toBeInViewport();
  await field.fill('correct hose battery');
  await form.getByRole('button', { name: 'Unlock' }).click();
  await expect(field).toHaveAccessibleDescription(/That isn't the passphrase/);
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('correct hose battery');
  await form.getByRole('button', { name: 'Show what you type' }).click();
  await expect(field).toHaveAttribute('type', 'text');
  await field.fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await lastCall(page, 'secrets_unlock', { passphrase: PASSPHRASE });
  await expect(form).toHaveCount(0);
  // What it was is said nowhere any more.
  await expect(page.getByText(/that waits for your passphrase/)).toHaveCount(0);
  await expect(page.getByText(/In an encrypted file, under your passphrase/).first()).toBeVisible();
});

test('a passphrase is changed by who knows it', async ({ page }) => {
  await open(page, 'settings', 'secrets-file');
  const start = page.getByRole('button', { name: 'Change the passphrase' });
  await start.click();
  const form = page.getByRole('form', { name: 'Change the passphrase' });
  const current = form.getByRole('textbox', { name: 'Current passphrase' });
  await expect(current).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(current).toHaveAccessibleDescription(/Enter the passphrase/);
  await current.fill('correct hose battery');
  await form.getByRole('textbox', { name: 'New passphrase' }).fill('four plain short words');
  await form.getByRole('textbox', { name: 'The same once more' }).fill('four plain short words');
  await page.keyboard.press('Enter');
  await expect(current).toHaveAccessibleDescription(/That isn't the passphrase/);
  await expect(current).toBeFocused();
  await current.fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await lastCall(page, 'secrets_change', {
    current: PASSPHRASE,
    passphrase: 'four plain short words',
  });
  await expect(form).toHaveCount(0);
  await expect(page.getByText('The passphrase is changed.').last()).toBeVisible();
  await expect(start).toBeVisible();
});

test('for a passphrase that is forgotten another one is set', async ({ page }) => {
  await open(page, 'settings', 'secrets-locked');
  await page.getByRole('button', { name: 'Set another one instead' }).click();
  const form = page.getByRole('form', { name: 'Set another one instead' });
  const first = form.getByRole('textbox', { name: 'Passphrase' });
  await expect(first).toBeFocused();
  await expect(form.getByText(/Sign-ins kept under it stay locked/)).toBeVisible();
  await form.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('form', { name: 'Unlock' }).getByRole('textbox')).toBeFocused();
  await page.getByRole('button', { name: 'Set another one instead' }).click();
  await first.fill('four plain short words');
  await form.getByRole('textbox', { name: 'The same once more' }).fill('four plain short words');
  await page.keyboard.press('Enter');
  await lastCall(page, 'secrets_replace', { passphrase: 'four plain short words' });
  await expect(form).toHaveCount(0);
  await expect(page.getByText(/In an encrypted file, under your passphrase/).first()).toBeVisible();
});

test('a keychain that answers meanwhile takes the form away', async ({ page }) => {
  await open(page, 'settings', 'secrets-locked');
  const field = page.getByRole('textbox', { name: 'Passphrase' });
  await field.fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  // Meanwhile the keychain answered.
  await change(page, (snapshot) => {
    snapshot.host.secrets = 'keychain';
  });
  await expect(page.getByText(/In the system's keychain/)).toBeVisible();
  await expect(page.getByRole('form', { name: 'Unlock' })).toHaveCount(0);
});
