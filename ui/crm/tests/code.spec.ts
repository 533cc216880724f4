import type { Page } from '@playwright/test';
import { expect, expectAccessible, PASSWORD, test, type Server } from './server.js';
import { enrol, WRONG, type Factor } from './totp.js';

const HOME = '/c/acme-agency/';
const code = (page: Page) => page.getByLabel('Code from your authenticator app');

/** Olena, who has a factor, in a browser that nobody knows. */
async function stranger(page: Page, server: Server): Promise<Factor> {
  await server.setUp();
  const factor = await enrol(page, server);
  await page.context().clearCookies();
  return factor;
}

/** Up to the question for the code. */
async function signIn(page: Page, server: Server, path = HOME): Promise<void> {
  await page.goto(server.url + path);
  await page.getByLabel('E-mail or username').fill('olena');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.url}/sign-in/second-factor`);
}

test('signing in asks for a code, by keyboard alone, and goes where it was meant to', async ({
  page,
  server,
}) => {
  const factor = await stranger(page, server);
  await signIn(page, server, `${HOME}staff`);
  await expect(page).toHaveTitle('Confirm with a code');
  await expect(code(page)).toBeFocused();
  await expect(code(page)).toHaveAttribute('autocomplete', 'one-time-code');
  await expectAccessible(page);

  await page.keyboard.type(WRONG);
  await page.keyboard.press('Enter');
  await expect(code(page)).toHaveAccessibleDescription(/This code is wrong/);
  await expect(code(page)).toBeFocused();
  await expect(code(page)).toHaveValue('');
  await expectAccessible(page);
  await page.keyboard.type(await factor.code());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.url}${HOME}staff`);

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(`${server.url}${HOME}sign-in`);
  await signIn(page, server);
  await expect(page.getByRole('checkbox')).not.toBeChecked();
});

test('a code does once, and a recovery code in its place', async ({ page, server }) => {
  const factor = await stranger(page, server);
  await signIn(page, server);
  const used = await factor.code();
  await code(page).fill(used);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(server.url + HOME);
  // Without its session a page that is still loading would leave by itself.
  await expect(page.getByRole('button', { name: 'Sign out', exact: true })).toBeVisible();
  await page.context().clearCookies();

  await signIn(page, server);
  await code(page).fill(used);
  await page.keyboard.press('Enter');
  await expect(code(page)).toHaveAccessibleDescription(/This code was used already/);
  await page.getByRole('button', { name: 'Use a recovery code' }).press('Enter');
  const recovery = page.getByLabel('Recovery code');
  await expect(recovery).toBeFocused();
  await expectAccessible(page);
  await recovery.fill((factor.recoveryCodes[0] ?? '').toUpperCase());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(server.url + HOME);
});

test('a trusted device is not asked again', async ({ page, server }) => {
  const factor = await stranger(page, server);
  await signIn(page, server);
  await page.getByLabel('Trust this device for 30 days').check();
  await code(page).fill(await factor.code());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(server.url + HOME);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByLabel('E-mail or username').fill('olena');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(server.url + HOME);
});

test('where devices may not be trusted, it is not offered', async ({ page, server }) => {
  await stranger(page, server);
  await server.sql('UPDATE crm SET factor_trust = 0');
  await signIn(page, server);
  await expect(code(page)).toBeFocused();
  await expect(page.getByRole('checkbox')).toHaveCount(0);
});

test('too many wrong codes lock it, and the page says for how long', async ({ page, server }) => {
  await stranger(page, server);
  await signIn(page, server);
  for (let nth = 1; nth <= 5; nth++) {
    await code(page).fill(WRONG);
    const answered = page.waitForResponse('**/sign-in/second-factor');
    await page.keyboard.press('Enter');
    await answered;
    if (nth < 5) await expect(code(page)).toHaveValue('');
  }
  await expect(page.getByRole('alert')).toContainText(
    /Too many wrong codes\s*You can try again in 15 minutes\./,
  );
  await expect(code(page)).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Sign in again' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.url}${HOME}sign-in?return=${HOME}`);
});

test('a sign-in that expired says so, and so does the page without one', async ({
  page,
  server,
}) => {
  const factor = await stranger(page, server);
  await signIn(page, server);
  await server.sql('DELETE FROM ticket');
  await code(page).fill(await factor.code());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('This sign-in has expired');
  await expectAccessible(page);
  await page.goto(`${server.url}/sign-in/second-factor`);
  await expect(page.getByRole('alert')).toContainText('This sign-in has expired');
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await expect(page).toHaveURL(`${server.url}/sign-in`);
});

test('a link that somebody made leads to no other site', async ({ page, server }) => {
  await stranger(page, server);
  for (const from of [
    'https://evil.example/c/acme/sign-in',
    'javascript:alert(1)',
    '//evil.example',
  ]) {
    await page.goto('about:blank');
    await page.goto(`${server.url}/sign-in/second-factor#from=${encodeURIComponent(from)}`);
    const again = page.getByRole('link', { name: 'Sign in again' });
    await expect(again).toHaveAttribute('href', '/sign-in');
  }
});

test('without an address the code is asked for what is opened', async ({ page, server }) => {
  const factor = await stranger(page, server);
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel('E-mail').fill('olena@acme.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'Account portal' }).check();
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle('Confirm with a code');
  await code(page).fill(await factor.code());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.url}/account`);
});

test('entering from a portal that knew no code asks for one', async ({ page, server }) => {
  await server.setUp();
  const factor = await enrol(page, server);
  await server.sql('UPDATE session SET aal = 1');
  await page.goto(`${server.url}/account`);
  await page.getByRole('button', { name: 'Enter Acme Agency' }).click();
  await expect(page).toHaveTitle('Confirm with a code');
  await code(page).fill(await factor.code());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(server.url + HOME);
});

test('who has a factor proves who they are with it', async ({ page, server }) => {
  const factor = await stranger(page, server);
  await signIn(page, server);
  await code(page).fill(await factor.code());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(server.url + HOME);
  await server.sql('UPDATE session SET step_up_at = NULL');
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByLabel('New password', { exact: true }).fill('eight green bottles');
  await page.getByLabel('New password again').fill('eight green bottles');
  await page.getByRole('button', { name: 'Change password' }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await expect(dialog.getByLabel('Code from your authenticator app')).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type(WRONG);
  await page.keyboard.press('Enter');
  await expect(code(page)).toHaveAccessibleDescription(/This code is wrong/);
  await code(page).fill(await factor.code());
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Password changed')).toBeVisible();
});

for (const [locale, title] of [
  ['uk-UA', 'Підтвердьте кодом'],
  ['ru-RU', 'Подтвердите кодом'],
] as const) {
  test(`the code is asked for in the reader's language: ${locale}`, async ({ server, browser }) => {
    const page = await browser.newPage({ locale });
    await stranger(page, server);
    await page.goto(server.url + HOME);
    await page.locator('[name=username]').fill('olena');
    await page.locator('[name=password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page).toHaveTitle(title);
    await expectAccessible(page);
    await page.close();
  });
}
