import type { Page } from '@playwright/test';
import { expect, expectAccessible, prove, test, type Server } from './server.js';
import { codeNow } from './totp.js';

const HOME = '/c/acme-agency/';
const ENROLMENT = `${HOME}second-factor`;
const main = (page: Page) => page.getByRole('main');
const factor = (page: Page) => page.getByRole('region', { name: 'Two-factor sign-in' });

/** Olena, in her CRM, which demands a second factor of everybody from now on. */
async function open(page: Page, server: Server, path = HOME): Promise<void> {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await server.sql("UPDATE crm SET factor_policy = 'required'");
  await page.goto(server.url + path);
}

/** The week is over. */
async function late(server: Server): Promise<void> {
  await server.sql('UPDATE crm SET factor_policy_since = 0; UPDATE crm_user SET created_at = 0');
}

/** Sets a factor up, to its end. */
async function setUp(page: Page): Promise<void> {
  await factor(page).getByRole('button', { name: 'Set up' }).click();
  await prove(page);
  const secret = factor(page).getByRole('status', { name: 'Secret' });
  const key = ((await secret.textContent()) ?? '').replace(/\s/g, '');
  await factor(page).getByLabel('Code from').fill(codeNow(key));
  await page.keyboard.press('Enter');
  await factor(page).getByLabel('I saved them').check();
  await factor(page).getByRole('button', { name: 'Finish' }).click();
}

test('before the day, every page says by when, and leads there', async ({ page, server }) => {
  await open(page, server, `${HOME}staff`);
  await expect(main(page)).toContainText(/Set up two-factor sign-in by .+20\d\d/);
  await expect(main(page)).toContainText('Acme Agency demands it.');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Set it up now' }).press('Enter');
  await expect(page).toHaveURL(server.url + ENROLMENT);
  await expect(page).toHaveTitle('Two-factor sign-in · Acme Agency');
  await expect(page.getByRole('link', { name: 'Staff' })).toBeVisible();
  await expectAccessible(page);
  await setUp(page);
  await expect(page).toHaveURL(server.url + HOME);
  await expect(factor(page)).toContainText('On since');
  await expect(main(page)).not.toContainText('demands');
  await page.goto(server.url + ENROLMENT);
  await expect(page, 'nothing is demanded any more').toHaveURL(server.url + HOME);
});

test('after it, only the page that sets one up opens, and says why', async ({ page, server }) => {
  await open(page, server);
  await late(server);
  for (const path of ['', 'staff', 'settings']) {
    await page.goto(`${server.url}${HOME}${path}`);
    await expect(page).toHaveURL(server.url + ENROLMENT);
  }
  await expect(main(page)).toContainText('Acme Agency demands two-factor sign-in');
  await expect(main(page)).toContainText('Until you do, nothing else opens here.');
  await expect(page.getByRole('link', { name: 'Staff' })).toHaveCount(0);
  await expectAccessible(page);
  await setUp(page);
  await expect(page).toHaveURL(server.url + HOME);
  await factor(page).getByRole('button', { name: 'Turn off…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByRole('alertdialog')).toContainText("It can't be turned off here");
});

test('a page that was open when the week ended leads there, too', async ({ page, server }) => {
  await open(page, server);
  // Whatever of it is still loading would lead there by itself. What the page hears by never ends.
  const counted = page.waitForResponse((response) => response.url().endsWith('/unread'));
  await page.reload();
  await counted;
  await expect(page.locator('[aria-busy]')).toHaveCount(0);
  await late(server);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL(server.url + ENROLMENT);
});

test('whoever must set one up can leave instead', async ({ page, server }) => {
  await open(page, server);
  await late(server);
  await page.reload();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(`${server.url}${HOME}sign-in`);
});

for (const [locale, title] of [
  ['uk-UA', 'Двофакторний вхід · Acme Agency'],
  ['ru-RU', 'Двухфакторный вход · Acme Agency'],
] as const) {
  test(`the demand speaks the reader's language: ${locale}`, async ({ server, browser }) => {
    const page = await browser.newPage({ locale });
    await open(page, server, ENROLMENT);
    await expect(page).toHaveTitle(title);
    await expectAccessible(page);
    await late(server);
    await page.reload();
    await expect(page.locator('main .note')).toHaveCount(2);
    await expect(page.locator('nav a')).toHaveCount(1);
    await expectAccessible(page);
    await page.close();
  });
}
