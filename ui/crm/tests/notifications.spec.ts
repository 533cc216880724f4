import type { Browser, Page } from '@playwright/test';
import { expect, expectAccessible, PASSWORD, test, type Server } from './server.js';

const HOME = '/c/acme-agency/';
const bell = (page: Page, name = 'Notifications') => page.getByRole('button', { name });
const list = (page: Page) => page.getByRole('dialog');
const rows = (page: Page) => list(page).getByRole('listitem');

/** Olena, signed in by a browser that she never used before. */
async function signIn(browser: Browser, server: Server, locale = 'en-GB'): Promise<Page> {
  const page = await browser.newPage({ locale });
  const data = { address: 'acme-agency', login: 'olena', password: PASSWORD };
  expect((await page.request.post(`${server.url}/api/v1/sign-in`, { data })).status()).toBe(200);
  return page;
}

test('a sign-in on a new device is told at once, and read by keyboard', async ({
  browser,
  server,
}) => {
  await server.setUp();
  const page = await signIn(browser, server);
  await page.goto(server.url + HOME);
  await expect(page.getByTitle('1 unread notification', { exact: true })).toBeVisible();
  await expectAccessible(page);
  const elsewhere = await signIn(browser, server);
  await expect(page.getByTitle('2 unread notifications', { exact: true })).toBeVisible();

  await bell(page).focus();
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(2);
  await expect(list(page).getByRole('button', { name: 'Close' })).toBeFocused();
  await expect(rows(page).first()).toContainText('Sign-in on a new device');
  await expect(rows(page).first()).toContainText('127.0.0.1');
  await expectAccessible(page);
  const one = rows(page).first().getByRole('button', { name: 'Mark as read' });
  await one.press('Enter');
  await expect(one).toHaveCount(0);
  await expect(page.getByTitle('1 unread notification', { exact: true })).toHaveCount(1);

  // What is read on one page is read on all.
  await elsewhere.goto(server.url + HOME);
  await expect(elsewhere.getByTitle('1 unread notification', { exact: true })).toBeVisible();
  await list(page).getByRole('button', { name: 'Mark all as read' }).press('Enter');
  await expect(rows(page).getByRole('button')).toHaveCount(0);
  await expect(elsewhere.getByTitle('unread notification')).toHaveCount(0);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(list(page)).toHaveCount(0);
  await expect(bell(page)).toBeFocused();
});

test('a notification leads to the sessions, from every page', async ({ browser, server }) => {
  await server.setUp();
  const page = await signIn(browser, server);
  for (const path of ['', 'staff']) {
    await page.goto(`${server.url}${HOME}${path}`);
    await bell(page).press('Enter');
    await rows(page).getByRole('link', { name: 'Sign-in on a new device' }).press('Enter');
    await expect(page).toHaveURL(`${server.url}${HOME}#sessions`);
    await expect(list(page)).toHaveCount(0);
    await expect(page.getByRole('heading', { name: 'Sessions' })).toBeInViewport();
  }
});

test('who was told nothing reads that, and the bell counts nothing', async ({ page, server }) => {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await bell(page).press('Enter');
  await expect(list(page)).toContainText('You have no notifications.');
  await expect(page.getByTitle('unread notification')).toHaveCount(0);
  await expectAccessible(page);
  await list(page).getByRole('button', { name: 'Close' }).press('Enter');
  await expect(bell(page)).toBeFocused();
});

for (const [locale, name] of [
  ['uk-UA', 'Сповіщення'],
  ['ru-RU', 'Уведомления'],
] as const) {
  test(`notifications speak the reader's language: ${locale}`, async ({ browser, server }) => {
    await server.setUp();
    const page = await signIn(browser, server, locale);
    await page.goto(server.url + HOME);
    await bell(page, name).press('Enter');
    await expect(rows(page)).toHaveCount(1);
    await expectAccessible(page);
  });
}
