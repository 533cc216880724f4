# Повідомлення сторінок служби.
# Тексти помилок надсилає сама служба; ролі знаходяться за кодом: role-<код>.

## Слова, що вживаються в багатьох місцях

name = Ім'я
your-name = Ваше ім'я
email = Електронна пошта
username = Ім'я користувача
password = Пароль
role = Роль
role-owner = Власник
role-admin = Адміністратор
role-member = Учасник
role-viewer = Глядач
show-password = Показати пароль
hide-password = Приховати пароль
go-on = Продовжити
request-id = Запит { $id }
no-answer = Сервер не відповідає
no-answer-detail = Переконайтеся, що він працює і що ви під'єднані до мережі, а тоді спробуйте ще раз.
personal-data = Особисті дані
cancel = Скасувати
try-again = Спробувати ще раз
connect-code = Код підключення
crm-suspended = Призупинено
crm-scheduled = Заплановано видалення
never-opened = Ще не відкривали
my-crms = Мої CRM
step-up-title = Підтвердьте, що це ви
step-up-lead = Для цього потрібен ваш пароль. Протягом 15 хвилин його не буде потрібно вводити знову.
step-up-lead-code = Для цього потрібен код із застосунку-автентифікатора. Потім його не запитуватимуть 15 хвилин.
step-up-lead-sso = Для цього потрібен ваш єдиний вхід: увійдіть там ще раз і поверніться сюди. Потім його не запитуватимуть 15 хвилин.
step-up-by = Підтвердити через { $provider }
step-up-lead-passkey = Для цього потрібен ваш ключ доступу. Потім 15 хвилин його не запитують.
step-up-by-passkey = Підтвердити ключем доступу
step-up-none = Зараз вам нічим це підтвердити. Зверніться до адміністратора.
step-up-confirm = Підтвердити
close = Закрити
dismiss = Сховати
undo = Повернути
toast-area = Що щойно сталося
wait = Спробувати знову можна через { $time }.
keys = Клавіші
keys-here = Клавіші на цій сторінці
keys-key = Клавіша
keys-does = Що робить
keys-close = Закрити те, що відкрите
keys-show = Показати ці клавіші
keys-search = Шукати у списку
keys-rows = Перейти до іншого рядка
keys-letters = Перейти до рядка, що починається так
keys-enter-crm = Увійти до CRM цього рядка
keys-open-menu = Показати, що можна зробити щодо людини
keys-choice = Вибрати інше
keys-open = Відкрити вибране

## Вхід

sign-in = Увійти
sign-in-to = Вхід: { $crm }
login = Електронна пошта або ім'я користувача
keep-signed-in = Не виходити із системи
other-crm = Увійти до іншої CRM
address-title = Яку CRM відкрити?
address-lead = Її адресу знають ваші колеги, або вона є у вашому запрошенні.
address = Адреса або назва
address-hint = Наприклад, acme або { $example }
enter-title = Виконується вхід
enter-failed = Не вдалося увійти
enter-sign-in = Увійти з паролем
sign-in-title = Вхід
sign-in-lead = За електронною поштою та паролем ви побачите всі CRM, які вони відкривають.
sign-in-by-address = Я знаю адресу своєї CRM
sign-in-by-email = Увійти за електронною поштою та паролем
choose-title = Що відкрити?
choose-lead = Ось що ви можете відкрити.
choose-list = Що ви можете відкрити
choose-expired = Термін дії списку минув
choose-expired-detail = Увійдіть ще раз, щоб побачити його.
choice-portal = Портал облікового запису
choice-portal-about = Усі ваші CRM в одному місці
open = Відкрити
change-user = Змінити користувача

## Код другого чинника

code-title = Підтвердьте кодом
code-lead = Цей вхід захищено другим чинником.
code-app = Код із застосунку-автентифікатора
code-app-hint = Шість цифр, нові кожні пів хвилини.
code-recovery = Код відновлення
code-recovery-hint = Один зі збережених, наприклад k7qm3-xwd90. Діє один раз.
code-by-recovery = Скористатися кодом відновлення
code-by-app = Скористатися автентифікатором
code-begin-again = Увійти знову
code-expired = Час цього входу минув
code-expired-detail = На код чекають не довше п’яти хвилин, на одній сторінці. Увійдіть знову.
trust-device = Довіряти цьому пристрою 30 днів: код тут не запитуватимуть

## Вхід за QR-кодом

sign-in-by-qr = Увійти за QR-кодом
sign-in-by-password = Увійти з паролем
qr-sign-in = Вхід за QR-кодом
qr-sign-in-to = Вхід за QR-кодом: { $crm }
qr-lead = Відскануйте його пристроєм, на якому ви вже ввійшли, і виберіть там число.
qr-picture = QR-код для іншого пристрою
qr-code = Код з іншого екрана
qr-by-hand = Або введіть там цей код: «Підтвердити вхід» у профілі чи налаштуваннях облікового запису:
qr-own-code = Код
qr-number = Ваше число
qr-pending = Чекаємо на інший пристрій
qr-replaced = Код замінено новим
qr-scanned = Інший пристрій його прочитав. Виберіть там це число.
qr-approved = Підтверджено. Виконується вхід
qr-denied = Цей вхід відхилено
qr-denied-detail = На іншому пристрої сказали, що це не вони, або вибрали інше число.
qr-idle = Кодами не скористалися
qr-idle-detail = Кожен діє дві хвилини. Покажіть інший, коли будете готові.
qr-new = Показати новий код
qr-section = Підтвердити вхід
qr-section-of = Підтвердити вхід · { $crm }
qr-section-lead = Інший екран показує QR-код для входу? Відскануйте його камерою цього пристрою або введіть код, що стоїть під ним.
qr-code-hint = 8 літер і цифр, наприклад K7QM-3XWD. Дефіс і великі літери не мають значення.
qr-code-unknown = Код неправильний, або його вже не показують.
qr-other-code = Інший код
qr-approve-lead = Інший екран просить увійти від вашого імені.
qr-fact-browser = Браузер
qr-fact-ip = IP-адреса
qr-fact-time = Запит
qr-fact-opens = Відкриє
qr-fact-all = Усе, що відкриває ваш обліковий запис
qr-fact-keep = Вхід діятиме
qr-keep-weeks = Тижнями
qr-keep-browser = Доки той браузер не закрито
qr-far = Він в іншій мережі
qr-far-detail = Підтверджуйте, лише якщо цей екран перед вами. Жодна служба підтримки чи компанія цього від вас не потребує.
qr-too-new = Цей сеанс надто новий
qr-too-new-detail = Він сам почався за QR-кодом. Перші десять хвилин він не підтверджує інших.
qr-which = Яке число показує інший екран?
qr-approve = Підтвердити
qr-approve-in = Підтвердити через { $time }
qr-not-me = Це не я
qr-you-approved = Підтверджено
qr-you-approved-detail = На іншому екрані виконується вхід. Про це вам уже прямує лист.
qr-you-denied = Відхилено
qr-you-denied-detail = Ніхто не ввійшов. Якщо ви цього не чекали, більше нічого робити не треба.
qr-wrong = Це не те число
qr-wrong-detail = Задля безпеки вхід відхилено. Покажіть новий код на іншому екрані й почніть знову.
qr-over = Цей код уже не діє
qr-over-detail = Покажіть новий код на іншому екрані й почніть знову.

## Єдиний вхід через інший браузер

