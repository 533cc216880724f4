import type { Page } from '@playwright/test';
import { expect, expectAccessible, test, type Server } from './server.js';

const HOME = '/c/acme-agency/';
const personal = (page: Page) => page.getByRole('region', { name: 'Personal data' });
const field = (page: Page, name: string) => personal(page).getByLabel(name, { exact: true });
const facts = (page: Page) => personal(page).getByRole('definition');
const toast = (page: Page) => page.getByRole('region', { name: 'What has just happened' });

/** Olena, on the page of her profile. */
async function open(page: Page, server: Server): Promise<void> {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await expect(field(page, 'First name')).toHaveValue('Olena');
}

test('who one is called, by keyboard alone', async ({ page, server }) => {
  await open(page, server);
  await expectAccessible(page);
  await field(page, 'First name').press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Tab');
  await expect(field(page, 'Last name')).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await expect(field(page, 'First name')).toBeFocused();
  await expect(field(page, 'First name')).toHaveAccessibleDescription('Fill this in.');
  await expectAccessible(page);
  await page.keyboard.type('Olha');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Tkach');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Agent');
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('Saved.');
  await expect(facts(page).first()).toHaveText('Olha Tkach');
  await expect(page.getByRole('banner'), 'at once, everywhere').toContainText('Olha Tkach');
  await expectAccessible(page);
  await page.reload();
  await expect(field(page, 'Title')).toHaveValue('Agent');
});

test('another username, and free ones where it is taken', async ({ page, server }) => {
  await open(page, server);
  await server.hire('acme-agency', ['Ihor Bondar']);
  const username = field(page, 'New username');
  await username.fill('Olena-K');
  await page.keyboard.press('Enter');
  await expect(username).toBeFocused();
  await expect(username).toHaveAccessibleDescription(/^This can't be right\./);
  await username.fill('user1');
  await page.keyboard.press('Enter');
  await expect(username).toHaveAccessibleDescription(/^This username is taken/);
  const free = personal(page).getByRole('group', { name: 'Free:' });
  await expect(free.getByRole('button')).toHaveText(['user1_2', 'user1_3', 'user1_4']);
  await expectAccessible(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(username).toBeFocused();
  await expect(username).toHaveValue('user1_2');
  await expect(free).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('You are @user1_2 now.');
  await expect(facts(page).nth(1)).toHaveText('@user1_2');
  await expect(username).toHaveValue('');
  await field(page, 'Title').fill('Agent');
  await page.keyboard.press('Enter');
  await expect(toast(page), 'nothing is in its way').toContainText('Saved.');
});

test('what was changed elsewhere is seen first, and what is typed stays', async ({
  page,
  server,
}) => {
  await open(page, server);
  await field(page, 'Title').fill('Agent');
  await server.sql("UPDATE crm_user SET last_name = 'Tkach', version = version + 1");
  await page.keyboard.press('Enter');
  await expect(personal(page).getByRole('alert')).toContainText('Somebody changed this meanwhile');
  await expect(field(page, 'Last name')).toHaveValue('Tkach');
  await expect(facts(page).first()).toHaveText('Olena Tkach');
  await expect(field(page, 'Title')).toHaveValue('Agent');
  await expectAccessible(page);
  await field(page, 'Title').press('Enter');
  await expect(toast(page)).toContainText('Saved.');
});

for (const [locale, choose, save, change] of [
  ['uk-UA', 'Вибрати фото', 'Зберегти', 'Змінити ім’я користувача'],
  ['ru-RU', 'Выбрать фото', 'Сохранить', 'Изменить имя пользователя'],
] as const) {
  test(`the profile speaks the reader's language: ${locale}`, async ({ server, browser }) => {
    const page = await browser.newPage({ locale });
    await page.goto(await server.setUp());
    await page.waitForURL(server.url + HOME);
    await expect(page.locator('#personal').getByRole('button')).toHaveText([choose, save, change]);
    await page.locator('#personal').getByRole('textbox').last().fill('support');
    await page.keyboard.press('Enter');
    await expect(page.locator('#personal [aria-invalid]')).toBeFocused();
    await expectAccessible(page);
    await page.close();
  });
}
