import type { Page } from '@playwright/test';
import { expect, expectAccessible, PASSWORD, test } from './server.js';

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const STEP_UP_IS_OVER = 'UPDATE session SET step_up_at = NULL';

test.beforeEach(async ({ page, server }) => {
  await server.setUp();
  await server.portal(page);
});

test('who comes back to the list sees what was opened meanwhile', async ({
  context,
  page,
  server,
}) => {
  const acme = row(page, 'Acme Agency');
  await page.goto(`${server.url}/account`);
  await page.getByRole('button', { name: 'Create new CRM' }).click();
  await page.keyboard.type('Berry Ltd');
  await page.keyboard.press('Enter');
  const berry = row(page, 'Berry Ltd');
  await expect(berry).toContainText('Not opened yet');
  // What has just come is marked, and stands in line with the rest.
  const left = async (of: typeof berry) => (await of.locator('.name').boundingBox())?.x;
  expect(await left(berry)).toBe(await left(acme));

  const elsewhere = await context.newPage();
  await elsewhere.goto(`${server.url}/account`);
  await elsewhere.getByRole('button', { name: 'Enter Berry Ltd' }).click();
  await expect(elsewhere).toHaveTitle('Berry Ltd');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(berry).not.toContainText('Not opened yet');
});

test('create, enter, delete and cancel, by keyboard alone', async ({ page, server }) => {
  await page.goto(`${server.url}/account`);
  await expect(row(page, 'Acme Agency')).toContainText('Owner');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Create new CRM' }).press('Enter');
  await expect(page.getByLabel('Name of the CRM')).toBeFocused();
  await page.keyboard.type('Berry Ltd');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Acme-Agency');
  const address = page.getByLabel('Address (optional)');
  await expect(address).toHaveAccessibleDescription(/It will be .+\/c\/acme-agency$/);
  await page.keyboard.press('Enter');
  await expect(address).toHaveAccessibleDescription(/This address is taken/);
  await expect(address).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('berry');
  await page.keyboard.press('Enter');
  const enter = page.getByRole('button', { name: 'Enter Berry Ltd' });
  await expect(enter).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Berry Ltd is ready.' })).toBeAttached();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.url}/c/berry/`);
  await expect(page).toHaveTitle('Berry Ltd');
  await page.getByRole('link', { name: 'My CRMs' }).first().press('Enter');

  const more = page.getByRole('button', { name: 'More about Berry Ltd' });
  await more.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const name = page.getByLabel('Type “Berry Ltd” to confirm');
  await expect(name).toBeFocused();
  await expect(page.getByRole('dialog')).toContainText('1 person loses access at once.');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();

  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(name).toBeFocused();
  await page.keyboard.type('Berry');
  await server.sql(STEP_UP_IS_OVER);
  await page.keyboard.press('Enter');
  await expect(name).toHaveAccessibleDescription(/This isn't the name/);
  await page.keyboard.type(' Ltd');
  await page.keyboard.press('Enter');
  const asked = page.getByRole('dialog', { name: 'Confirm that it is you' });
  const password = asked.getByLabel('Password', { exact: true });
  await expect(password).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(asked).toBeHidden();
  await expect(name, 'the question beneath is still there').toBeFocused();

  await page.keyboard.press('Enter');
  await expect(password).toBeFocused();
  await page.keyboard.type('seven blue bottles!');
  await page.keyboard.press('Enter');
  await expect(password).toHaveAccessibleDescription(/The password is wrong/);
  await expect(password).toBeFocused();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  const cancel = page.getByRole('button', { name: 'Cancel deletion of Berry Ltd' });
  await expect(cancel).toBeFocused();
  const scheduled = page.getByRole('region', { name: 'Scheduled for deletion' });
  await expect(scheduled).toContainText(/Left until deletion: (7 days|6 days 23 hours)/);
  await expect(row(page, 'Berry Ltd')).toHaveCount(0);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(enter).toBeFocused();
  await expect(scheduled).toBeHidden();
});

test('an existing CRM comes by a code, and goes again', async ({ page, server, context }) => {
  await server.create(page, 'Berry Ltd');
  await server.disown('berry-ltd');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${server.url}/account`);
  await page.getByRole('button', { name: 'Add existing CRM' }).click();
  const field = page.getByLabel('Connect code');
  await field.fill('0000-0000-0000');
  await field.press('Enter');
  await expect(field).toHaveAccessibleDescription(/This code doesn't work/);
  await expectAccessible(page);

  const profile = await context.newPage();
  await profile.goto(`${server.url}/c/berry-ltd/sign-in`);
  await profile.getByLabel('E-mail or username').fill('olena');
  await profile.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await profile.keyboard.press('Enter');
  await expect(profile).toHaveTitle('Berry Ltd');
  await server.sql(STEP_UP_IS_OVER);
  await profile.getByRole('button', { name: 'Get a code' }).click();
  await profile.getByRole('dialog').getByLabel('Password', { exact: true }).fill(PASSWORD);
  await profile.keyboard.press('Enter');
  const output = profile.getByLabel('Connect code');
  await expect(output).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await expect(profile.getByRole('timer')).toHaveText(/for 1[45]:\d\d more/);
  await expectAccessible(profile);
  const first = await output.innerText();
  await profile.getByRole('button', { name: 'Renew' }).click();
  await expect(output).not.toHaveText(first);
  await profile.getByRole('button', { name: 'Copy' }).click();
  await expect(profile.getByText('Copied')).toBeVisible();
  const code = await profile.evaluate(async () => navigator.clipboard.readText());
  expect(code).toBe(await output.innerText());

  const [answer] = await Promise.all([
    page.waitForResponse('**/portal/crms/connect'),
    field.fill(first).then(async () => field.press('Enter')),
  ]);
  expect(answer.status(), 'a renewed code voids the one before').toBe(422);
  await expect(page.getByRole('button', { name: 'Add CRM' })).not.toHaveAttribute('aria-busy');
  await field.fill(code.toLowerCase().replaceAll('-', ' '));
  await field.press('Enter');
  await expect(page.getByRole('button', { name: 'Enter Berry Ltd' })).toBeFocused();
  await expect(row(page, 'Berry Ltd')).toContainText('Administrator');
  await expect(row(page, 'Berry Ltd')).toContainText('—');

  await profile.getByRole('button', { name: 'Renew' }).click();
  await expect(profile.getByRole('alert')).toContainText(['This CRM user belongs to another']);

  const more = page.getByRole('button', { name: 'More about Berry Ltd' });
  await expect(more).toHaveAccessibleDescription('Only its owner can delete this CRM.');
  await expect(more).toHaveAttribute('title', /Only its owner can delete this CRM\.$/);
  await more.click();
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toHaveCount(0);
  await page.getByRole('menuitem', { name: 'Remove from my list…' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Remove from list' }).click();
  await expect(row(page, 'Berry Ltd')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Your CRMs' })).toBeFocused();
});

test('what cannot be taken off the list says why', async ({ page, server }) => {
  await server.create(page, 'Berry Ltd');
  await server.sql(
    "UPDATE crm_user SET role = 'admin' WHERE crm_id IN " +
      "(SELECT id FROM crm WHERE slug = 'berry-ltd')",
  );
  await page.goto(`${server.url}/account`);
  for (const [name, reason] of [
    ['Acme Agency', 'You own this CRM: it stays in your list until it is deleted.'],
    ['Berry Ltd', 'You sign in there with the password of your account'],
  ] as const) {
    await page.getByRole('button', { name: `More about ${name}` }).click();
    const remove = page.getByRole('menuitem', { name: 'Remove from my list…' });
    await expect(remove).toBeDisabled();
    await expect(remove).toContainText(reason);
    await expectAccessible(page);
    await remove.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await remove.press('Escape');
  }
});

test('the list is gone through by keys, and ? tells which', async ({ page, server }) => {
  await server.create(page, 'Berry Ltd');
  await page.goto(`${server.url}/account`);
  await page.getByRole('button', { name: 'Enter Acme Agency' }).focus();
  await page.keyboard.press('Shift+Tab');
  await expect(row(page, 'Acme Agency')).toBeFocused();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys on this page' });
  await expect(help.getByRole('row', { name: 'Enter Enter the CRM of the row' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(row(page, 'Acme Agency')).toBeFocused();
  await page.keyboard.type('b');
  await expect(row(page, 'Berry Ltd')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.url}/c/berry-ltd/`);
});