hand-off-continue = Продовжити в браузері
hand-off-continue-with = Продовжити в браузері через { $provider }
hand-off-lead = Увійдіть там і виберіть число, що стоїть тут. Вхід відбудеться тут, а не там.
hand-off-open = Відкрити в браузері
hand-off-address = Або відкрийте там цю адресу
hand-off-pending = Чекаємо на ваш браузер
hand-off-scanned = Ви повернулися з { $provider }. Виберіть у браузері це число.
hand-off-denied-detail = У браузері сказали, що це не вони, або вибрали інше число.
hand-off-idle = Минуло забагато часу
hand-off-idle-detail = На це є десять хвилин. Почніть знову, коли будете готові.
hand-off-again = Почати знову
hand-off-other-way = Інші способи входу
hand-off-title = Вхід для вашого вікна
hand-off-title-lead = Ви прийшли з вікна, яке чекає. Вхід відбудеться в ньому, а не в цьому браузері. Якщо ви прийшли не звідти, закрийте цю сторінку.
hand-off-approve = Це ваше вікно?
hand-off-approve-lead = Воно просить увійти від вашого імені.
hand-off-approved-detail = У вашому вікні виконується вхід. Цю сторінку можна закрити.
hand-off-wrong-detail = Задля безпеки вхід відхилено. Почніть знову у своєму вікні.
hand-off-over = Цей вхід уже не діє
hand-off-over-detail = Почніть знову у вікні, з якого ви прийшли.

## Єдиний вхід

sso-or = або
sso-sign-in = Увійти через { $provider }
sso-sign-in-to = Увійти до { $crm } через { $provider }
sso-owner = Я власник цієї CRM і маю другий чинник
sso-owner-lead = Пароль власника діє тут разом із другим чинником. Усі інші входять через єдиний вхід.
sso-instead = Увійти через єдиний вхід
sso-signed-out = Тут ви вийшли
sso-elsewhere = Єдиний вхід, можливо, ще вас пам'ятає: тоді він впустить наступну людину за цим браузером як вас.
sso-elsewhere-go = Вийти й там
sso-reference = Позначка:
sso-refused-sso_failed = Єдиний вхід не спрацював
sso-refused-sso_failed-detail = Ви його скасували, або його відповідь була неправильна. Спробуйте ще раз. Якщо не вийде, передайте адміністраторові позначку: журнал скаже більше.
sso-refused-sso_no_user = Тут немає того, ким ви ввійшли
sso-refused-sso_no_user-detail = Увійдіть як хтось інший або попросіть адміністратора запросити вас. Якщо у вас тут є пароль, увійдіть із ним і під'єднайте єдиний вхід у «Моєму профілі».
sso-refused-sso_email_unverified = Ваша електронна адреса там не підтверджена
sso-refused-sso_email_unverified-detail = Підтвердьте її там і спробуйте ще раз. Або ввійдіть із паролем і під'єднайте єдиний вхід у «Моєму профілі».
sso-refused-sso_link_required = Єдиний вхід ще не під'єднано до вас
sso-refused-sso_link_required-detail = Увійдіть один раз із паролем і натисніть «Під'єднати» у «Моєму профілі», розділ «Пов'язані входи». Без пароля попросіть адміністратора підтвердити домен вашої адреси.
sso-refused-ticket_invalid = Минуло забагато часу, або почали не тут
sso-refused-ticket_invalid-detail = На це є десять хвилин, і повернутися треба в тому самому браузері. Почніть знову.
sso-refused-crm_suspended = Цю CRM призупинено
sso-refused-crm_suspended-detail = Її власник може відновити роботу.
sso-refused-crm_scheduled_for_deletion = Цю CRM заплановано видалити
sso-refused-crm_scheduled_for_deletion-detail = Її власник ще може скасувати це на порталі.
sso-refused-rate_limited = Забагато спроб
sso-refused-rate_limited-detail = Зачекайте хвилину і спробуйте ще раз.
sso-refused-other = Не вдалося увійти
sso-refused-other-detail = Спробуйте ще раз. Якщо не вийде, передайте позначку тому, хто веде цей сервер.
sso-done-connected = Під'єднано
sso-done-connected-detail = Відтепер ви можете входити й так. Про це вам надійде лист.
sso-done-proved = Підтверджено
sso-done-proved-detail = Зробіть те, що хотіли. 15 хвилин вас більше не запитуватимуть.
links = Пов'язані входи
links-lead = Єдиний вхід, який вас упізнає. Те, що ви від'єднаєте, більше вас не впустить.
links-none = Єдиного входу тут не налаштовано. Це роблять адміністратори в налаштуваннях.
links-none-here = На цьому сервері немає єдиного входу для облікових записів. Його налаштовує той, хто веде сервер.
link-since = під'єднано { $date }
link-not-yet = Не під'єднано
link-add = Під'єднати
link-add-of = Під'єднати { $provider }
link-remove = Від'єднати
link-remove-of = Від'єднати { $provider }
link-removed = { $provider } від'єднано.
link-again = Під'єднати знову

code-by-passkey = Скористатися ключем доступу
passkeys = Ключі доступу
passkeys-lead = Входьте за відбитком пальця, обличчям, блокуванням екрана чи ключем безпеки, без пароля й коду.
passkeys-not-here = Цей браузер не має ключів доступу, або цей сервер не має імені, для якого вони могли б бути.
passkeys-full = У вас стільки ключів доступу, скільки може мати одна людина. Вилучіть той, яким більше не користуєтеся.
passkey-add = Додати ключ доступу
passkey-added = Відтепер ключ доступу «{ $passkey }» впускає вас.
passkey-not-made = Ключ доступу не створено.
passkey-known = Ваш пристрій уже має ваш ключ доступу для цього місця.
passkey-since = додано { $date }
passkey-unused = ще не використано
passkey-rename = Назвати ключ доступу
passkey-rename-of = Перейменувати { $passkey }
passkey-remove = Вилучити
passkey-remove-of = Вилучити { $passkey }
passkey-removed = Ключ доступу «{ $passkey }» більше нікого не впускає.
passkey-sign-in = Увійти ключем доступу
passkey-none = Ключем доступу не скористалися
passkey-none-detail = Спробуйте ще раз або виберіть інший спосіб.

## Налаштування

setup-title = Налаштуйте свій сервер
setup-lead = Буде створено ваш обліковий запис і першу CRM.
setup-token = Код налаштування
setup-token-hint = Сервер записав його у журнал під час запуску. Код діє один раз, протягом пів години.
setup-create = Створити CRM
password-hint = { $count ->
    [one] Щонайменше { $count } символ. Найкраще кілька слів, які ви запам'ятаєте.
    [few] Щонайменше { $count } символи. Найкраще кілька слів, які ви запам'ятаєте.
   *[other] Щонайменше { $count } символів. Найкраще кілька слів, які ви запам'ятаєте.
}
crm-name = Назва CRM
crm-name-hint = Ваша компанія або команда. Можна залишити порожнім.

## Пароль

password-current = Поточний пароль
password-new = Новий пароль
password-repeat = Новий пароль ще раз
password-change = Змінити пароль
passwords-differ = Паролі не збігаються.
password-first = Задати пароль
password-first-lead = У вас ще немає пароля: ви входите іншим способом. З паролем можна буде входити й за ним.
password-changed = Пароль змінено
password-changed-detail = Усі інші ваші сеанси завершено.

## Реєстрація

sign-up-link = Створити обліковий запис
sign-up-title = Створіть обліковий запис
sign-up-lead = Разом із ним ви отримаєте свою першу CRM.
sign-up-action = Створити обліковий запис
sign-up-sent = Лист на { $email } скаже, що далі. Посилання в ньому діє добу.
sign-up-closed = Тут не можна зареєструватися
sign-up-closed-detail = Попросіть обліковий запис у того, хто веде цей сервер.
sign-up-invite = Реєстрація тут — за посиланням
sign-up-invite-detail = Воно для однієї людини й діє сім днів. Попросіть його в того, хто веде цей сервер.
sign-up-code = Реферальний код
sign-up-code-hint = Якщо хтось його вам дав.
sign-up-sign-in = Я маю обліковий запис
sign-up-confirm-title = Підтвердьте обліковий запис
sign-up-confirm-lead = Одне натискання — і ваша CRM готова.
sign-up-confirm-password = Ви реєструвалися в іншому браузері. Введіть пароль, який вибрали там.
sign-up-again = Зареєструватися ще раз

## Електронна адреса

