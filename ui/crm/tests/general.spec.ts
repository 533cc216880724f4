import type { Page } from '@playwright/test';
import { expect, expectAccessible, prove, test, type Server } from './server.js';

const HOME = '/c/acme-agency/';
const general = (page: Page) => page.getByRole('region', { name: 'General' });
const field = (page: Page, name: string) => general(page).getByLabel(name, { exact: true });
const save = (page: Page) => general(page).getByRole('button', { name: 'Save' });
const toast = (page: Page) => page.getByRole('region', { name: 'What has just happened' });

/** Olena, on the page of her CRM's settings. */
async function open(page: Page, server: Server): Promise<void> {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await page.goto(`${server.url}${HOME}settings`);
  await expect(field(page, 'Name of the CRM')).toHaveValue('Acme Agency');
}

test('what a CRM is called, by keyboard alone', async ({ page, server }) => {
  await open(page, server);
  await expectAccessible(page);
  const name = field(page, 'Name of the CRM');
  await name.fill('   ');
  await name.press('Enter');
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription('Fill this in.');
  await expectAccessible(page);
  await name.press('Control+A');
  await page.keyboard.type('Acme & Sons');
  await page.keyboard.press('Tab');
  await expect(field(page, 'Language')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await expect(field(page, 'Time zone')).toBeFocused();
  await page.keyboard.type('Europe/Ber');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('Saved.');
  await expect(page, 'at once, everywhere').toHaveTitle('Settings · Acme & Sons');
  await expect(page.getByRole('banner')).toContainText('Acme & Sons');
  await page.reload();
  await expect(name).toHaveValue('Acme & Sons');
  await expect(field(page, 'Language')).toHaveValue('ru');
  await expect(field(page, 'Time zone')).toHaveValue('Europe/Berlin');

  // What else is set for the CRM can be changed at once.
  await name.fill('Acme');
  await save(page).click();
  await expect(page).toHaveTitle('Settings · Acme');
  const factor = page.getByRole('region', { name: 'Two-factor sign-in' });
  await factor.getByRole('button', { name: 'Save' }).click();
  await prove(page);
  await expect(factor.getByRole('status')).toContainText('Saved');
});

test('what somebody else set meanwhile is seen first', async ({ page, server }) => {
  await open(page, server);
  await server.sql("UPDATE crm SET time_zone = 'Asia/Tokyo', version = version + 1");
  await field(page, 'Name of the CRM').fill('Acme');
  await save(page).click();
  await expect(general(page).getByRole('alert')).toContainText('Somebody changed this meanwhile');
  await expect(field(page, 'Time zone')).toHaveValue('Asia/Tokyo');
  await expect(field(page, 'Name of the CRM')).toHaveValue('Acme');
  await save(page).click();
  await expect(toast(page)).toContainText('Saved.');
});

test('another address, where everybody stays signed in', async ({ page, server, context }) => {
  await open(page, server);
  const other = await context.newPage();
  await other.goto(`${server.url}${HOME}settings`);
  await expect(field(other, 'Name of the CRM')).toHaveValue('Acme Agency');
  await server.portal(page);
  await server.create(page, 'Berry');
  const address = field(page, 'New address');
  await address.fill('Acme--Fresh');
  await address.press('Enter');
  await prove(page);
  await expect(address).toBeFocused();
  await expect(address).toHaveAccessibleDescription(/^This address/);
  await address.fill('berry');
  await expect(general(page)).toContainText('/c/berry');
  await address.press('Enter');
  await expect(address).toHaveAccessibleDescription(/^This address is taken/);
  const free = general(page).getByRole('group', { name: 'Free:' });
  await expect(free.getByRole('button')).toHaveText(['berry-2', 'berry-3', 'berry-4']);
  await expectAccessible(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(address).toBeFocused();
  await expect(address).toHaveValue('berry-2');
  await address.press('Enter');
  await expect(page).toHaveURL(`${server.url}/c/berry-2/settings`);
  await expect(general(page)).toContainText('/c/berry-2');
  await expect(general(page)).toContainText('The address was changed lately.');
  await expect(address).toHaveCount(0);
  await expectAccessible(page);
  await expect(other, 'an open page follows').toHaveURL(`${server.url}/c/berry-2/settings`);
  await page.goto(`${server.url}${HOME}staff?from=bookmark`);
  await expect(page).toHaveURL(`${server.url}/c/berry-2/staff?from=bookmark`);
  await expect(page.getByRole('banner')).toContainText('Olena Koval');
});

test('an administrator is offered a name and no address', async ({ page, server }) => {
  await open(page, server);
  await server.disown('acme-agency');
  await page.reload();
  await expect(general(page)).toContainText('Only the owner changes the address.');
  await expect(field(page, 'New address')).toHaveCount(0);
  await field(page, 'Name of the CRM').fill('Acme');
  await save(page).click();
  await expect(toast(page)).toContainText('Saved.');
  await expectAccessible(page);
});

for (const [locale, heading] of [
  ['uk-UA', 'Загальні'],
  ['ru-RU', 'Общие'],
] as const) {
  test(`the general settings speak the reader's language: ${locale}`, async ({
    server,
    browser,
  }) => {
    const page = await browser.newPage({ locale });
    await page.goto(await server.setUp());
    await page.waitForURL(server.url + HOME);
    await page.goto(`${server.url}${HOME}settings`);
    await expect(page.getByRole('region', { name: heading })).toBeVisible();
    await expectAccessible(page);
    await page.close();
  });
}