test('without a CRM the page says what to do', async ({ page, server }) => {
  await server.sql('DELETE FROM membership');
  await page.goto(`${server.url}/account`);
  await expect(page.getByRole('heading', { name: 'You have no CRM yet' })).toBeVisible();
  await expectAccessible(page);
});

test('a long list is searched, and long names fit', async ({ page, server }) => {
  const long = `Wholesale ${'of-everything-'.repeat(4)}and more`;
  for (let number = 1; number < 9; number += 1) {
    await server.create(page, `Branch ${String(number)}`);
    // So many of one owner, and in one day, are refused.
    await server.sql(`DELETE FROM attempt;
      INSERT OR IGNORE INTO account (id, email, email_norm, name, locale, time_zone, status, is_operator, version,
        created_at, updated_at) SELECT 'other', 'other@acme.example', 'other@acme.example', name, locale, time_zone,
        status, 0, 1, 0, 0 FROM account;
      UPDATE crm SET owner_account_id = 'other'; UPDATE crm_user SET role = 'admin'`);
  }
  await server.create(page, long);
  await page.goto(`${server.url}/account`);
  await expect(page.getByRole('row')).toHaveCount(11);
  await expectAccessible(page);
  const search = page.getByRole('searchbox', { name: 'Search by name or address' });
  await search.fill('BRANCH 7');
  await expect(page.getByRole('row')).toHaveCount(2);
  await search.fill('nobody');
  await expect(page.getByText('No CRM matches “nobody”.')).toBeVisible();
  await expectAccessible(page);
});