email-lead = На неї надходять листи з цієї CRM, і з нею ви входите.
email-lead-account = На неї надходять листи, і з нею ви входите. Ваші адреси в CRM залишаться такими, як є.
email-new = Нова електронна пошта
email-change = Змінити пошту
email-sent = У листі на { $email } є посилання, яке її підтверджує. До того все залишається, як є.
email-no-mail = Лист, який підтверджує адресу, чекає, доки сервер не дістане змоги надсилати пошту.
email-changed = Пошту змінено
email-changed-detail = Відтепер це { $email }.
email-confirm-title = Підтвердьте нову адресу
email-confirm-lead = Ви входитимете з адресою, на яку надійшов цей лист. Зробіть це в браузері, у якому ви ввійшли; інакше спершу ввійдіть і ще раз відкрийте посилання з листа.
email-confirmed = Відтепер ви входите з нею.
email-undo-title = Залишіть собі свою адресу
email-undo-lead = Вашою залишиться або знову стане адреса, на яку надійшов цей лист. Усі ваші сеанси завершаться.
email-undo-action = Залишити цю адресу
email-undone = Адреса залишилася вашою
email-undone-detail = Усі ваші сеанси завершено. Якщо її змінювали не ви, задайте зараз новий пароль.

## Забутий пароль і запрошення

forgot-link = Забули пароль?
forgot-title = Задати новий пароль
forgot-lead = На вашу адресу прийде лист із посиланням, якщо її тут знають.
forgot-action = Надіслати посилання
forgot-sent = Перевірте поштову скриньку
forgot-sent-detail = Якщо адресу тут знають, посилання вже в дорозі. Воно діє годину.
forgot-no-mail = Цей сервер не може надсилати пошту
forgot-no-mail-detail = Зверніться до його оператора: він може дати посилання.
back-to-sign-in = Назад до входу
reset-title = Задати новий пароль
reset-action = Задати пароль
reset-done = Пароль задано
reset-done-detail = Усі ваші сеанси завершено. Увійдіть із новим паролем.
reset-again = Попросити інше посилання
invitation = Запрошення
invitation-title = Приєднатися до { $crm }
invitation-lead = { $inviter } запрошує { $email }. Ваша роль: { $role }.
invitation-join = Приєднатися з моїм обліковим записом
invitation-new-person = Або з окремим паролем
invitation-accept = Приєднатися
first-name = Ім’я
last-name = Прізвище
username-optional = Ім’я користувача (необов’язково)
username-hint = Від 3 до 30 малих латинських літер, цифр і _. Якщо порожнє, буде створене з адреси.

## Портал облікового запису

