import type { Page } from '@playwright/test';
import { expect, expectAccessible, test, type Server } from './server.js';

const personal = (page: Page) => page.getByRole('region', { name: 'Personal data' });
const field = (page: Page, name: string) => personal(page).getByLabel(name, { exact: true });
const toast = (page: Page) => page.getByRole('region', { name: 'What has just happened' });

/** Olena, on the page of her account's settings. */
async function open(page: Page, server: Server): Promise<void> {
  await page.goto(await server.setUp());
  await page.waitForURL(`${server.url}/c/acme-agency/`);
  await server.portal(page);
  await page.goto(`${server.url}/account/settings`);
  await expect(field(page, 'Name')).toHaveValue('Olena Koval');
}

test('what the holder of an account is called, by keyboard alone', async ({ page, server }) => {
  await open(page, server);
  await expectAccessible(page);
  const name = field(page, 'Name');
  await name.fill('  ');
  await name.press('Enter');
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription('Fill this in.');
  await expectAccessible(page);
  await name.press('Control+A');
  await page.keyboard.type('Olha Tkach');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(field(page, 'Call me so in my CRMs, too')).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Europe/Ber');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('Saved.');
  await page.reload();
  await expect(name).toHaveValue('Olha Tkach');
  await expect(field(page, 'Language')).toHaveValue('ru');
  await expect(field(page, 'Time zone')).toHaveValue('Europe/Berlin');
  await page.goto(`${server.url}/c/acme-agency/`);
  await expect(page.getByRole('banner')).toContainText('Olha Tkach');
});

test('what was changed elsewhere meanwhile is seen first', async ({ page, server }) => {
  await open(page, server);
  await server.sql("UPDATE account SET time_zone = 'Asia/Tokyo', version = version + 1");
  await field(page, 'Name').fill('Olha');
  await field(page, 'Name').press('Enter');
  await expect(personal(page).getByRole('alert')).toContainText('Somebody changed this meanwhile');
  await expect(field(page, 'Time zone')).toHaveValue('Asia/Tokyo');
  await field(page, 'Name').press('Enter');
  await expect(toast(page)).toContainText('Saved.');
});

for (const locale of ['uk-UA', 'ru-RU']) {
  test(`the account's settings fit in: ${locale}`, async ({ server, browser }) => {
    const page = await browser.newPage({ locale });
    await page.goto(await server.setUp());
    await server.portal(page);
    await page.goto(`${server.url}/account/settings`);
    await expect(page.getByRole('checkbox').first()).toBeVisible();
    await expectAccessible(page);
    await page.close();
  });
}
