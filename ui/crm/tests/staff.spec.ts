import type { Browser, Page } from '@playwright/test';
import { deafen, expect, expectAccessible, PASSWORD, prove, test, type Server } from './server.js';

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const more = (page: Page, name: string) => page.getByRole('button', { name: `More about ${name}` });
const invitations = (page: Page) => page.getByRole('region', { name: 'Open invitations' });
const toast = (page: Page) => page.getByRole('region', { name: 'What has just happened' });

/** Olena, on the page, from her profile. */
async function open(page: Page, server: Server): Promise<void> {
  await page.goto(await server.setUp());
  await page.getByRole('link', { name: 'Staff' }).click();
  await expect(page).toHaveURL(`${server.url}/c/acme-agency/staff`);
  await expect(page).toHaveTitle('Staff · Acme Agency');
}

test('people are invited from a pasted list, which says what is wrong with it', async ({
  page,
  server,
}) => {
  await open(page, server);
  await expect(page.getByRole('link', { name: 'Staff' })).toHaveAttribute('aria-current', 'page');
  await expect(row(page, 'Olena Koval')).toContainText(/You.*@olena.*Owner.*Active/s);
  await expect(page.getByText('You are alone here so far.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Invite people' }).press('Enter');
  const addresses = page.getByLabel('E-mail addresses');
  await expect(addresses).toBeFocused();
  await addresses.fill('"Bondar, Ihor" <ihor@acme.example>; nonsense, OLENA@acme.example\nzoe@');
  await expect(addresses).toHaveAccessibleDescription('4 addresses');
  await page.getByRole('radio', { name: 'Viewer' }).check();
  await page.getByRole('button', { name: 'Send 4 invitations' }).click();
  await expect(addresses).toBeFocused();
  await expect(addresses).toHaveAccessibleDescription(
    /^nonsense: This can't be right\.\s+OLENA@acme\.example: Somebody here has it, .+\s+zoe@: /,
  );
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Leave these 3 out' }).click();
  await expect(addresses).toHaveValue('ihor@acme.example');
  await page.getByRole('button', { name: 'Send 1 invitation' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Invite people' })).toBeFocused();
  await expect(toast(page)).toContainText('1 invitation is on its way.');
  await expect(invitations(page)).toContainText('ihor@acme.example');
  await expect(invitations(page)).toContainText(/Viewer · sent this minute · 7 days left/);
  await expectAccessible(page);
  expect(await server.linkFor('ihor@acme.example')).toContain('/invitation#ticket=');
});

test('where no mail is sent, the page says that invitations wait', async ({ page, server }) => {
  await open(page, server);
  await page.route('**/acme-agency/invitations', async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as object;
    await route.fulfill({ response, json: { ...body, can_send_mail: false } });
  });
  await page.reload();
  await page.getByRole('button', { name: 'Invite people' }).click();
  await page.getByLabel('E-mail addresses').fill('ihor@acme.example');
  await page.getByRole('button', { name: 'Send 1 invitation' }).click();
  await expect(invitations(page)).toContainText("This server can't send mail");
  await expect(toast(page)).toContainText('1 invitation waits');
  await expectAccessible(page);
});

test('more than fifty are not taken at once', async ({ page, server }) => {
  await open(page, server);
  const many = Array.from({ length: 51 }, (_, n) => `p${String(n)}@acme.example`);
  await page.getByRole('button', { name: 'Invite people' }).click();
  const addresses = page.getByLabel('E-mail addresses');
  await addresses.fill(many.join(' '));
  await addresses.press('Tab');
  await expect(addresses).toHaveAccessibleDescription(/^At most 50 at once\./);
  await page.getByRole('button', { name: 'Send 51 invitations' }).click();
  await expect(addresses).toBeFocused();
  await addresses.fill(many.slice(1).join(' '));
  await page.getByRole('button', { name: 'Send 50 invitations' }).click();
  await expect(toast(page)).toContainText('50 invitations are on their way.');
  await expect(invitations(page).getByRole('listitem')).toHaveCount(50);
  await expectAccessible(page);
});

test('an invitation is sent again, revoked, and given again', async ({ page, server }) => {
  await open(page, server);
  await page.getByRole('button', { name: 'Invite people' }).click();
  await page.getByLabel('E-mail addresses').fill('ihor@acme.example');
  await page.getByRole('button', { name: 'Send 1 invitation' }).click();
  const resend = page.getByRole('button', { name: 'Send again to ihor@acme.example' });
  await resend.click();
  await expect(page.getByRole('alert')).toContainText(
    /Too many attempts\s*You can try again in (10|9) minutes\./,
  );
  await expectAccessible(page);
  await server.sql('UPDATE invitation SET sent_at = sent_at - 600000');
  await resend.click();
  await expect(toast(page)).toContainText('Another letter goes to ihor@acme.example.');

  await page.getByRole('button', { name: 'Revoke the invitation to ihor@acme.example' }).click();
  await expect(toast(page)).toContainText("to ihor@acme.example doesn't work any more.");
  await expect(invitations(page)).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Staff' })).toBeFocused();
  await toast(page).getByRole('button', { name: 'Invite again' }).click();
  await expect(invitations(page)).toContainText('ihor@acme.example');
  await expect(toast(page)).toContainText('1 invitation is on its way.');
});

test('a role is changed, and what somebody else did meanwhile is seen first', async ({
  page,
  server,
}) => {
  await deafen(page);
  await open(page, server);
  await server.hire('acme-agency', ['Ihor Bondar']);
  await page.reload();
  await expect(more(page, 'Olena Koval'), 'nobody changes themselves').toHaveCount(0);
  await more(page, 'Ihor Bondar').press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Change role…' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Role of Ihor Bondar' });
  await expect(dialog).toContainText('Role now: Member');
  await dialog.getByRole('radio', { name: 'Administrator' }).check();
  await server.sql("UPDATE crm_user SET role = 'viewer', version = 2 WHERE id = 'user1'");
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('Somebody changed this meanwhile');
  await expect(dialog).toContainText('Role now: Viewer');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Change role' }).click();
  await prove(page);
  await expect(dialog).toBeHidden();
  await expect(row(page, 'Ihor Bondar')).toContainText('Administrator');
  await expect(toast(page)).toContainText('Ihor Bondar has another role now: Administrator.');
  await expect(more(page, 'Ihor Bondar')).toBeFocused();
});