crms-title = Ваші CRM
crms-none = У вас ще немає CRM
crms-none-lead = Створіть CRM для своєї команди або додайте ту, у якій працюєте, за кодом зі свого профілю в ній.
crm = CRM
balance = Баланс
balance-owner-only = Баланс бачить лише власник
last-opened = Востаннє відкрито
enter = Увійти
enter-crm = Увійти: { $crm }
more-of-crm = Інші дії: { $crm }
delete-more = Видалити…
remove-more = Прибрати з мого списку…
kept-owned = Ви власник цієї CRM: вона залишається у списку, доки її не видалено.
kept-only-password = Ви входите туди з паролем свого облікового запису: без нього це неможливо.
delete-owner-only = Видалити цю CRM може лише її власник.
search-crms = Пошук за назвою чи адресою
search-none = Немає CRM, що відповідає запиту «{ $text }».
scheduled-title = Заплановано видалення
deleted-in = До видалення: { $time }
deleting-now = Видаляється
cancel-deletion = Скасувати видалення
cancel-deletion-of = Скасувати видалення: { $crm }
create-crm = Створити нову CRM
create-crm-action = Створити CRM
create-name-hint = Ваша компанія або команда.
create-slug = Адреса (необов'язково)
create-slug-hint = Наприклад, { $example }. Якщо залишити порожнім, її буде утворено з назви.
create-slug-preview = Буде { $address }
created = CRM готова: { $crm }.
add-crm = Додати наявну CRM
add-crm-lead = Відкрийте цю CRM в іншій вкладці, перейдіть у «Мій профіль», «Підключення до облікового запису» та отримайте там код. Це вікно залишиться відкритим.
add-crm-hint = 12 літер і цифр, наприклад K7QM-3XWD-90TB. Дефіси та великі літери не мають значення.
add-crm-action = Додати CRM
added = CRM тепер у вашому списку: { $crm }.
delete-title = Видалити { $crm }?
loss-users = { $count ->
    [one] { $count } людина одразу втратить доступ.
    [few] { $count } людини одразу втратять доступ.
   *[other] { $count } людей одразу втратять доступ.
}
loss-balance = Баланс: { $balance }. Додатний залишок перейде у ваш гаманець.
loss-delay = { $days ->
    [one] Через { $days } день усі дані буде видалено назавжди. До того часу видалення можна скасувати.
    [few] Через { $days } дні усі дані буде видалено назавжди. До того часу видалення можна скасувати.
   *[other] Через { $days } днів усі дані буде видалено назавжди. До того часу видалення можна скасувати.
}
loss-backups = Резервні копії оператора сервера можуть зберігати їх довше.
delete-type-name = Введіть «{ $crm }», щоб підтвердити
delete-action = Видалити CRM
deletion-scheduled = Видалення заплановано: { $crm }.
deletion-cancelled = Видалення скасовано: { $crm }.
remove-title = Прибрати { $crm } зі списку?
remove-lead = Ви залишитеся користувачем цієї CRM і входитимете за її адресою. Щоб повернути її до списку, потрібен новий код із неї.
remove-action = Прибрати зі списку
removed = Прибрано зі списку: { $crm }.
account-name-in-crms = Називати мене так і в моїх CRM
account-photo-in-crms = Показувати фото, яке я зараз виберу, і в моїх CRM
account-language-hint = Листів до вас.
account-zone-hint = CRM, які ви створюєте.
account-settings = Налаштування облікового запису
back-to-crms = Назад до моїх CRM

## Закриття облікового запису

close-account = Закрити обліковий запис
close-account-about = Ваш обліковий запис буде закрито одразу. Протягом { $days } днів його поверне посилання в листі; після цього від вас нічого не залишиться.
close-account-more = Закрити обліковий запис…
close-account-not-yet = Ваш обліковий запис ще не можна закрити:
close-account-operator = Ви ведете з ним цей сервер.
close-account-owned = Вам належить { $crm }. Спершу видаліть її та зачекайте, доки її не стане остаточно.
close-account-debt = У вашому гаманці борг: { $balance }.
close-account-title = Закрити ваш обліковий запис?
close-account-kept = Протягом { $days } днів лист може його повернути. Після цього від вас нічого не залишиться.
close-account-sessions = Ви вийдете з порталу й з усіх CRM зі свого списку, з якого вони зникнуть.
close-account-password = { $crm }: ви входили туди з паролем цього облікового запису. Лист дасть змогу задати окремий.
close-account-give-up = Я відмовляюся від того, що є в моєму гаманці: { $balance }
close-account-action = Закрити обліковий запис
reopen-title = Поверніть свій обліковий запис
reopen-lead = Ваш обліковий запис знову відкриватиме пароль, який він мав. CRM, що зникли з вашого списку, самі не повернуться.
reopen-action = Повернути
reopened = Ваш обліковий запис повернуто
reopened-detail = Входьте, як раніше. Якщо його закрили не ви, задайте зараз новий пароль.

## Головна сторінка

sign-out = Вийти
signed-in-to = Ви ввійшли: { $crm }
home-lead = Таким вас бачать колеги.
my-profile = Мій профіль
title = Посада
username-new = Нове ім’я користувача
username-rules = Від 3 до 30 малих латинських літер, цифр і _. Попереднє залишається за вами ще 30 днів.
username-change = Змінити ім’я користувача
username-free = Вільні:
profile-saved = Збережено.
username-changed = Тепер ви @{ $username }.
photo = Фото
photo-choose = Вибрати фото
photo-hint = JPEG, PNG, WebP або GIF, не більше 10 МБ. Його можна й перетягнути сюди.
photo-sending = Фото надсилається…
photo-remove = Вилучити фото
photo-changed = Ваше фото змінено.
photo-removed = Ваше фото вилучено.
photo-too-large = Цей файл завеликий. Виберіть не більший за 10 МБ.
connect-title = Підключення до облікового запису
connect-lead = За кодом ця CRM потрапить до списку вашого облікового запису: отримайте код тут і введіть його там у вікні «Додати наявну CRM».
connect-owner = Ви власник цієї CRM: вона є у списку вашого облікового запису.
account = Обліковий запис
account-since = Під’єднано
disconnect-more = Від’єднати…
disconnect-first = Щоб від’єднати його, спершу задайте власний пароль.
disconnect-title = Від’єднати обліковий запис?
disconnect-lead = Ця CRM зникне зі списку { $account }. Ви залишитеся тут користувачем; щоб повернути її, потрібен новий код.
disconnect-action = Від’єднати
account-link-undo-title = Розірвіть зв’язок з обліковим записом
account-link-undo-lead = Обліковий запис більше нікого не впустить замість вас, і його пароль тут не діятиме. Усе, що було задано відтоді, зникне, а всі ваші сеанси завершаться.
account-link-undo-action = Розірвати зв’язок
account-link-undone = Зв’язок розірвано
account-link-undone-detail = Усі ваші сеанси завершено. Задайте зараз новий пароль.
password-of-account = Це пароль вашого облікового запису
password-of-account-detail = Зміна тут змінює його для { $account } і кожної CRM, яку він відкриває.
password-of-account-none = У вашого облікового запису немає пароля
password-of-account-none-detail = Задайте його в налаштуваннях облікового запису на порталі або візьміть тут власний.
own-password-more = Узяти власний пароль…
own-password-title = Візьміть власний пароль
own-password-lead = Він відкриває лише цю CRM. Пароль облікового запису залишається, як є, але для входу в цю CRM більше не діє; перехід із порталу діє далі.
account-password-more = Узяти пароль облікового запису…
account-password-title = Узяти пароль облікового запису?
account-password-lead = Пароль і другий фактор, які ви маєте в цій CRM, буде стерто, а інші ваші сеанси тут завершено. Відтоді діятимуть ті, що має обліковий запис.
account-password-action = Узяти
code-get = Отримати код
code-renew = Оновити
code-left = Діє один раз, ще { $time }
code-over = Термін дії коду минув. Отримайте новий.
copy = Скопіювати
copied = Скопійовано
copy-refused = Виділіть текст і скопіюйте його.
download = Завантажити
print = Друкувати

## Другий чинник

factor = Двофакторний вхід
factor-lead = Крім пароля, запитується код із застосунку на вашому телефоні.
factor-none = Вимкнено. Хто дізнається ваш пароль, зможе увійти.
factor-on = Увімкнено з { $date }.
factor-on-now = Двофакторний вхід увімкнено
factor-of-account = Це чинник вашого облікового запису
factor-of-account-detail = Ви входите сюди з паролем облікового запису. Зміни діють для нього і для кожної CRM, яку ви ним відкриваєте.
factor-set-up = Налаштувати
factor-other-app = Перенести в інший застосунок
factor-off-more = Вимкнути…
factor-off-title = Вимкнути двофакторний вхід?
factor-off-lead = Вистачатиме самого пароля. Коди відновлення перестануть діяти, а інші ваші сеанси завершаться.
factor-off-action = Вимкнути
factor-scan = Відскануйте це застосунком-автентифікатором
factor-qr = QR-код секрету
factor-by-hand = Якщо не можете відсканувати, введіть цей секрет у застосунок:
factor-secret = Секрет
factor-open-app = Відкрити застосунок на цьому пристрої
factor-confirm = Увімкнути
recovery-codes = Коди відновлення
recovery-lead = Кожен із цих кодів один раз впустить вас без застосунку. Більше їх не буде показано: зберігайте їх там, де тримаєте важливе, не лише в телефоні із застосунком.
recovery-of = Коди відновлення { $login } на { $host }
recovery-file = kody-vidnovlennia
recovery-saved = Коди збережено
recovery-finish = Завершити
recovery-renew = Нові коди відновлення
recovery-new-now = Старі коди відновлення більше не діють
recovery-left = { $count ->
    [one] Залишився { $count } код відновлення.
    [few] Залишилося { $count } коди відновлення.
   *[other] Залишилося { $count } кодів відновлення.
}
recovery-few = { $count ->
    [0] Кодів відновлення не залишилося
    [one] Залишився лише { $count } код відновлення
   *[other] Залишилося лише { $count } коди відновлення
}
recovery-few-detail = Створіть нові, інакше без застосунку ви не ввійдете.

## Другий чинник, якого вимагає CRM

demand-of = Двофакторний вхід · { $crm }
demand-title = Налаштуйте двофакторний вхід
demand-due = Налаштуйте двофакторний вхід до: { $date }
demand-due-detail = Цього вимагає { $crm }. Потім, доки його не налаштовано, ви не зможете робити там нічого іншого.
demand-over = { $crm } вимагає двофакторного входу
demand-over-detail = Строк налаштування минув: { $date }. Доки ви цього не зробите, тут не відкриється нічого іншого.
demand-go = Налаштувати зараз
settings = Налаштування
settings-of = Налаштування · { $crm }
settings-lead = Що діє для всіх у { $crm }.
settings-admins-only = Це бачать і змінюють лише власник та адміністратори.
general = Загальні
general-lead = Як вона називається для всіх і де її знайти.
crm-language = Мова
crm-language-hint = Людей, які приходять через єдиний вхід. Далі в кожного своя.
crm-zone = Часовий пояс
crm-zone-hint = Періодів, за які стягується плата, і дат у листах. Крім того, у кожного свій.
crm-address = Адреса
crm-address-owner = Адресу змінює лише власник.
crm-address-stays = Адресу нещодавно змінено. Знову змінити її можна від: { $date }.
crm-address-new = Нова адреса
crm-address-hint = Від 3 до 40 малих латинських літер, цифр і дефісів. Попередня веде сюди 90 днів; змінити адресу можна раз на 30 днів.
crm-address-change = Змінити адресу
policy-lead = Чи запитувати, крім пароля, код із застосунку.
policy-now = Зараз: { $policy }
policy-who = Хто повинен його мати
policy-optional = Хто захоче
policy-about-optional = Ніхто не мусить.
policy-required_for_admins = Власник та адміністратори
policy-about-required_for_admins = { $count ->
    [one] { $count } людина повинна.
    [few] { $count } людини повинні.
   *[other] { $count } людей повинні.
}
policy-required = Усі
policy-about-required = { $count ->
    [one] { $count } людина повинна.
    [few] { $count } людини повинні.
   *[other] { $count } людей повинні.
}
policy-trust = Пристроям можна довіряти 30 днів
policy-grace = Хто ще не має його, дістане тиждень
policy-grace-detail = Дату видно на кожній сторінці. Потім, доки його не налаштовано, нічого іншого не відкриється, і вам також.
policy-distrust = Жодному пристрою більше не довіряють
policy-distrust-detail = Код запитуватимуть під час кожного входу.
policy-saved = Збережено
policy-saved-detail = Діє відтепер.

## Єдиний вхід у налаштуваннях

sso = Єдиний вхід
sso-lead = Люди входять тим, що їм дала ваша компанія, через OpenID Connect.
sso-none = Ще нічого немає. Підійде Microsoft Entra, Google, Okta, Keycloak і майже все інше.
sso-add = Додати провайдера
sso-add-lead = Спершу створіть у свого провайдера клієнта для цієї CRM: вебзастосунок. Вкажіть йому цю адресу, а тоді впишіть те, що він скаже вам.
sso-change-title = Змінити провайдера
sso-label = Назва на кнопці
sso-label-hint = Люди бачитимуть: { $button }
sso-label-example = обліковий запис Acme
sso-issuer = Видавець (issuer)
sso-issuer-hint = Починається з https://, точно так, як пише провайдер. Згодом його не змінити.
sso-issuer-unreadable = Сервер не зміг прочитати там опису провайдера. Перевірте адресу літера за літерою, зокрема чи є скісна риска в кінці.
sso-client-id = Ідентифікатор клієнта
sso-secret = Секрет клієнта (необов'язково)
sso-secret-hint = Зберігається запечатаним і більше ніколи не показується.
sso-secret-kept = Він є, і його ніколи не показують. Порожнє поле залишає його.
sso-secret-drop = Вилучити секрет
sso-domains = Домени
sso-domains-field = Домени ваших адрес (необов'язково)
sso-domains-hint = Наприклад, acme.example. Коли ви їх підтвердите, людям із такою адресою не доведеться нічого під'єднувати самим.
sso-jit = Хто має адресу підтвердженого домену, приєднується як учасник
sso-satisfies = Не запитувати код, якщо другий чинник запитав провайдер
sso-acr = Його слова для другого чинника (необов'язково)
sso-acr-hint = Значення «acr» через пробіл. Звичні значення «amr» відомі: mfa, otp, hwk.
sso-added = { $provider } додано. Випробуйте, а тоді увімкніть.
sso-changed = Збережено.
sso-on = Увімкнено
sso-off = Вимкнено
sso-required = Обов'язковий
sso-linked = Під'єднали { $count } із { $all }
sso-more = Більше про { $provider }
sso-try = Випробувати
sso-change-more = Змінити…
sso-turn-on = Увімкнути
sso-turn-off = Вимкнути
sso-turned-on = { $provider } тепер на сторінці входу.
sso-turned-off = { $provider } вимкнено: так ніхто не ввійде. Сеанси тривають.
sso-taken-back = Повернуто.
sso-require-more = Зробити обов'язковим…
sso-allow = Знову дозволити паролі
sso-allowed = Паролі знову діють поряд із { $provider }.
sso-require-title = Вимагати { $provider } від усіх?
sso-require-lead = Паролі перестануть діяти для входу, також паролі облікових записів, які заходять до цієї CRM. Розпочаті сеанси триватимуть.
sso-require-left = { $count ->
    [one] { $count } людина ще не під'єднала
    [few] { $count } людини ще не під'єднали
   *[other] { $count } людей ще не під'єднали
}
sso-require-left-detail = Вони ввійдуть, лише якщо їхня адреса належить домену, який ви підтвердили.
sso-require-owner = Якщо провайдер не працюватиме, власник і далі зможе ввійти з паролем і другим чинником.
sso-require-action = Вимагати
sso-require-refused = Ніхто не зміг би це скасувати
sso-require-refused-detail = Спершу під'єднайте його собі в «Моєму профілі», або хай власник налаштує другий чинник.
sso-required-now = { $provider } тепер обов'язковий.
sso-owner-out = Власник не має другого чинника
sso-owner-out-detail = З ним власник увійде з паролем, якщо провайдер не працюватиме. Без нього, можливо, не ввійде ніхто.
sso-remove-more = Вилучити…
sso-remove-title = Вилучити { $provider }?
sso-remove-lead = { $count ->
    [0] Його ніхто не під'єднав.
    [one] Його під'єднала { $count } людина, і він більше її не знатиме, навіть якщо ви додасте його знову.
    [few] Його під'єднали { $count } людини, і він більше їх не знатиме, навіть якщо ви додасте його знову.
   *[other] Його під'єднали { $count } людей, і він більше їх не знатиме, навіть якщо ви додасте його знову.
}
sso-remove-instead = Вимкнений, він теж нікого не впускає, і нічого не втрачається.
sso-remove-action = Вилучити
sso-removed = { $provider } вилучено.
sso-tried = Працює
sso-trial-opens = Він вас знає: ви б увійшли.
sso-trial-connects = Вашу адресу перевірено, а її домен підтверджено: вас би під'єднали і впустили.
sso-trial-joins = Вашу адресу перевірено, а її домен підтверджено: той, ким ви ввійшли, приєднався б як учасник.
sso-trial-needs_connection = Хтось тут має цю адресу, але її домен не підтверджено: людина один раз під'єднає його сама в «Моєму профілі».
sso-trial-nobody = Того, ким ви ввійшли, тут немає. Люди під'єднують його в «Моєму профілі», або ви підтверджуєте домен їхніх адрес.
sso-trial-unverified = Але він не каже, що вашу адресу перевірено, тож люди мають під'єднати його самі в «Моєму профілі».
sso-tried-failed = Не вийшло
sso-tried-failed-detail = Вхід скасували, або відповідь була неправильна. Перевірте ідентифікатор клієнта, секрет і адресу повернення у провайдера. Причина є в журналі аудиту за цією позначкою.
sso-tried-late = Це тривало понад десять хвилин або закінчилося в іншому сеансі. Спробуйте ще раз.
sso-proven = підтверджено { $time }
sso-not-proven = ще не підтверджено
sso-record = Створіть TXT-запис із цією назвою
sso-value = і цим значенням
sso-check = Перевірити зараз
sso-check-lead = Новий запис може бути видно аж за годину. Залиште його: домен, чийого запису немає, після наступної перевірки вже не підтверджений.
sso-proof-found = Усі домени підтверджено.
sso-proof-missing = { $count ->
    [one] Запису { $count } домену не знайдено.
   *[other] Записів { $count } доменів не знайдено.
}
sso-tell = Що потрібно вказати провайдеру
sso-redirect-uri = Адреса повернення (redirect URI)
sso-backchannel-uri = Back-channel logout URI, якщо він таке має
sso-after-sign-out-uri = Post-logout redirect URI, якщо він таке має
copy-of = Скопіювати: { $what }

## Сеанси

sessions = Сеанси й пристрої
sessions-lead = Де ви ввійшли. Завершіть незнайомі сеанси, а тоді змініть пароль.
session-this = Цей
session-unknown = Невідомий пристрій
session-by-password = за паролем
session-by-portal = з порталу облікового запису
session-by-qr = за QR-кодом
session-by-sso = через єдиний вхід
session-by-passkey = ключем доступу
session-with-factor = з другим чинником
session-last-seen = востаннє { $time }
session-first-seen = вхід { $time }
session-rename = Назвіть цей пристрій
session-rename-of = Перейменувати: { $device }
session-device = Назва
session-device-hint = Наприклад, «Ноутбук удома». Якщо порожньо, показується назва браузера або програми.
session-end = Завершити
session-end-of = Завершити сеанс: { $device }
session-ended = Сеанс завершено: { $device }.
sessions-end-others = Завершити всі інші
sessions-others-ended = Усі інші ваші сеанси завершено.
sessions-end-all = Вийти всюди
sessions-at-crms = У ваших CRM
sessions-count = { $count ->
    [one] { $count } сеанс
    [few] { $count } сеанси
   *[other] { $count } сеансів
}
rename = Перейменувати
save = Зберегти

## Співробітники

staff = Співробітники
staff-of = Співробітники · { $crm }
staff-lead = Усі, хто є в { $crm }.
staff-alone = Поки що ви тут на самоті. Кого ви запросите, той отримає лист із посиланням і приєднається з власним паролем.
status = Доступ
status-active = Має доступ
status-deactivated = Без доступу
status-invited = Запрошено
you = Ви
search-staff = Пошук за ім'ям чи поштою
search-nobody = Немає нікого, хто відповідає запиту «{ $text }».
more-of-person = Інші дії: { $name }
role-more = Змінити роль…
role-title = Роль: { $name }
role-now = Роль зараз: { $role }
role-change = Змінити роль
role-changed = Тепер інша роль: { $name }, { $role }.
role-about-admin = Налаштування, співробітники, усі записи.
role-about-member = Записи та власний профіль.
role-about-viewer = Бачить записи, змінює лише власний профіль.
deactivate = Забрати доступ
reactivate = Повернути доступ
deactivated = Більше не може увійти: { $name }.
reactivated = Знову може увійти: { $name }.
reset-factor-more = Прибрати другий чинник…
reset-factor-title = Прибрати другий чинник: { $name }?
reset-factor-password = Доки не буде налаштовано інший, для входу вистачить самого пароля. Переконайтеся, що просить справді ця людина.
reset-factor-sessions = Усі сеанси цієї людини одразу завершаться, а коди відновлення перестануть діяти.
reset-factor-told = Її буде сповіщено поштою.
reset-factor-action = Прибрати другий чинник
reset-factor-done = Другий чинник прибрано, усі сеанси завершено: { $name }.
end-sessions-more = Завершити всі сеанси…
end-sessions-title = Завершити всі сеанси: { $name }?
end-sessions-again = Людину буде одразу виведено всюди, і їй доведеться ввійти знову. Незбережене буде втрачено.
end-sessions-trust = Жодному її пристрою більше не довіряють: у кого є другий чинник, у того запитають код.
end-sessions-action = Завершити всі сеанси
end-sessions-done = Усі сеанси завершено: { $name }.
delete-user-more = Видалити…
delete-user-title = Видалити назавжди: { $name }?
delete-user-personal = Ім’я, адресу, телефон, фото, пароль і другий чинник буде стерто, і повернути їх не можна.
delete-user-deeds = Зроблене цією людиною залишиться як зроблене колишнім користувачем.
delete-user-username = Її ім’я користувача ніколи не дістанеться нікому іншому. Її адресу можна запросити знову.
delete-user-action = Видалити назавжди
delete-user-done = Видалено: { $name }.
invite = Запросити людей
invite-action = { $count ->
    [0] Надіслати запрошення
    [one] Надіслати { $count } запрошення
    [few] Надіслати { $count } запрошення
   *[other] Надіслати { $count } запрошень
}
invite-addresses = Адреси електронної пошти
invite-hint = Не більше { $count }, у рядках або через кому. Можна вставити список.
invite-count = { $count ->
    [one] { $count } адреса
    [few] { $count } адреси
   *[other] { $count } адрес
}
invite-too-many = Не більше { $count } за один раз. Залиште решту на потім.
invite-leave-out = { $count ->
    [one] Пропустити її
   *[other] Пропустити ці { $count }
}
invited = { $count ->
    [one] { $count } запрошення вже в дорозі.
    [few] { $count } запрошення вже в дорозі.
   *[other] { $count } запрошень уже в дорозі.
}
invited-waits = { $count ->
    [one] { $count } запрошення чекає на надсилання.
    [few] { $count } запрошення чекають на надсилання.
   *[other] { $count } запрошень чекають на надсилання.
}
invitations-open = Відкриті запрошення
invitations-wait = Запрошення чекають тут, доки оператор не налаштує надсилання пошти.
invitation-sent-at = надіслано { $time }
invitation-life = діє ще { $time }
invitation-over = термін дії минув
invitation-sent = Надсилаємо ще один лист: { $email }. Посилання в попередньому більше не діє.
invitation-revoked = Запрошення більше не діє: { $email }.
invite-again = Запросити знову
resend = Надіслати знову
resend-to = Надіслати знову: { $email }
revoke = Відкликати
revoke-of = Відкликати запрошення: { $email }

## Тут нічого немає

not-found-title = Тут нічого немає
not-found-lead = Можливо, в адресі помилка або те, що тут було, видалено.
not-found-go = Перейти до входу

## Баланси та дії оператора

crms = CRM
balance-lead = Вартість ваших CRM списується з їхніх балансів. Гроші з гаманця можна переказати будь-якій CRM, яка належить вам.
balances = Баланси
wallet = Гаманець
wallet-own = Ваш гаманець
pays-next = Наступна оплата
standing-low = Закінчується
standing-overdue = Прострочено
transfer = Переказати
transfer-to = Переказати: { $crm }
transfer-there-is = У вашому гаманці { $balance }.
transferred = Гроші вже на балансі { $crm }.
amount = Сума ({ $currency })
amount-wrong = Введіть суму, більшу за нуль, наприклад 12,50.
history = Історія
entry-kind = Що це було
entry-all = Усе
entry-opening = Відкриття
entry-top_up = Поповнення
entry-charge = Оплата
entry-refund = Повернення
entry-adjustment = Виправлення
entry-transfer_in = Вхідний переказ
entry-transfer_out = Вихідний переказ
entry-referral_reward = Винагорода за рекомендацію
entry-referral_reversal = Скасована винагорода за рекомендацію
entry-payout = Виплата
entry-balance_returned = Баланс видаленої CRM
entries-from = Від
entries-to = До
entries-csv = Завантажити CSV
entries-none = За цим балансом руху не було.
entry-at = Коли
entry-note = Примітка
entry-amount = Сума
show-more = Показати більше
operator = Сервер
operator-only = Ці сторінки — для того, хто керує сервером.
top-up-title = Гроші, що надійшли
top-up-lead = Додає до балансу CRM або до гаманця облікового запису. Записане в книзі там і лишається.
top-up-payee = CRM або обліковий запис
top-up-payee-hint = Остання частина адреси CRM або електронна адреса облікового запису.
top-up-reference = Номер рахунку чи платежу
top-up-reference-hint = Для однієї CRM чи облікового запису номер враховується один раз.
top-up = Додати
top-up-posted = Записано
top-up-done = Тепер баланс: { $balance }.
jobs = Невдалі завдання
jobs-lead = Те, що сервер робить сам, він пробує вісім разів. Тут те, що так і не вдалося.
jobs-none = Усе вдалося.
job-kind = Завдання
job-error = Чому не вдалося
job-again = Виконати знову: { $kind }
job-waits = { $kind } чекає своєї черги.
run-again = Виконати знову
open-payouts-lead = Винагороди, які власники хочуть отримати. Гроші вже списано з їхніх гаманців: ви надсилаєте їх і відзначаєте це тут.
open-payouts-none = На виплату ніхто не чекає.
payout-pay = Надіслано
payout-pay-to = Надіслано: { $amount }, { $email }
payout-reject = Відхилити
payout-reject-to = Відхилити: { $amount }, { $email }
payout-decide-paid = Надіслано { $amount }?
payout-decide-paid-lead = { $email } отримає лист із номером переказу. Скасувати це не можна.
payout-decide-rejected = Відхилити { $amount }?
payout-decide-rejected-lead = Гроші повернуться в гаманець { $email }, і туди прийде лист із вашою причиною.
payout-reference-paid = Номер переказу
payout-reference-rejected = Причина
payout-reference-hint = Це прочитає власник облікового запису.
payout-noted-paid = Відзначено як надіслане: { $amount }, { $email }.
payout-noted-rejected = { $amount } знову в гаманці { $email }.
payout-decided = Це вже вирішено раніше.
operator-overview = До справ
find = Знайти
crms-all = CRM на цьому сервері
crms-all-lead = Лише ззовні: що всередині CRM, бачать тільки її працівники.
crms-search = Назва, адреса або власник
crms-found-none = Жодна CRM не підходить.
crm-users = Користувачі
crm-purging = Видаляється
balance-of = { $balance }: баланс { $crm }
balances-all-lead = Баланс будь-якої CRM і гаманець будь-якого облікового запису. Записи лишаються в книзі; помилку виправляє ще один запис.
entry-of = { $kind }, { $amount }
refund = Повернути
refund-of = Повернути: { $entry }
refund-title = Повернути { $amount }?
refund-lead = Уся оплата повернеться на баланс CRM. Винагороду, яку вона принесла, буде скасовано.
refunded = Оплату повернено.
correct = Виправити
correct-of = Виправити: { $entry }
correct-title = Виправлення запису
correct-lead = Запис лишається. Додається ще один, що посилається на нього.
correct-way = Що буде з балансом
correct-add = Додати
correct-add-about = Додано замало або списано забагато.
correct-take = Відняти
correct-take-about = Додано забагато. Після цього баланс може бути від’ємним.
correct-note = Причина
correct-note-hint = Її бачать усі, хто читає історію.
corrected = Виправлення записано в книгу.
letters = Листи, що не йдуть
letters-lead = Зміст листів тут ніколи не показується.
letters-counts = Не вдалося: { $failed }, чекають: { $waiting }.
letters-none = Жоден лист не чекає.
letter-to = Кому
letter-kind = Лист
letter-state = Стан
letter-state-failed = Не вдалося, спроб більше не буде
letter-state-waiting = Скоро буде ще спроба
letter-state-no_transport = Сервер не має способу надсилати пошту
letter-again = Надіслати знову: { $email }
letter-sent-again = Лист для { $email } надсилається знову.
settings-server-lead = З цим сервер запущено. Змінюється у файлі конфігурації, змінних середовища або командному рядку й діє з наступного запуску; «ninefold-server config show» показує, звідки що взято.
setting-sign-up = Реєстрація
setting-sign-up-open = Для всіх
setting-sign-up-invite = Для тих, хто має ваше посилання
setting-sign-up-closed = Ні для кого
setting-mail = Пошта
setting-sent = Надсилається
setting-not-sent = Немає способу надсилати
setting-price = Ціна за користувача на 30 днів
setting-free = Безкоштовно
setting-trial = Пробний період
setting-grace = Відкрита з боргом
setting-days = { $count ->
    [one] { $count } день
    [few] { $count } дні
    [many] { $count } днів
   *[other] { $count } дня
}
setting-on = Так
setting-off = Ні
setting-rules = Версія правил
setting-share = Частка оплати
setting-percent = { $percent } %
setting-months = Місяців із винагородами
setting-attribution = Відвідування діє
setting-hold = Винагороди затримуються на
setting-minimum = Найменша виплата

## Реферальна програма

referral = Реферальна програма
referral-lead = Порадьте цей сервіс і отримуйте частку того, що платять ті, хто прийшов за вашим посиланням.
referral-banner = Порадьте цей сервіс іншим і отримуйте частку того, що вони платять.
referral-more = Докладніше
referral-rules = Правила
referral-rule-share = Ви отримуєте { $percent } % від кожної оплати CRM, власник якої зареєструвався за вашим посиланням або з вашим кодом, протягом стількох місяців від першої оплати: { $months }.
referral-rule-first = Враховується перше посилання, за яким людина перейшла, якщо вона зареєструвалася за стільки днів: { $days }. Це вирішується один раз.
referral-rule-excluded = Ваші власні облікові записи та люди, чию адресу тут уже знають, нічого не приносять.
referral-rule-hold = Винагорода з’являється в гаманці через стільки днів після оплати, коли її внесено: { $days }. Якщо оплату повернуто, винагороду буде забрано, навіть якщо гаманець через це стане від’ємним.
referral-rule-use = Зароблене можна переказати своїй CRM або попросити виплатити, якщо це { $minimum } чи більше.
referral-rule-leave = Ви можете припинити участь будь-коли: посилання більше не враховуватиметься, а ті, кого ви привели, приноситимуть винагороди й далі.
referral-version = Версія { $version }.
referral-accepted = Ви прийняли версію { $version }: { $at }.
referral-accept = Правила прочитано, я їх приймаю
referral-activate = Увімкнути реферальну програму
referral-activated = Ви берете участь, і ваше посилання враховується.
referral-changed = Правила змінилися
referral-changed-detail = Доки ви їх не приймете, нових винагород не буде. Зароблене лишається вашим.
referral-link-title = Ваше посилання
referral-link-lead = Надішліть його тим, кому цей сервіс може знадобитися. Код — для тих, хто реєструється без посилання.
referral-link = Посилання
referral-code = Код
referral-leave = Припинити участь
referral-leave-title = Припинити участь?
referral-leave-lead = Ваше посилання більше не враховуватиметься. Люди, які за ним прийшли, приноситимуть винагороди й далі; почати знову можна з тим самим посиланням.
referral-left = Ви більше не берете участі.
referral-people = Реферали
referral-people-none = За вашим посиланням ще ніхто не зареєструвався.
referral-signed-up = Реєстрація
referral-paid = Заплачено
referral-reward = Ваша винагорода
referral-self = У вашому браузері: без винагороди
referral-gone = Облікового запису вже немає
referral-held = Утримується
referral-payable = Можна виплатити
referral-statistics = Статистика
referral-period = Період
referral-days-30 = 30 днів
referral-days-90 = 90 днів
referral-days-366 = Рік
referral-days-none = За ці дні нічого не сталося.
referral-day = День (UTC)
referral-clicks = Відвідування
referral-sign-ups = Реєстрації
referral-paying = Перші оплати
rewards = Винагороди
rewards-none = Жодна оплата ще не принесла винагороди.
reward-state = Стан
reward-held-until = Утримується до { $at }
reward-state-available = У вашому гаманці
reward-state-cancelled = Скасовано: оплату повернуто
reward-state-reversed = Забрано: оплату повернуто
payouts = Виплати
payouts-none = Ви ще не просили про виплату.
payout-ask = Попросити про виплату
payout-least = Від { $minimum }.
payout-lead = Гроші одразу залишать ваш гаманець. Оператор цього сервера надішле їх і відповість вам листом.
payout-between = Від { $minimum } до { $most }.
payout-asked = Оператор отримав ваш запит.
payout-state-requested = Очікує
payout-state-paid = Надіслано
payout-state-rejected = Відхилено: гроші знову в гаманці

secret-once = Його показано лише цього разу. Збережіть там, де ніхто інший не прочитає.
secret-kept = Збережено
api-keys = Ключі API
api-keys-lead = За ключем програма звертається до цієї CRM. Вона не діє ні від чийого імені й не відкриває ні профілю, ні порталу.
keys-none = Жодна програма не має ключа.
key = Ключ
key-make = Створити ключ
key-name-hint = Для чого він.
key-scopes = Що він дозволяє
key-scope-read = Читати
key-scope-webhooks = Керувати вебхуками
key-life = Діє
key-life-days = { $count ->
    [one] { $count } день
    [few] { $count } дні
   *[other] { $count } днів
}
key-life-ever = Доки не відкличуть
key-made = Ключ { $key } створено
key-made-by = Автор: { $who }, { $date }
key-until = діє до { $date }
key-used = використано { $time }
key-unused = ще не використано
key-revoke-more = Відкликати…
key-revoke-of = Відкликати… { $key }
key-revoke-title = Відкликати { $key }?
key-revoke-lead = Програми, що його мають, більше нічого не отримають: одразу й назавжди.
key-revoke = Відкликати
key-revoked = { $key } більше нічого не відкриває.

webhooks = Вебхуки
webhooks-lead = Адреси, яким повідомляється, що тут відбувається, за Standard Webhooks.
webhooks-none = Нікому не повідомляється, що тут відбувається.
webhook-add = Додати вебхук
webhook-change = Змінити вебхук
webhook-change-more = Змінити…
webhook-url = Адреса
webhook-url-hint = Починається з https:// і доступна з Інтернету.
webhook-types = Про що повідомляється
webhook-told = { $count ->
    [one] { $count } вид подій
    [few] { $count } види подій
   *[other] { $count } видів подій
}
webhook-state-on = Увімкнено
webhook-state-off = Вимкнено
webhook-state-gone = Вимкнено: адреса більше нічого не хоче
webhook-state-failing = Вимкнено: п’ять днів нічого не приймала
webhook-failing = Нічого не приймає з { $at }
webhook-two-secrets = Підписується обома секретами до { $at }
webhook-test = Надіслати пробу
webhook-test-sent = Пробу надіслано.
webhook-turn-on = Увімкнути
webhook-turn-off = Вимкнути
webhook-turned-on = Відтепер повідомляється, що відбувається.
webhook-turned-off = Більше нічого не повідомляється.
webhook-more = Більше про { $url }
webhook-secret = Секрет
webhook-secret-title = Секрет вебхука
webhook-rotate-more = Новий секрет…
webhook-rotate = Створити новий секрет
webhook-rotate-title = Створити новий секрет?
webhook-rotate-lead = Добу все підписується обома, щоб одержувач встиг перейти.
webhook-remove-more = Вилучити…
webhook-remove = Вилучити
webhook-remove-title = Вилучити вебхук?
webhook-remove-lead = { $url } більше нічого не отримає, а список надісланого зникне.
webhook-deliveries = Надсилання
deliveries-none = Ще нічого не надсилалося.
deliveries-renew = Оновити
delivery-waiting = чекає
delivery-done = доставлено
delivery-failed = не вдалося
delivery-attempts = { $count ->
    [one] { $count } спроба
    [few] { $count } спроби
   *[other] { $count } спроб
}
delivery-next = Наступна спроба { $at }
delivery-again = Надіслати знову
delivery-details = Вміст і відповідь

exports = Експорт
exports-lead = Усе з CRM в одному файлі ZIP: кожен вид записів як CSV і як рядки JSON. Паролів, ключів та інших секретів у ньому немає. Його можна завантажити впродовж трьох днів.
exports-none = Немає експорту, який можна завантажити.
export-ask = Створити експорт
export-state-waiting = чекає своєї черги
export-state-making = створюється
export-state-ready = готовий
export-state-failed = створити не вдалося
export-until = до { $date }
export-of = Завантажити: експорт від { $date }
export-under-way = Експорт створюється. Тим часом цю сторінку можна закрити.
export-made = Експорт готовий.
export-more = Експорт…
export-more-of = Експорт… { $crm }
export-title = Експорт { $crm }

## Сповіщення

notifications = Сповіщення
notifications-unread = { $count ->
    [one] { $count } непрочитане сповіщення
    [few] { $count } непрочитані сповіщення
   *[other] { $count } непрочитаних сповіщень
}
notifications-none = Сповіщень немає.
notifications-read-all = Прочитати все
notification-new = Нове
notification-read = Прочитано
notification-read-of = Прочитано: { $what }
notification-kind-account-new_device = Вхід з нового пристрою

## Журнал аудиту

account-log = Журнал облікового запису
account-log-lead = Що зроблено з вашим обліковим записом, коли і ким. Записи зникають самі через рік, невдалі входи — через 60 днів.
account-log-open = Відкрити журнал облікового запису
audit-log = Журнал аудиту
audit-log-of = Журнал аудиту · { $crm }
audit-log-lead = Що зроблено в { $crm } і ким. Вилучити з нього ніхто нічого не може; записи зникають самі після часу, заданого в налаштуваннях.
audit-lead = Що тут зроблено, коли і ким.
audit-open = Відкрити журнал аудиту
audit-kept = Зберігати
audit-kept-hint = Старіше зникає саме й лишає позначку, яка доводить, що решта ціла. Невдалі входи зберігаються 60 днів.
audit-by = Хто
audit-everybody = Усі
audit-none = Нічого не підходить.
audit-whence = Звідки
audit-former = Колишній користувач
audit-account = Хтось з обліковим записом
audit-key = Ключ «{ $name }»
audit-operator = Той, хто веде сервер
audit-nobody = Сервер або хтось невідомий
audit-server = Сервер
audit-stranger = Хтось невідомий
audit-kind-2fa-codes_regenerated = Створено нові коди відновлення
audit-kind-2fa-disabled = Другий фактор вимкнено
audit-kind-2fa-enabled = Другий фактор налаштовано
audit-kind-2fa-locked = Другий фактор заблоковано після хибних кодів
audit-kind-2fa-recovery_used = Використано код відновлення
audit-kind-2fa-reset = Другий фактор вилучено комусь
audit-kind-2fa-rules_changed = Змінено правила двофакторного входу
audit-kind-account_link-undone = Скасовано зв’язок з обліковим записом
audit-kind-api_key-created = Створено ключ API
audit-kind-api_key-revoked = Відкликано ключ API
audit-kind-audit-trimmed = Старі записи вилучено після їхнього часу
audit-kind-crm-address_changed = Змінено адресу CRM
audit-kind-crm-created = CRM створено
audit-kind-crm-deletion_cancelled = Видалення CRM скасовано
audit-kind-crm-deletion_scheduled = Видалення CRM заплановано
audit-kind-crm-entered = Вхід з порталу облікового запису
audit-kind-crm-owner_changed = CRM передано іншому власникові
audit-kind-crm-suspended = CRM призупинено
audit-kind-crm-updated = Змінено назву або налаштування CRM
audit-kind-device-registered = Пристрій зареєстровано
audit-kind-device-revoked = Пристрій вилучено
audit-kind-email-change_requested = Запитано зміну адреси e-mail
audit-kind-email-change_undone = Зміну адреси e-mail скасовано
audit-kind-email-changed = Адресу e-mail змінено
audit-kind-export-created = Запитано експорт
audit-kind-export-downloaded = Експорт завантажено
audit-kind-ledger-posted = Рух коштів
audit-kind-membership-created = Зв’язано з обліковим записом
audit-kind-membership-removed = Зв’язок з обліковим записом вилучено
audit-kind-passkey-added = Додано ключ доступу
audit-kind-passkey-removed = Вилучено ключ доступу
audit-kind-password-changed = Пароль змінено
audit-kind-password-reset = Пароль скинуто
audit-kind-password-reset_link_made = Створено посилання для нового пароля
audit-kind-password-reset_requested = Запитано новий пароль
audit-kind-photo-changed = Фото змінено
audit-kind-profile-updated = Профіль змінено
audit-kind-qr-approved = Вхід за QR-кодом підтверджено
audit-kind-qr-denied = Вхід за QR-кодом відхилено
audit-kind-qr-requested = Запитано вхід за QR-кодом
audit-kind-session-revoked = Сеанси завершено
audit-kind-sign_in-failed = Вхід не вдався
audit-kind-sign_in-succeeded = Вхід виконано
audit-kind-sign_out = Вихід виконано
audit-kind-sso-configured = Змінено єдиний вхід
audit-kind-sso-hand_off_approved = Єдиний вхід через браузер підтверджено
audit-kind-sso-hand_off_denied = Єдиний вхід через браузер відхилено
audit-kind-sso-hand_off_requested = Запитано єдиний вхід через браузер
audit-kind-sso-linked = Єдиний вхід під’єднано
audit-kind-sso-refused = Єдиний вхід відхилено
audit-kind-sso-sign_in = Вхід через єдиний вхід
audit-kind-sso-unlinked = Єдиний вхід від’єднано
audit-kind-user-deactivated = Людину деактивовано
audit-kind-user-deleted = Людину видалено
audit-kind-user-invitation_link_made = Створено посилання запрошення
audit-kind-user-invitation_revoked = Запрошення відкликано
audit-kind-user-invited = Людину запрошено
audit-kind-user-joined = Людина приєдналася
audit-kind-user-reactivated = Людину знову активовано
audit-kind-user-role_changed = Роль змінено
audit-kind-username-changed = Ім’я користувача змінено
audit-kind-webhook-changed = Вебхук змінено
audit-kind-webhook-created = Вебхук додано
audit-kind-webhook-removed = Вебхук вилучено
audit-kind-webhook-secret_rotated = Вебхук отримав інший секрет
audit-kind-webhook-switched_off = Сервер вимкнув вебхук
audit-kind-account-closed = Обліковий запис закрито
audit-kind-account-created = Обліковий запис створено
audit-kind-account-reopened = Обліковий запис знову відкрито
audit-kind-account-updated = Обліковий запис змінено
audit-kind-crm-purged = CRM видалено назавжди
audit-kind-referral-activated = Реферальну програму ввімкнено
audit-kind-referral-attributed = Хтось зареєструвався за вашим посиланням
audit-kind-referral-deactivated = Реферальну програму вимкнено
audit-kind-referral-payout_paid = Виплату надіслано
audit-kind-referral-payout_rejected = У виплаті відмовлено
audit-kind-referral-payout_requested = Запитано виплату
audit-trimmed = { $count ->
    [one] { $count } запис
    [few] { $count } записи
    [many] { $count } записів
   *[other] { $count } запису
}
audit-reason-unknown_login = немає такого користувача
audit-reason-not_active = не активний
audit-reason-wrong_password = хибний пароль
audit-reason-wrong_code = хибний код
audit-reason-wrong_number = хибне число
audit-reason-not_me = «Це не я»
audit-reason-step_up_failed = забагато хибних підтверджень
audit-reason-signed_out_at_provider = вихід у провайдера