test('what could not be loaded is tried again', async ({ page, server }) => {
  await page.route('**/api/v1/portal/crms', (route) => route.abort());
  await page.goto(`${server.url}/account`);
  await expect(page.getByRole('alert')).toContainText(["The server doesn't answer"]);
  await expectAccessible(page);
  await page.unroute('**/api/v1/portal/crms');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(row(page, 'Acme Agency')).toBeVisible();
});

test('who was signed out elsewhere goes to sign in', async ({ page, server }) => {
  await page.goto(`${server.url}/account`);
  await expect(row(page, 'Acme Agency')).toBeVisible();
  await server.sql('DELETE FROM session');
  await page.getByRole('button', { name: 'Enter Acme Agency' }).click();
  await expect(page).toHaveURL(`${server.url}/sign-in`);
  for (const path of ['/account', '/account/settings']) {
    await page.goto(server.url + path);
    await expect(page).toHaveURL(`${server.url}/sign-in`);
  }
});

test('the password is changed in the settings', async ({ page, server }) => {
  await page.goto(`${server.url}/account`);
  await page.getByRole('link', { name: 'olena@acme.example' }).click();
  await expect(page).toHaveTitle('Account settings');
  await expect(page.getByRole('definition')).toHaveText(['Olena Koval', 'olena@acme.example']);
  await expectAccessible(page);
  const [current, wanted, again] = ['Current password', 'New password', 'New password again'].map(
    (label) => page.getByLabel(label, { exact: true }),
  );
  const fill = async (...values: [string, string, string]): Promise<void> => {
    await current!.fill(values[0]);
    await wanted!.fill(values[1]);
    await again!.fill(values[2]);
    await again!.press('Enter');
  };
  await fill(PASSWORD, 'eight red bottles of ink', 'eight red bottles of milk');
  await expect(again!).toHaveAccessibleDescription(/This isn't the same password/);
  await expect(again!).toBeFocused();
  await fill('seven blue bottles!', 'eight red bottles of ink', 'eight red bottles of ink');
  await expect(current!).toHaveAccessibleDescription(/The password is wrong/);
  await fill(PASSWORD, 'short', 'short');
  await expect(wanted!).toHaveAccessibleDescription(/At least 15 characters\.$/);
  await fill(PASSWORD, PASSWORD, PASSWORD);
  await expect(wanted!).toHaveAccessibleDescription(/The new password is the present one/);
  await expectAccessible(page);
  await fill(PASSWORD, 'eight red bottles of ink', 'eight red bottles of ink');
  await expect(page.getByText('All your other sessions were signed out.')).toBeVisible();
  await expect(current!).toHaveValue('');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Back to my CRMs' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(`${server.url}/sign-in`);
});

for (const [locale, title, settings] of [
  ['uk-UA', 'Ваші CRM', 'Налаштування облікового запису'],
  ['ru-RU', 'Ваши CRM', 'Настройки учётной записи'],
] as const) {
  test(`the portal speaks the reader's language: ${locale}`, async ({ server, browser }) => {
    const page = await browser.newPage({ locale });
    await server.portal(page);
    await server.create(page, 'Студія');
    await server.portal(page);
    await page.goto(`${server.url}/sign-in`);
    await expect(page.getByRole('radio')).toHaveCount(3);
    await expectAccessible(page);
    await page.goto(`${server.url}/account`);
    await expect(page).toHaveTitle(title);
    await expect(page.getByRole('row')).toHaveCount(3);
    await expectAccessible(page);
    await page.goto(`${server.url}/account/settings`);
    await expect(page).toHaveTitle(settings);
    await expect(page.getByRole('definition')).toHaveCount(2);
    await expectAccessible(page);
    await page.close();
  });
}

test('a colleague changes the password of a CRM, and a code runs out', async ({ page, server }) => {
  await server.disown('acme-agency');
  await page.clock.install();
  await page.goto(`${server.url}/c/acme-agency/sign-in`);
  await page.getByLabel('E-mail or username').fill('olena');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Get a code' }).click();
  await expect(page.getByRole('timer')).toHaveText(/Works once, for 1[45]:\d\d more/);
  await page.clock.fastForward('15:01');
  await expect(page.getByRole('timer')).toHaveText('This code has expired. Get a new one.');
  await expect(page.getByRole('button', { name: 'Copy' })).toBeHidden();

  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByLabel('New password', { exact: true }).fill('eight red bottles of ink');
  await page.getByLabel('New password again').fill('eight red bottles of ink');
  await page.keyboard.press('Enter');
  await expect(page.getByText('All your other sessions were signed out.')).toBeVisible();
});