test('who is deactivated comes back by a key, and a conflict is told', async ({ page, server }) => {
  await deafen(page);
  await open(page, server);
  await server.hire('acme-agency', ['Ihor Bondar', 'Zoe Marsh']);
  await page.reload();
  await more(page, 'Ihor Bondar').click();
  await page.getByRole('menuitem', { name: 'Deactivate' }).click();
  await expect(row(page, 'Ihor Bondar')).toContainText('Deactivated');
  await expect(toast(page)).toContainText("Ihor Bondar can't sign in any more.");
  await expectAccessible(page);
  await page.keyboard.press('Control+z');
  await expect(row(page, 'Ihor Bondar')).toContainText('Active');
  await expect(toast(page)).toContainText('Ihor Bondar can sign in again.');
  await expect(toast(page).getByRole('button', { name: 'Undo' })).toHaveCount(0);

  await server.sql("UPDATE crm_user SET role = 'admin', version = 9 WHERE id = 'user2'");
  await more(page, 'Zoe Marsh').click();
  await page.getByRole('menuitem', { name: 'Deactivate' }).click();
  await expect(page.getByRole('alert')).toContainText('Somebody changed this meanwhile');
  await expect(row(page, 'Zoe Marsh'), 'it shows what they are now').toContainText('Administrator');
  await more(page, 'Zoe Marsh').click();
  await page.getByRole('menuitem', { name: 'Deactivate' }).click();
  await expect(row(page, 'Zoe Marsh')).toContainText('Deactivated');
  await more(page, 'Zoe Marsh').click();
  await page.getByRole('menuitem', { name: 'Reactivate' }).click();
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'Zoe Marsh')).toContainText('Deactivated');
});

