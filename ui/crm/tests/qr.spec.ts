import type { Browser, Page } from '@playwright/test';
import { expect, expectAccessible, PASSWORD, prove, test, type Server } from './server.js';

const HOME = '/c/acme-agency/';
const SIGN_IN = `${HOME}sign-in`;

/** What a waiting page shows. */
interface Shown {
  verification_url: string;
  user_code: string;
  number: number;
}

/** What a page shows after this. */
async function shownAfter(page: Page, act: () => Promise<unknown>): Promise<Shown> {
  const made = page.waitForResponse(
    (answer) => answer.url().endsWith('/sign-in/qr') && answer.request().method() === 'POST',
  );
  await act();
  return (await (await made).json()) as Shown;
}

/** Another browser, whose page waits to be let in. */
async function waiting(browser: Browser, url: string): Promise<{ page: Page; shown: Shown }> {
  const page = await browser.newPage({ locale: 'en-GB' });
  const shown = await shownAfter(page, async () => page.goto(url));
  return { page, shown };
}

/** Olena, signed in to her CRM. */
async function signedIn(page: Page, server: Server): Promise<void> {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
}

const number = (shown: Shown, page: Page) =>
  page.getByRole('radio', { name: String(shown.number), exact: true });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const state = (page: Page) => page.getByRole('main').getByRole('status').last();
const section = (page: Page) => page.getByRole('region', { name: 'Approve a sign-in' });

