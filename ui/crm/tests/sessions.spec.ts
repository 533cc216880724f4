import type { Browser, Page } from '@playwright/test';
import { expect, expectAccessible, PASSWORD, test, type Server } from './server.js';

const SETTINGS = '/account/settings';
const section = (page: Page) => page.getByRole('region', { name: 'Sessions and devices' });
const sessions = (page: Page) => section(page).getByRole('list').first().getByRole('listitem');
const toast = (page: Page) => page.getByRole('region', { name: 'What has just happened' });

/** Another browser, signed in at the portal, too. */
async function other(browser: Browser, server: Server): Promise<Page> {
  const page = await browser.newPage({ locale: 'en-GB' });
  await server.portal(page);
  await page.goto(server.url + SETTINGS);
  await expect(page).toHaveTitle('Account settings');
  return page;
}

test('a device is named, and a session on another one ended', async ({ page, server, browser }) => {
  await server.setUp();
  const second = await other(browser, server);
  await server.portal(page);
  await page.goto(server.url + SETTINGS);
  await expect(sessions(page)).toHaveCount(2);
  await expect(sessions(page).first()).toContainText('This one');
  await expect(sessions(page).first()).toContainText('by password');
  await expectAccessible(page);

  const rename = sessions(page)
    .last()
    .getByRole('button', { name: /^Rename/ });
  await rename.press('Enter');
  const name = page.getByRole('dialog').getByLabel('Name');
  await expect(name).toBeFocused();
  await expectAccessible(page);
  await name.fill('Laptop at home');
  await page.keyboard.press('Enter');
  await expect(sessions(page).last()).toContainText('Laptop at home');
  await page.reload();
  await page.getByRole('button', { name: 'End the session on Laptop at home' }).press('Enter');
  await expect(toast(page)).toContainText('The session on Laptop at home is over.');
  await expect(sessions(page)).toHaveCount(1);
  await expect(section(page)).toBeFocused();
  await second.reload();
  await expect(second).toHaveURL(`${server.url}/sign-in`);
  await second.close();
});

test('all others are ended at once, or all', async ({ page, server, browser }) => {
  await server.setUp();
  const second = await other(browser, server);
  await server.portal(page);
  await page.goto(server.url + SETTINGS);
  await section(page).getByRole('button', { name: 'End all others' }).click();
  await expect(toast(page)).toContainText('All your other sessions are over.');
  await expect(sessions(page)).toHaveCount(1);
  await expect(section(page).getByRole('button', { name: 'End all others' })).toHaveCount(0);
  await second.reload();
  await expect(second).toHaveURL(`${server.url}/sign-in`);
  await second.close();
  await section(page).getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL(`${server.url}/sign-in`);
});

test('the portal counts those at CRMs, and a CRM lists its own', async ({ page, server }) => {
  await page.goto(await server.setUp());
  await expect(page).toHaveURL(`${server.url}/c/acme-agency/`);
  await server.portal(page);
  await page.goto(server.url + SETTINGS);
  const atAcme = section(page).getByRole('listitem').filter({ hasText: 'Acme Agency' });
  await expect(atAcme).toContainText('2 sessions');
  await expectAccessible(page);
  await atAcme.getByRole('link').click();
  await expect(page).toHaveURL(`${server.url}/c/acme-agency/#sessions`);
  await expect(sessions(page)).toHaveCount(2);
  await expectAccessible(page);
  await section(page).getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL(`${server.url}/c/acme-agency/sign-in`);
  await page.getByLabel('E-mail or username').fill('olena');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.url}/c/acme-agency/`);
});

test('a session names the desktop client that is registered at it', async ({ page, server }) => {
  await page.goto(await server.setUp());
  await expect(page).toHaveURL(`${server.url}/c/acme-agency/`);
  const api = `${server.url}/api/v1/c/acme-agency`;
  const session = await page.request.get(`${api}/session`);
  const { csrf } = (await session.json()) as { csrf: string };
  const registered = await page.request.post(`${api}/devices`, {
    data: { name: 'Ninefold on thinkpad', platform: 'linux' },
    headers: { 'x-csrf-token': csrf, origin: server.url },
  });
  expect(registered.status()).toBe(201);
  await page.goto(`${server.url}/c/acme-agency/#sessions`);
  await page.reload();
  const own = sessions(page).filter({ hasText: 'This one' });
  await expect(own).toContainText('Ninefold on thinkpad');
  await expectAccessible(page);

  // A name of the person's own goes before it.
  const dialog = page.getByRole('dialog');
  await own.getByRole('button', { name: 'Rename Ninefold on thinkpad' }).press('Enter');
  await expect(dialog.getByLabel('Name')).toHaveValue('');
  await dialog.getByLabel('Name').fill('Laptop at home');
  await page.keyboard.press('Enter');
  await expect(own).toContainText('Laptop at home');
  await own.getByRole('button', { name: 'Rename Laptop at home' }).press('Enter');
  await dialog.getByLabel('Name').fill('');
  await page.keyboard.press('Enter');
  await expect(own).toContainText('Ninefold on thinkpad');
});

for (const [locale, heading] of [
  ['uk-UA', 'Сеанси й пристрої'],
  ['ru-RU', 'Сеансы и устройства'],
] as const) {
  test(`sessions are listed in the reader's language: ${locale}`, async ({ server, browser }) => {
    const page = await browser.newPage({ locale });
    await server.setUp();
    await server.portal(page);
    await page.goto(server.url + SETTINGS);
    await expect(page.getByRole('region', { name: heading }).getByRole('button')).toHaveCount(2);
    await expectAccessible(page);
    await page.close();
  });
}