/** Ihor, with a password of his own, signed in in a browser of his own. */
async function ihor(browser: Browser, server: Server): Promise<Page> {
  await server.hire('acme-agency', ['Ihor Bondar']);
  await server.sql(`INSERT INTO credential (id, principal_key, crm_id, crm_user_id, password_hash,
      version, created_at, updated_at)
    SELECT id, 'u:' || id, crm_id, id, (SELECT password_hash FROM credential), 1, 0, 0
    FROM crm_user WHERE id = 'user1'`);
  const page = await browser.newPage({ locale: 'en-GB' });
  const data = { address: 'acme-agency', login: 'user1', password: PASSWORD };
  const answer = await page.request.post(`${server.url}/api/v1/sign-in`, { data });
  expect(answer.status()).toBe(200);
  await page.goto(`${server.url}/c/acme-agency/`);
  await expect(page).toHaveTitle('Acme Agency');
  return page;
}

test('sessions of somebody who lost a laptop are ended, after a proof', async ({
  page,
  server,
  browser,
}) => {
  await open(page, server);
  const his = await ihor(browser, server);
  await page.reload();
  await more(page, 'Ihor Bondar').press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Remove second factor…' })).toHaveCount(0);
  await page.getByRole('menuitem', { name: 'End all sessions…' }).press('Enter');
  const question = page.getByRole('alertdialog', { name: 'End all sessions of Ihor Bondar?' });
  await expect(question).toContainText('They are signed out everywhere at once');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(more(page, 'Ihor Bondar')).toBeFocused();
  await more(page, 'Ihor Bondar').click();
  await page.getByRole('menuitem', { name: 'End all sessions…' }).click();
  await question.getByRole('button', { name: 'End all sessions' }).click();
  await prove(page);
  await expect(toast(page)).toContainText('All sessions of Ihor Bondar are over.');
  await expect(question).toBeHidden();
  await his.reload();
  await expect(his).toHaveURL(/sign-in\?return=/);
  await his.close();
});

test('the second factor of somebody who lost a phone is removed, after a proof', async ({
  page,
  server,
  browser,
}) => {
  await open(page, server);
  const his = await ihor(browser, server);
  await server.sql("UPDATE credential SET totp_enabled_at = 1 WHERE crm_user_id = 'user1'");
  await page.reload();
  await more(page, 'Ihor Bondar').click();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: 'Remove second factor…' }).click();
  const question = page.getByRole('alertdialog', {
    name: 'Remove the second factor of Ihor Bondar?',
  });
  await expect(question.getByRole('listitem')).toHaveCount(3);
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Remove second factor' }).click();
  const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await proof.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeVisible();
  await question.getByRole('button', { name: 'Remove second factor' }).click();
  await prove(page);
  await expect(toast(page)).toContainText('The second factor of Ihor Bondar is removed');
  await expect(question).toBeHidden();
  await his.reload();
  await expect(his).toHaveURL(/sign-in\?return=/);
  await more(page, 'Ihor Bondar').click();
  await expect(page.getByRole('menuitem', { name: 'Remove second factor…' })).toHaveCount(0);
  await his.close();
});