test('a scanned code lets another screen in, which chooses what to open', async ({
  page,
  server,
  browser,
}) => {
  await signedIn(page, server);
  await server.portal(page);
  const other = await browser.newPage({ locale: 'en-GB' });
  await other.goto(server.url);
  const shown = await shownAfter(other, async () =>
    other.getByRole('link', { name: 'Sign in with a QR code' }).press('Enter'),
  );
  await expect(other).toHaveTitle('Sign in with a QR code');
  await expect(other.getByRole('img', { name: 'QR code for another device' })).toBeVisible();
  await expect(other.getByRole('status', { name: 'Code' })).toHaveText(shown.user_code);
  await expect(other.getByRole('status', { name: 'Your number' })).toHaveText(String(shown.number));
  await expect(state(other)).toHaveText('Waiting for your other device');
  await expectAccessible(other);

  await server.sql('UPDATE session SET step_up_at = NULL');
  await page.goto(shown.verification_url);
  await expect(page).toHaveURL(/\/account\/qr\//);
  await expect(page).toHaveTitle('Approve a sign-in');
  await expect(page.getByRole('definition')).toHaveText([
    /Chrome/,
    '127.0.0.1',
    /20\d\d/,
    'All that your account opens',
    'Until that browser is closed',
  ]);
  await expect(page.getByRole('radio')).toHaveCount(3);
  await expect(state(other)).toHaveText('Your other device has it. Pick this number there.');
  await expectAccessible(page);
  await button(page, 'Approve').click();
  await expect(state(other), 'without a number nothing is approved').toContainText('Pick');
  await number(shown, page).check();
  await page.keyboard.press('Enter');
  await prove(page);
  await expect(state(page)).toContainText('The other screen is being signed in.');
  await expectAccessible(page);

  await expect(other).toHaveTitle('What do you want to open?');
  await other.getByRole('radio', { name: 'Acme Agency' }).check();
  await other.keyboard.press('Enter');
  await expect(other).toHaveURL(server.url + HOME);
  await expect(other.getByRole('region', { name: 'Sessions and devices' })).toContainText(
    'by QR code',
  );
  await other.close();
});

test('a typed code lets another screen into the CRM that it named', async ({
  page,
  server,
  browser,
}) => {
  await signedIn(page, server);
  const { page: other, shown } = await waiting(
    browser,
    `${server.url}${SIGN_IN}?return=${HOME}staff&by=qr`,
  );
  await expect(other).toHaveTitle('Sign in to Acme Agency with a QR code');
  const code = section(page).getByLabel('Code from the other screen');
  await code.fill('0000-0000');
  await page.keyboard.press('Enter');
  await expect(code).toHaveAccessibleDescription(/This code is wrong/);
  await expect(code).toBeFocused();
  await expectAccessible(page);
  await code.fill(shown.user_code.replace('-', ' ').toLowerCase());
  await page.keyboard.press('Enter');
  await expect(section(page).getByRole('definition').nth(3)).toHaveText('Acme Agency');
  await expectAccessible(page);
  await number(shown, page).check();
  await button(page, 'Approve').click();
  await prove(page);
  await expect(section(page)).toContainText('The other screen is being signed in.');
  await expect(other).toHaveURL(`${server.url}${HOME}staff`);
  await button(page, 'Another code').click();
  await expect(code).toBeFocused();

  // What began by a code approves no other at once.
  const third = await waiting(browser, `${server.url}${SIGN_IN}?by=qr`);
  await other.goto(third.shown.verification_url);
  await expect(other).toHaveURL(/\/c\/acme-agency\/qr\//);
  await expect(other.getByRole('main')).toContainText('This session is too new');
  await expect(button(other, /^Approve in \d+:\d\d$/)).toBeDisabled();
  await expectAccessible(other);
  await third.page.close();
  await other.close();
});

test('a wrong number denies it, and a new code begins again', async ({ page, server, browser }) => {
  await signedIn(page, server);
  const { page: other, shown } = await waiting(browser, `${server.url}${SIGN_IN}?by=qr`);
  await page.goto(shown.verification_url);
  const wrong = page
    .getByRole('radio')
    .and(page.locator(`:not([value="${String(shown.number)}"])`));
  await wrong.first().check();
  await button(page, 'Approve').click();
  await prove(page);
  await expect(state(page)).toContainText("This wasn't the number");
  await expect(state(page)).toBeFocused();
  await expectAccessible(page);
  await page.reload();
  await expect(state(page)).toContainText('This code is over');

  await expect(other.getByRole('alert')).toContainText(['This sign-in was denied']);
  await expectAccessible(other);
  const next = await shownAfter(other, async () => button(other, 'Show new code').press('Enter'));
  expect(next.user_code).not.toBe(shown.user_code);
  await page.goto(next.verification_url);
  await number(next, page).check();
  await button(page, 'Approve').click();
  await expect(other).toHaveURL(server.url + HOME);
  await other.close();
});

test('whoever didn’t ask says so', async ({ page, server, browser }) => {
  await signedIn(page, server);
  const { page: other, shown } = await waiting(browser, `${server.url}/sign-in?by=qr`);
  await page.goto(shown.verification_url);
  await button(page, 'Not me').click();
  await expect(state(page)).toContainText('Nobody was signed in.');
  await expect(state(page)).toBeFocused();
  await expect(other.getByRole('alert')).toContainText(['This sign-in was denied']);
  await other.getByRole('link', { name: 'Sign in with a password' }).click();
  await expect(other).toHaveURL(`${server.url}/sign-in`);
  await other.close();
});

test('a code that nobody used is replaced, and its page says that it is over', async ({
  page,
  server,
  browser,
}) => {
  await signedIn(page, server);
  const { page: other, shown } = await waiting(browser, `${server.url}${SIGN_IN}?by=qr`);
  await page.goto(shown.verification_url);
  // Else the page may ask about it when it's over already.
  await expect(number(shown, page)).toBeVisible();
  const next = await shownAfter(other, async () =>
    server.sql('UPDATE qr_request SET expires_at = 1'),
  );
  expect(next.user_code).not.toBe(shown.user_code);
  await expect(state(other)).toHaveText('The code was replaced by a new one');
  await number(shown, page).check();
  await button(page, 'Approve').click();
  await prove(page);
  await expect(state(page)).toContainText('This code is over');
  await expectAccessible(page);
  await other.close();
});

test('codes aren’t shown for ever', async ({ page, server }) => {
  await server.setUp();
  let made = 0;
  await page.route('**/sign-in/qr', async (route) => {
    made++;
    const response = await route.fetch();
    const body = (await response.json()) as object;
    await route.fulfill({ response, json: { ...body, interval: 0 } });
  });
  await page.route('**/sign-in/qr/*', async (route) =>
    route.fulfill({ json: { state: 'expired', expires_in: 0 } }),
  );
  await page.goto(`${server.url}/sign-in?by=qr`);
  await expect(state(page)).toContainText("The codes weren't used");
  expect(made).toBe(11);
  await expectAccessible(page);
  await page.unrouteAll();
  const shown = await shownAfter(page, async () => button(page, 'Show new code').click());
  await expect(page.getByRole('status', { name: 'Code' })).toHaveText(shown.user_code);
});

test('from another network there is a warning, and time to think', async ({
  page,
  server,
  browser,
}) => {
  await signedIn(page, server);
  const { page: other, shown } = await waiting(browser, `${server.url}${SIGN_IN}?by=qr`);
  await page.route('**/acme-agency/qr/*', async (route) => {
    if (route.request().resourceType() === 'document') return route.continue();
    const response = await route.fetch();
    const body = (await response.json()) as object;
    return route.fulfill({ response, json: { ...body, other_network: true, wait_s: 5 } });
  });
  await page.clock.install();
  await page.goto(shown.verification_url);
  await expect(page.getByRole('main')).toContainText('It is in another network');
  await expect(button(page, /^Approve in 0:0\d$/)).toBeDisabled();
  await expectAccessible(page);
  await number(shown, page).check();
  await page.keyboard.press('Enter');
  await expect(state(other)).toContainText('Pick this number there.');
  await page.clock.fastForward('00:06');
  await expect(button(page, 'Approve')).toBeEnabled();
  await button(page, 'Approve').click();
  await prove(page);
  await expect(other).toHaveURL(server.url + HOME);
  await other.close();
});

test('a phone that isn’t signed in signs in first', async ({ page, server, browser }) => {
  await server.setUp();
  const { page: other, shown } = await waiting(browser, `${server.url}/sign-in?by=qr`);
  await page.goto(shown.verification_url);
  await expect(page).toHaveURL(/\/sign-in\?return=/);
  await page.getByLabel('E-mail').fill('olena@acme.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'Account portal' }).check();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/account\/qr\//);
  await number(shown, page).check();
  await button(page, 'Approve').click();
  await expect(other).toHaveTitle('What do you want to open?');
  await other.close();
});

test('a sign-in for another CRM is not approved here', async ({ page, server, browser }) => {
  await signedIn(page, server);
  await server.portal(page);
  await server.create(page, 'Berry Ltd');
  const { page: other, shown } = await waiting(browser, `${server.url}/c/berry-ltd/sign-in?by=qr`);
  await page.goto(server.url + HOME);
  const code = section(page).getByLabel('Code from the other screen');
  await code.fill(shown.user_code);
  await page.keyboard.press('Enter');
  await expect(code).toHaveAccessibleDescription(/This sign-in is for another CRM/);
  await other.close();
});

for (const [locale, title, approval] of [
  ['uk-UA', 'Вхід за QR-кодом', 'Підтвердити вхід'],
  ['ru-RU', 'Вход по QR-коду', 'Подтвердить вход'],
] as const) {
  test(`codes are shown and approved in the reader's language: ${locale}`, async ({
    server,
    browser,
  }) => {
    await server.setUp();
    const page = await browser.newPage({ locale });
    const shown = await shownAfter(page, async () => page.goto(`${server.url}/sign-in?by=qr`));
    await expect(page).toHaveTitle(title);
    await expect(page.getByRole('img')).toHaveCount(1);
    await expectAccessible(page);
    await server.portal(page);
    await page.goto(shown.verification_url);
    await expect(page).toHaveTitle(approval);
    await expect(page.getByRole('radio')).toHaveCount(3);
    await expectAccessible(page);
    await page.close();
  });
}
