import { expect, test } from '@playwright/test';
import { calls, change, lastCall, open } from './harness.js';

test('the current account is checked and has the focus; Esc closes', async ({ page }) => {
  await open(page, 'panel', 'panel-menu');
  const current = page.getByRole('menuitemradio', { name: 'Acme Agency' });
  await expect(current).toBeFocused();
  await expect(current).toHaveAttribute('aria-checked', 'true');
  await page.keyboard.press('Escape');
  await lastCall(page, 'panel_close', { dismissed: true });
});

test('who is signed in at a server of this kind can let another screen in', async ({ page }) => {
  await open(page, 'panel', 'panel-menu');
  await page.getByRole('menuitem', { name: 'Approve a sign-in' }).click();
  await lastCall(page, 'account_approve_sign_in', { account: 'a1' });
});

test('arrows, Home, End and letters move; Enter switches', async ({ page }) => {
  await open(page, 'panel', 'panel-menu');
  await expect(page.getByRole('menuitemradio', { name: 'Acme Agency' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('menuitem', { name: 'Sign out of Acme Agency' })).toBeFocused();
  await page.keyboard.press('Home');
  await expect(page.getByRole('menuitemradio', { name: 'Acme Agency' })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('d');
  await expect(page.getByRole('menuitemradio', { name: 'Delta, disconnected' })).toBeFocused();
  await page.keyboard.press('Enter');
  await lastCall(page, 'account_open', { account: 'a4' });
});

test('the right arrow shows what else can be done, the left one goes back to the same line', async ({
  page,
}) => {
  await open(page, 'panel', 'panel-menu');
  await expect(page.getByRole('menuitemradio', { name: 'Acme Agency' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('menu', { name: 'Berry Ltd: actions' })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('menuitemradio', { name: /Berry Ltd/ })).toBeFocused();
  expect(await calls(page, 'panel_close')).toEqual([]);
});

test('a check item stays open, deleting offers undo', async ({ page }) => {
  await open(page, 'panel', 'panel-menu');
  await page.getByRole('menuitem', { name: 'More for Berry Ltd' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Mute notifications' }).click();
  await lastCall(page, 'account_mute', { account: 'a2', muted: true });
  await expect(page.getByRole('menuitemcheckbox', { name: 'Mute notifications' })).toHaveAttribute(
    'aria-checked',
    'true',
  );
  await page.getByRole('menuitem', { name: 'Delete', exact: true }).click();
  await lastCall(page, 'account_delete', { account: 'a2', signOut: false });
  await expect(page.getByText(/Berry Ltd will be deleted in \d+/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await lastCall(page, 'account_undo_delete', { account: 'a2' });
});

test('deleting with signing out first says so', async ({ page }) => {
  await open(page, 'panel', 'panel-accountMenu');
  await page.getByRole('menuitem', { name: 'Sign out at the server, then delete' }).click();
  await lastCall(page, 'account_delete', { account: 'a2', signOut: true });
});

test('a click beside the menu closes it, where there is room beside it', async ({ page }) => {
  await open(page, 'panel', 'closed');
  await change(page, (snapshot) => {
    snapshot.windows[0]!.panel = { kind: 'menu' };
  });
  await expect(page.getByRole('menu')).toBeVisible();
  await page.mouse.click(100, 500);
  await lastCall(page, 'panel_close', { dismissed: true });
});

test('fifty accounts are filtered, also by a word in the wrong layout', async ({ page }) => {
  await open(page, 'panel', 'fifty-menu');
  const filter = page.getByRole('searchbox', { name: 'Filter accounts' });
  await expect(filter).toBeFocused();
  // Nothing is marked: Enter chooses nothing.
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('menuitem').last()).toBeFocused();
  expect(await calls(page, 'account_open')).toEqual([]);
  // The scroll bar, which the engine draws over the list, covers none of its buttons.
  const list = await page.getByRole('group', { name: 'Accounts' }).boundingBox();
  const more = await page
    .getByRole('menuitem', { name: /^More for/ })
    .first()
    .boundingBox();
  expect((list?.x ?? 0) + (list?.width ?? 0)).toBeGreaterThanOrEqual(
    (more?.x ?? Infinity) + (more?.width ?? 0) + 16,
  );
  await filter.fill('kmdsd');
  await expect(page.getByRole('menuitemradio')).toHaveCount(5);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitemradio', { name: 'Львів 2', exact: true })).toBeFocused();
  await filter.fill('zzzz');
  await expect(page.getByText('No account fits “zzzz”.')).toBeVisible();
});

test('what a safe start did not open can be opened beside what is open', async ({ page }) => {
  await open(page, 'panel', 'workspaces');
  await page.getByRole('menuitem', { name: 'Workspaces' }).click();
  const menu = page.getByRole('menu', { name: 'Workspaces' });
  const last = menu.getByRole('menuitem', { name: 'Open again what was open (2 accounts)' });
  await expect(menu).toBeVisible();
  await expect(last).toHaveCount(0);
  await change(page, (snapshot) => {
    snapshot.setAside = 2;
  });
  await last.click();
  await lastCall(page, 'workspace_open_last', {});
});

test('who is told of a safe start can open again what was open', async ({ page }) => {
  await open(page, 'panel', 'login');
  await change(page, (snapshot) => {
    snapshot.setAside = 2;
    snapshot.notices = [{ id: 1, code: 'safe-start', arguments: {}, severity: 'warning' }];
  });
  await page.getByRole('button', { name: 'Open again what was open (2 accounts)' }).click();
  await lastCall(page, 'workspace_open_last', {});
});

test('workspaces are opened, saved and deleted by keyboard', async ({ page }) => {
  await open(page, 'panel', 'workspaces');
  await page.getByRole('menuitem', { name: 'Workspaces' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Tuesday');
  await page.keyboard.press('Enter');
  await lastCall(page, 'workspace_save', { name: 'Tuesday' });
  await expect(page.getByRole('menuitem', { name: 'Tuesday' }).first()).toBeFocused();
  // Going down deletes nothing; what has deleted one brings it back.
  const support = page.getByRole('menuitem', { name: 'Support' }).first();
  await support.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Tuesday' }).first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await lastCall(page, 'workspace_delete', { workspace: 's2' });
  const undo = page.getByRole('menuitem', { name: 'Undo: delete workspace Support' });
  await expect(undo).toBeFocused();
  await page.keyboard.press('Enter');
  await lastCall(page, 'workspace_undo_delete', {});
  await expect(undo).toHaveCount(0);
  await expect(support).toBeFocused();
  // Beside it, the keys of the menu go on.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Home');
  await expect(page.getByRole('menuitem', { name: 'Back' })).toBeFocused();
  // A name that is there is another's no more once it is saved.
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Supp');
  await expect(page.getByRole('button', { name: 'Save workspace' })).toBeVisible();
  await page.keyboard.type('ort');
  await expect(page.getByRole('button', { name: 'Replace workspace' })).toBeVisible();
  await page.keyboard.press('Enter');
  await lastCall(page, 'workspace_save', { name: 'Support' });
  await expect(support).toBeFocused();
  await page.keyboard.type('monday b', { delay: 20 });
  const monday = page.getByRole('menuitem', { name: 'Monday billing, 3 accounts' });
  await expect(monday).toBeFocused();
  expect(await calls(page, 'workspace_open')).toEqual([]);
  await monday.press('Enter');
  await lastCall(page, 'workspace_open', { workspace: 's1' });
});

test('name, colour and picture are saved together', async ({ page }) => {
  await open(page, 'panel', 'panel-rename');
  await page.keyboard.type('Acme two');
  await page.getByRole('radio', { name: 'Violet' }).check();
  await page.setInputFiles('input[type=file]', {
    name: 'dot.png',
    mimeType: 'image/png',
    buffer: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  });
  await expect(page.getByRole('button', { name: 'Use initials' })).toBeVisible();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await lastCall(page, 'account_rename', { account: 'a1', label: 'Acme two' });
  await lastCall(page, 'account_set_colour', { account: 'a1', colour: '#7c3aed' });
  const [picture] = await calls(page, 'account_set_picture');
  expect(picture?.picture).toMatch(/^iVBOR/);
  await lastCall(page, 'panel_close', { dismissed: true });
});

test("the initials take the place of the CRM's picture, and give it back", async ({ page }) => {
  await open(page, 'panel', 'deleting');
  await change(page, (snapshot) => {
    const account = snapshot.accounts.find((each) => each.id === 'a1');
    if (account) account.picture = 'data:image/png;base64,iVBORw0KGgo=';
    const [window] = snapshot.windows;
    if (window) window.panel = { kind: 'rename', account: 'a1' };
  });
  const initials = page.getByRole('button', { name: 'Use initials' });
  await initials.click();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await lastCall(page, 'account_set_picture', { account: 'a1', picture: null, initials: true });

  await change(page, (snapshot) => {
    const account = snapshot.accounts.find((each) => each.id === 'a1');
    if (account) account.crmPicture = 'data:image/png;base64,iVBORw0KGgo=';
    const [window] = snapshot.windows;
    if (window) window.panel = { kind: 'rename', account: 'a1' };
  });
  // Neither takes the other's place under the pointer.
  const crms = page.getByRole('button', { name: "Use the CRM's picture" });
  const places = async (): Promise<unknown[]> => [
    await initials.boundingBox(),
    await crms.boundingBox(),
  ];
  const before = await places();
  await crms.click();
  await expect(crms).toBeDisabled();
  expect(await places()).toEqual(before);
  await initials.click();
  await expect(initials).toBeDisabled();
  expect(await places()).toEqual(before);
  await crms.click();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await lastCall(page, 'account_set_picture', { account: 'a1', picture: null, initials: false });
});

test('a file that is no picture is refused', async ({ page }) => {
  await open(page, 'panel', 'panel-rename');
  await page.setInputFiles('input[type=file]', {
    name: 'x.png',
    mimeType: 'image/png',
    buffer: Buffer.from('not a picture'),
  });
  await expect(page.getByRole('alert')).toContainText("can't be read as a picture");
});

test('Tab goes from the filter into the list, and the focus is never lost', async ({ page }) => {
  await open(page, 'panel', 'fifty-menu');
  const filter = page.getByRole('searchbox', { name: 'Filter accounts' });
  await expect(filter).toBeFocused();
  await page.keyboard.press('Tab');
  const first = page.getByRole('menuitemradio', { name: 'Київ 1', exact: true });
  await expect(first).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(filter).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(first).toBeFocused();
});

test('the sheet of keys tells whose a chord is that two actions have', async ({ page }) => {
  await open(page, 'panel', 'panel-keys');
  await change(page, (snapshot) => {
    const find = snapshot.keys.find((each) => each.action === 'find');
    const help = snapshot.keys.find((each) => each.action === 'help');
    if (!find || !help) return;
    [help.chord, help.conflicts, find.conflicts] = [find.chord, ['find'], ['help']];
  });
  const taken = page.getByRole('menuitem', { name: /^Show keys/ });
  await expect(taken).toHaveAccessibleDescription(/^They do “Find in page”/);
  await expect(page.getByRole('menuitem', { name: /^Find in page/ })).not.toHaveAttribute('title');
});

test('? shows the keys, but is typed into a field', async ({ page }) => {
  await open(page, 'panel', 'panel-menu');
  await expect(page.getByRole('menuitemradio', { name: 'Acme Agency' })).toBeFocused();
  await page.keyboard.press('?');
  await lastCall(page, 'panel_open', { panel: { kind: 'keys' }, byKey: false });
  await open(page, 'panel', 'fifty-menu');
  await page.keyboard.press('?');
  await expect(page.getByRole('searchbox')).toHaveValue('?');
  expect(await calls(page, 'panel_open')).toEqual([]);
});

test('a question is told of in the menu', async ({ page }) => {
  await open(page, 'panel', 'asking-menu');
  const row = page.getByRole('menuitemradio', { name: 'Berry Ltd, 3 unread, has a question' });
  await expect(row.getByText('has a question')).toBeAttached();
});

test('keys and actions are a menu of their own, with the key that shows it', async ({ page }) => {
  await open(page, 'panel', 'panel-menu');
  const item = page.getByRole('menuitem', { name: 'Keys and actions' });
  await expect(item).toHaveAttribute('aria-keyshortcuts', 'F1');
  await item.click();
  await lastCall(page, 'panel_open', { panel: { kind: 'keys' }, byKey: false });
  await expect(page.getByRole('dialog', { name: 'Keys and actions' })).toBeVisible();
});

test('every action is run from the sheet of keys, by keyboard and pointer', async ({ page }) => {
  await open(page, 'panel', 'panel-keys');
  const items = page.getByRole('menuitem');
  await expect(items).toHaveCount(36);
  await expect(items.first()).toBeFocused();
  await page.keyboard.type('reload');
  await page.keyboard.press('ArrowDown');
  await expect(
    page.getByRole('menuitem', { name: 'Reload without the cache Ctrl+Shift+R' }),
  ).toBeFocused();
  await page.keyboard.press('Enter');
  await lastCall(page, 'panel_close', { dismissed: false });
  await lastCall(page, 'action_run', { action: 'reload-hard' });

  const again = () =>
    change(page, (snapshot) => {
      snapshot.windows[0]!.panel = { kind: 'keys' };
    });
  // One without a key, too; and the sheet itself only goes.
  await again();
  await page.getByRole('menuitem', { name: 'Stop loading' }).click();
  await lastCall(page, 'action_run', { action: 'stop' });
  await again();
  await page.getByRole('menuitem', { name: 'Show keys' }).click();
  await expect(items).toHaveCount(0);
  expect(await calls(page, 'action_run')).toHaveLength(2);
});

test("an account's proxy is set from its menu; a wrong address loses nothing", async ({ page }) => {
  await open(page, 'panel', 'panel-accountMenu');
  await page.getByRole('menuitem', { name: 'Proxy…' }).click();
  const kind = page.getByRole('combobox', { name: 'Proxy' });
  await expect(kind).toBeFocused();
  await page.getByLabel('Name in Ninefold').fill('Berry two');
  await kind.selectOption('Own proxy');
  const address = page.getByRole('textbox', { name: 'Address of the proxy' });
  await address.fill('http://olena:secret@proxy.example.com:3128');
  await page.keyboard.press('Enter');
  await expect(address).toHaveAccessibleDescription(/That isn't the address of a proxy/);
  await expect(address).toBeFocused();
  await expect(address).toHaveValue('http://olena:secret@proxy.example.com:3128');
  await expect(page.getByLabel('Name in Ninefold')).toHaveValue('Berry two');
  expect(await calls(page, 'panel_close')).toEqual([]);
  await address.fill('proxy.example.com:3128');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await lastCall(page, 'account_set_proxy', { account: 'a2', proxy: 'proxy.example.com:3128' });
  await lastCall(page, 'panel_close', { dismissed: true });
});

test('renaming starts at the name, also after a proxy was asked for', async ({ page }) => {
  await open(page, 'panel', 'panel-accountMenu');
  await page.getByRole('menuitem', { name: 'Proxy…' }).click();
  await expect(page.getByRole('combobox', { name: 'Proxy' })).toBeFocused();
  await change(page, (snapshot) => {
    snapshot.windows[0]!.panel = { kind: 'accountMenu', account: 'a2', x: 0 };
  });
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await expect(page.getByLabel('Name in Ninefold')).toBeFocused();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await lastCall(page, 'panel_close', { dismissed: true });
  expect(await calls(page, 'account_set_proxy')).toEqual([]);
});

test('a name that has no more room says how much there is', async ({ page }) => {
  await open(page, 'panel', 'panel-accountMenu');
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  const name = page.getByLabel('Name in Ninefold');
  const full = page.getByText('A name has at most 80 characters.');
  await name.fill('');
  await page.keyboard.insertText('a'.repeat(79));
  await expect(full).toHaveCount(0);
  await page.keyboard.insertText('a'.repeat(421));
  await expect(full).toBeVisible();
  await expect(name).toHaveValue('a'.repeat(80));
});
