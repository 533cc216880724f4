import type { Page } from '@playwright/test';
import { expect, expectAccessible, prove, test, type Server } from './server.js';

const HOME = '/c/acme-agency/';
const factor = (page: Page) => page.getByRole('region', { name: 'Two-factor sign-in' });
const save = (page: Page) => factor(page).getByRole('button', { name: 'Save' });

/** Olena, among two colleagues, on the page of her CRM's settings. */
async function open(page: Page, server: Server): Promise<void> {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await server.hire('acme-agency', ['Ihor Bondar', 'Zoe Marsh']);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL(`${server.url}${HOME}settings`);
  await expect(page).toHaveTitle('Settings · Acme Agency');
}

test('a second factor is demanded of people, after a proof, by keyboard alone', async ({
  page,
  server,
}) => {
  await open(page, server);
  const optional = factor(page).getByRole('radio', { name: 'Whoever wants it' });
  await expect(optional).toBeChecked();
  await expect(factor(page)).toContainText('Now: Whoever wants it');
  await expectAccessible(page);
  await optional.press('ArrowDown');
  const admins = factor(page).getByRole('radio', { name: 'Owner and administrators' });
  await expect(admins).toBeChecked();
  await expect(admins).toHaveAccessibleDescription('1 person has to.');
  await page.keyboard.press('ArrowDown');
  const everybody = factor(page).getByRole('radio', { name: 'Everybody' });
  await expect(everybody).toHaveAccessibleDescription('3 people have to.');
  await expect(factor(page)).toContainText('Who has none yet gets a week');
  await factor(page).getByLabel('Devices may be trusted').uncheck();
  await expect(factor(page)).toContainText('No device is trusted any more');
  await expectAccessible(page);
  await save(page).press('Enter');
  await prove(page);
  await expect(factor(page).getByRole('status')).toContainText('Saved');
  await expect(factor(page)).toContainText('Now: Everybody');
  await expect(factor(page)).not.toContainText('gets a week');
  const banner = page.getByRole('main').getByText('Acme Agency demands it.');
  await expect(banner, 'of Olena, too').toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(everybody).toBeChecked();
  await expect(factor(page).getByLabel('Devices may be trusted')).not.toBeChecked();
  await optional.check();
  await save(page).click();
  await expect(factor(page)).toContainText('Now: Whoever wants it');
  await expect(banner).toHaveCount(0);
});

test('what somebody else set meanwhile is seen first', async ({ page, server }) => {
  await open(page, server);
  await factor(page).getByRole('radio', { name: 'Everybody' }).check();
  await server.sql("UPDATE crm SET factor_policy = 'required_for_admins', version = version + 1");
  await save(page).click();
  await prove(page);
  await expect(factor(page).getByRole('alert')).toContainText('Somebody changed this meanwhile');
  await expect(factor(page)).toContainText('Now: Owner and administrators');
  await expectAccessible(page);
  await save(page).click();
  await expect(factor(page)).toContainText('Now: Everybody');
});

test('a member is offered no settings', async ({ page, server }) => {
  await open(page, server);
  await server.disown('acme-agency');
  await server.sql("UPDATE crm_user SET role = 'member'");
  await page.goto(server.url + HOME);
  await expect(page.getByRole('link', { name: 'Staff' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Settings' })).toHaveCount(0);
  await page.goto(`${server.url}${HOME}settings`);
  await expect(page.getByText('Only the owner and administrators')).toBeVisible();
  await expectAccessible(page);
});

for (const [locale, title] of [
  ['uk-UA', 'Налаштування · Acme Agency'],
  ['ru-RU', 'Настройки · Acme Agency'],
] as const) {
  test(`settings speak the reader's language: ${locale}`, async ({ server, browser }) => {
    const page = await browser.newPage({ locale });
    await page.goto(await server.setUp());
    await page.waitForURL(server.url + HOME);
    await page.goto(`${server.url}${HOME}settings`);
    await expect(page).toHaveTitle(title);
    await page.getByRole('radio').last().check();
    await page.getByRole('checkbox').uncheck();
    await expectAccessible(page);
    await page.close();
  });
}
