import { expect, test } from '@playwright/test';
import { calls, change, emit, lastCall, open } from './harness.js';

test('Enter at once goes to the account used before', async ({ page }) => {
  await open(page, 'panel', 'panel-switcher');
  const field = page.getByRole('combobox', { name: 'Find an account' });
  await expect(field).toBeFocused();
  await page.keyboard.press('Enter');
  await lastCall(page, 'account_open', { account: 'a2' });
  await lastCall(page, 'panel_close', { dismissed: false });
});

test('typing finds, arrows choose, and the list tells the field', async ({ page }) => {
  await open(page, 'panel', 'fifty-switcher');
  const field = page.getByRole('combobox', { name: 'Find an account' });
  await field.fill('kharkiv');
  await expect(page.getByRole('option')).toHaveCount(5);
  await page.keyboard.press('ArrowDown');
  const chosen = page.getByRole('option', { selected: true });
  await expect(chosen).toContainText('Харків 14');
  await expect(field).toHaveAttribute(
    'aria-activedescendant',
    (await chosen.getAttribute('id')) ?? '',
  );
  await page.keyboard.press('Enter');
  await lastCall(page, 'account_open', { account: 'a14' });
});

test('a digit switches at once, but only in the empty field', async ({ page }) => {
  await open(page, 'panel', 'panel-switcher');
  await page.getByRole('combobox', { name: 'Find an account' }).fill('a');
  await page.keyboard.press('3');
  expect(await calls(page, 'account_open')).toEqual([]);
  await page.getByRole('combobox', { name: 'Find an account' }).fill('');
  await page.keyboard.press('3');
  await lastCall(page, 'account_open', { account: 'a3' });
});

test('asked for again, the field has the focus and its text is marked', async ({ page }) => {
  await open(page, 'panel', 'panel-switcher');
  const field = page.getByRole('combobox', { name: 'Find an account' });
  await field.fill('acme');
  await field.blur();
  await emit(page, { kind: 'focusPanel' });
  await expect(field).toBeFocused();
});

test('nothing found is said; Esc closes', async ({ page }) => {
  await open(page, 'panel', 'panel-switcher');
  await page.getByRole('combobox', { name: 'Find an account' }).fill('qqq');
  await expect(page.getByText(/No account fits “qqq”/)).toBeVisible();
  await page.keyboard.press('Escape');
  await lastCall(page, 'panel_close', { dismissed: true });
});

test('find in page searches while typing, goes back with Shift, and ends', async ({ page }) => {
  await open(page, 'panel', 'panel-find');
  const field = page.getByRole('textbox', { name: 'Find' });
  await expect(field).toBeFocused();
  await page.keyboard.type('abc');
  await expect(page.getByText('5 matches')).toBeVisible();
  await page.keyboard.press('Shift+Enter');
  await lastCall(page, 'page_find', { text: 'abc', backwards: true });
  await page.keyboard.type('d');
  await expect(page.getByText('No matches')).toBeVisible();
  await page.keyboard.press('Escape');
  await lastCall(page, 'page_find', { text: '', backwards: false });
  await lastCall(page, 'panel_close', { dismissed: false });
});

test('an account is found by the title of its page, folded as everything else', async ({
  page,
}) => {
  await open(page, 'panel', 'panel-switcher');
  await change(page, (snapshot) => {
    snapshot.windows[1]!.page!.title = 'Рахунок № 7';
  });
  const field = page.getByRole('combobox', { name: 'Find an account' });
  for (const text of ['рахунок', 'rahunok', 'hf[eyjr']) {
    await field.fill(text);
    await expect(page.getByRole('option')).toHaveCount(1);
    await expect(page.getByRole('option')).toContainText('Київська студія');
  }
  await page.keyboard.press('Enter');
  await lastCall(page, 'account_open', { account: 'a3' });
});

test('a question is told of in the switcher', async ({ page }) => {
  await open(page, 'panel', 'asking-switcher');
  await expect(page.getByRole('option', { name: /Berry Ltd.*has a question/ })).toBeVisible();
});