test('somebody who has left is deleted for good, after a proof', async ({ page, server }) => {
  await deafen(page);
  await open(page, server);
  await server.hire('acme-agency', ['Ihor Bondar', 'Zoe Marsh']);
  await page.reload();
  await more(page, 'Ihor Bondar').click();
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toHaveCount(0);
  await page.getByRole('menuitem', { name: 'Deactivate' }).click();
  await expect(row(page, 'Ihor Bondar')).toContainText('Deactivated');
  await more(page, 'Ihor Bondar').press('ArrowDown');
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toBeFocused();
  await page.keyboard.press('Enter');
  const question = page.getByRole('alertdialog', { name: 'Delete Ihor Bondar for good?' });
  await expect(question.getByRole('listitem')).toHaveCount(3);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(more(page, 'Ihor Bondar')).toBeFocused();
  await more(page, 'Ihor Bondar').click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await question.getByRole('button', { name: 'Delete for good' }).click();
  await prove(page);
  await expect(question).toBeHidden();
  await expect(toast(page)).toContainText('Ihor Bondar is deleted.');
  await expect(row(page, 'Ihor Bondar')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Staff' })).toBeFocused();
  await expectAccessible(page);

  await server.sql("UPDATE crm_user SET status = 'deactivated', version = 9 WHERE id = 'user2'");
  await page.reload();
  await server.sql("UPDATE crm_user SET version = 10 WHERE id = 'user2'");
  await more(page, 'Zoe Marsh').click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  const other = page.getByRole('alertdialog', { name: 'Delete Zoe Marsh for good?' });
  await other.getByRole('button', { name: 'Delete for good' }).click();
  await expect(other.getByRole('alert')).toContainText('Somebody changed this meanwhile');
  await other.getByRole('button', { name: 'Delete for good' }).click();
  await expect(row(page, 'Zoe Marsh')).toHaveCount(0);
});

test('a toast goes by itself, but not while it has the keyboard', async ({ page, server }) => {
  await open(page, server);
  await server.hire('acme-agency', ['Ihor Bondar']);
  await page.clock.install();
  await page.reload();
  const deactivate = async (): Promise<void> => {
    await more(page, 'Ihor Bondar').click();
    await page.getByRole('menuitem', { name: 'Deactivate' }).click();
  };
  await deactivate();
  const undo = toast(page).getByRole('button', { name: 'Undo' });
  await undo.focus();
  await page.clock.fastForward('00:11');
  await expect(undo).toBeVisible();
  await page.getByRole('heading', { name: 'Staff' }).focus();
  await page.clock.fastForward('00:11');
  await expect(undo).toBeHidden();
});

test('a long directory is searched and gone through by keys alone', async ({ page, server }) => {
  await open(page, server);
  const names = Array.from({ length: 49 }, (_, n) => `Colleague ${String(n + 1).padStart(2, '0')}`);
  names[0] = 'Bartholomew Featherstonehaugh-Cholmondeley von und zu Hohenzollern-Sigmaringen';
  await server.hire('acme-agency', names);
  await page.reload();
  await expect(page.getByRole('row')).toHaveCount(51);
  await expectAccessible(page);

  const search = page.getByRole('searchbox', { name: 'Search by name, username or e-mail' });
  await page.getByRole('heading', { name: 'Staff' }).focus();
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type('/USER7');
  await expect(search).toHaveValue('/USER7');
  await expect(page.getByText('Nobody matches “/USER7”.')).toBeVisible();
  await search.fill('@ACME.example');
  await expect(page.getByRole('row')).toHaveCount(51);
  await search.fill('');

  await page.keyboard.press('Tab');
  await expect(row(page, 'Bartholomew')).toBeFocused();
  await page.keyboard.press('End');
  await expect(row(page, 'Olena Koval')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'Colleague 02')).toBeFocused();
  await page.keyboard.type('ol');
  await expect(row(page, 'Olena Koval')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Change role…' })).toBeFocused();
  await page.keyboard.press('Escape');
  await search.fill('colleague 4');
  await page.keyboard.press('Tab');
  await expect(row(page, 'Colleague 49'), 'the keyboard comes back to it').toBeFocused();
  await search.fill('colleague 3');
  await page.keyboard.press('Tab');
  await expect(row(page, 'Colleague 30')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(more(page, 'Colleague 30')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys on this page' });
  await expect(help.getByRole('row', { name: '/ Search the list' })).toBeVisible();
  await expect(help.getByRole('row', { name: 'Enter Show what can be done' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(row(page, 'Colleague 30')).toBeFocused();
});

for (const role of ['member', 'viewer'] as const) {
  test(`a ${role} sees who there is, and changes nobody`, async ({ page, server }) => {
    await open(page, server);
    await server.hire('acme-agency', ['Ihor Bondar']);
    await server.sql(`UPDATE crm_user SET role = '${role}' WHERE username = 'olena'`);
    await page.reload();
    await expect(row(page, 'Ihor Bondar')).toContainText('user1@acme.example');
    await expect(page.getByRole('button', { name: /^(Invite|More)/ })).toHaveCount(0);
    await expect(invitations(page)).toHaveCount(0);
    await expectAccessible(page);
  });
}

test('who lost their rights while the page was open is told', async ({ page, server }) => {
  await open(page, server);
  await server.hire('acme-agency', ['Ihor Bondar']);
  await deafen(page);
  await page.reload();
  await expect(row(page, 'Ihor Bondar')).toBeVisible();
  await server.sql("UPDATE crm_user SET role = 'member' WHERE username = 'olena'");
  await more(page, 'Ihor Bondar').click();
  await page.getByRole('menuitem', { name: 'Deactivate' }).click();
  await expect(page.getByRole('alert')).toContainText("Your role doesn't allow this");
  await expect(row(page, 'Ihor Bondar')).toContainText('Active');
  await server.sql('DELETE FROM session');
  await more(page, 'Ihor Bondar').click();
  await page.getByRole('menuitem', { name: 'Deactivate' }).click();
  await expect(page).toHaveURL(`${server.url}/c/acme-agency/sign-in`);
});

test('whoever comes by a link to the page gets there after signing in', async ({
  page,
  server,
}) => {
  await server.setUp();
  await page.goto(`${server.url}/c/acme-agency/staff`);
  await page.getByLabel('E-mail or username').fill('olena');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.url}/c/acme-agency/staff`);
  await expect(row(page, 'Olena Koval')).toBeVisible();
});

test('what could not be loaded is tried again, and what takes long has a shape', async ({
  page,
  server,
}) => {
  await open(page, server);
  await page.route('**/acme-agency/users', (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('alert')).toContainText(["The server doesn't answer"]);
  await expectAccessible(page);
  await page.unroute('**/acme-agency/users');
  let answer = (): void => undefined;
  const later = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/acme-agency/users', async (route) => {
    await later;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.reload();
  await expect(page.locator('.skeleton')).toBeVisible();
  await expectAccessible(page);
  answer();
  await expect(row(page, 'Olena Koval')).toBeVisible();
});

for (const [locale, title] of [
  ['uk-UA', 'Співробітники · Acme Agency'],
  ['ru-RU', 'Сотрудники · Acme Agency'],
] as const) {
  test(`the directory speaks the reader's language: ${locale}`, async ({ server, browser }) => {
    const page = await browser.newPage({ locale });
    await page.goto(await server.setUp());
    await page.waitForURL(`${server.url}/c/acme-agency/`);
    await server.hire('acme-agency', ['Іваненко Оксана Володимирівна']);
    await page.goto(`${server.url}/c/acme-agency/staff`);
    await expect(page).toHaveTitle(title);
    await expect(page.getByRole('row')).toHaveCount(3);
    await expectAccessible(page);
    await page.locator('main .actions button').first().click();
    await page.locator('textarea').fill('nonsense');
    await page.locator('dialog [type=submit]').click();
    await expect(page.locator('textarea')).toBeFocused();
    await expect(page.locator('textarea')).toHaveAttribute('aria-invalid', 'true');
    await expectAccessible(page);
    await page.close();
  });
}
