# Сообщения страниц службы.
# Тексты ошибок присылает сама служба; роли находятся по коду: role-<код>.

## Слова, которые встречаются во многих местах

name = Имя
your-name = Ваше имя
email = Электронная почта
username = Имя пользователя
password = Пароль
role = Роль
role-owner = Владелец
role-admin = Администратор
role-member = Участник
role-viewer = Наблюдатель
show-password = Показать пароль
hide-password = Скрыть пароль
go-on = Продолжить
request-id = Запрос { $id }
no-answer = Сервер не отвечает
no-answer-detail = Проверьте, что он работает и что вы подключены к сети, затем попробуйте ещё раз.
personal-data = Личные данные
cancel = Отмена
try-again = Попробовать ещё раз
connect-code = Код подключения
crm-suspended = Приостановлена
crm-scheduled = Запланировано удаление
never-opened = Ещё не открывали
my-crms = Мои CRM
step-up-title = Подтвердите, что это вы
step-up-lead = Для этого нужен ваш пароль. В течение 15 минут вводить его снова не придётся.
step-up-lead-code = Для этого нужен код из приложения-аутентификатора. Потом его не будут спрашивать 15 минут.
step-up-lead-sso = Для этого нужен ваш единый вход: войдите там ещё раз и вернитесь сюда. Потом его не будут запрашивать 15 минут.
step-up-by = Подтвердить через { $provider }
step-up-lead-passkey = Для этого нужен ваш ключ доступа. Потом 15 минут его не спрашивают.
step-up-by-passkey = Подтвердить ключом доступа
step-up-none = Сейчас вам нечем это подтвердить. Обратитесь к администратору.
step-up-confirm = Подтвердить
close = Закрыть
dismiss = Скрыть
undo = Вернуть
toast-area = Что только что произошло
wait = Попробовать снова можно через { $time }.
keys = Клавиши
keys-here = Клавиши на этой странице
keys-key = Клавиша
keys-does = Что делает
keys-close = Закрыть то, что открыто
keys-show = Показать эти клавиши
keys-search = Искать в списке
keys-rows = Перейти к другой строке
keys-letters = Перейти к строке, которая начинается так
keys-enter-crm = Войти в CRM этой строки
keys-open-menu = Показать, что можно сделать с человеком
keys-choice = Выбрать другое
keys-open = Открыть выбранное

## Вход

sign-in = Войти
sign-in-to = Вход: { $crm }
login = Электронная почта или имя пользователя
keep-signed-in = Не выходить из системы
other-crm = Войти в другую CRM
address-title = Какую CRM открыть?
address-lead = Её адрес знают ваши коллеги, или он есть в вашем приглашении.
address = Адрес или название
address-hint = Например, acme или { $example }
enter-title = Выполняется вход
enter-failed = Не удалось войти
enter-sign-in = Войти с паролем
sign-in-title = Вход
sign-in-lead = По электронной почте и паролю вы увидите все CRM, которые они открывают.
sign-in-by-address = Я знаю адрес своей CRM
sign-in-by-email = Войти по электронной почте и паролю
choose-title = Что открыть?
choose-lead = Вот что вы можете открыть.
choose-list = Что вы можете открыть
choose-expired = Срок действия списка истёк
choose-expired-detail = Войдите ещё раз, чтобы увидеть его.
choice-portal = Портал учётной записи
choice-portal-about = Все ваши CRM в одном месте
open = Открыть
change-user = Сменить пользователя

## Код второго фактора

code-title = Подтвердите кодом
code-lead = Этот вход защищён вторым фактором.
code-app = Код из приложения-аутентификатора
code-app-hint = Шесть цифр, новые каждые полминуты.
code-recovery = Код восстановления
code-recovery-hint = Один из сохранённых, например k7qm3-xwd90. Действует один раз.
code-by-recovery = Воспользоваться кодом восстановления
code-by-app = Воспользоваться аутентификатором
code-begin-again = Войти снова
code-expired = Время этого входа истекло
code-expired-detail = Код ждут не дольше пяти минут, на одной странице. Войдите снова.
trust-device = Доверять этому устройству 30 дней: код здесь не спросят

## Вход по QR-коду

sign-in-by-qr = Войти по QR-коду
sign-in-by-password = Войти с паролем
qr-sign-in = Вход по QR-коду
qr-sign-in-to = Вход по QR-коду: { $crm }
qr-lead = Отсканируйте его устройством, на котором вы уже вошли, и выберите там число.
qr-picture = QR-код для другого устройства
qr-code = Код с другого экрана
qr-by-hand = Или введите там этот код: «Подтвердить вход» в профиле или настройках учётной записи:
qr-own-code = Код
qr-number = Ваше число
qr-pending = Ждём другое устройство
qr-replaced = Код заменён новым
qr-scanned = Другое устройство его прочитало. Выберите там это число.
qr-approved = Подтверждено. Выполняется вход
qr-denied = Этот вход отклонён
qr-denied-detail = На другом устройстве сказали, что это не они, или выбрали другое число.
qr-idle = Кодами не воспользовались
qr-idle-detail = Каждый действует две минуты. Покажите другой, когда будете готовы.
qr-new = Показать новый код
qr-section = Подтвердить вход
qr-section-of = Подтвердить вход · { $crm }
qr-section-lead = Другой экран показывает QR-код для входа? Отсканируйте его камерой этого устройства или введите код, который стоит под ним.
qr-code-hint = 8 букв и цифр, например K7QM-3XWD. Дефис и заглавные буквы не имеют значения.
qr-code-unknown = Код неверен, или его уже не показывают.
qr-other-code = Другой код
qr-approve-lead = Другой экран просит войти от вашего имени.
qr-fact-browser = Браузер
qr-fact-ip = IP-адрес
qr-fact-time = Запрос
qr-fact-opens = Откроет
qr-fact-all = Всё, что открывает ваша учётная запись
qr-fact-keep = Вход действует
qr-keep-weeks = Неделями
qr-keep-browser = Пока тот браузер не закрыт
qr-far = Он в другой сети
qr-far-detail = Подтверждайте, только если этот экран перед вами. Никакой службе поддержки или компании это от вас не нужно.
qr-too-new = Этот сеанс слишком новый
qr-too-new-detail = Он сам начался по QR-коду. Первые десять минут он не подтверждает других.
qr-which = Какое число показывает другой экран?
qr-approve = Подтвердить
qr-approve-in = Подтвердить через { $time }
qr-not-me = Это не я
qr-you-approved = Подтверждено
qr-you-approved-detail = На другом экране выполняется вход. Письмо об этом уже идёт к вам.
qr-you-denied = Отклонено
qr-you-denied-detail = Никто не вошёл. Если вы этого не ждали, больше ничего делать не нужно.
qr-wrong = Это не то число
qr-wrong-detail = Ради безопасности вход отклонён. Покажите новый код на другом экране и начните снова.
qr-over = Этот код уже не действует
qr-over-detail = Покажите новый код на другом экране и начните снова.

## Единый вход

sso-or = или
sso-sign-in = Войти через { $provider }
sso-sign-in-to = Войти в { $crm } через { $provider }
sso-owner = Я владелец этой CRM, и у меня есть второй фактор
sso-owner-lead = Пароль владельца действует здесь вместе со вторым фактором. Все остальные входят через единый вход.
sso-instead = Войти через единый вход
sso-signed-out = Здесь вы вышли
sso-elsewhere = Единый вход, возможно, ещё помнит вас: тогда он впустит следующего человека за этим браузером как вас.
sso-elsewhere-go = Выйти и там
sso-reference = Пометка:
sso-refused-sso_failed = Единый вход не сработал
sso-refused-sso_failed-detail = Вы его отменили, или его ответ был неверным. Попробуйте ещё раз. Если не получится, передайте администратору пометку: журнал скажет больше.
sso-refused-sso_no_user = Здесь нет того, кем вы вошли
sso-refused-sso_no_user-detail = Войдите как кто-то другой или попросите администратора пригласить вас. Если у вас здесь есть пароль, войдите с ним и подключите единый вход в «Моём профиле».
sso-refused-sso_email_unverified = Ваш электронный адрес там не подтверждён
sso-refused-sso_email_unverified-detail = Подтвердите его там и попробуйте ещё раз. Или войдите с паролем и подключите единый вход в «Моём профиле».
sso-refused-sso_link_required = Единый вход ещё не подключён к вам
sso-refused-sso_link_required-detail = Войдите один раз с паролем и нажмите «Подключить» в «Моём профиле», раздел «Связанные входы». Без пароля попросите администратора подтвердить домен вашего адреса.
sso-refused-ticket_invalid = Прошло слишком много времени, или начали не здесь
sso-refused-ticket_invalid-detail = На это есть десять минут, и вернуться нужно в том же браузере. Начните снова.
sso-refused-crm_suspended = Эта CRM приостановлена
sso-refused-crm_suspended-detail = Её владелец может возобновить работу.
sso-refused-crm_scheduled_for_deletion = Эту CRM запланировано удалить
sso-refused-crm_scheduled_for_deletion-detail = Её владелец ещё может отменить это на портале.
sso-refused-rate_limited = Слишком много попыток
sso-refused-rate_limited-detail = Подождите минуту и попробуйте ещё раз.
sso-refused-other = Не удалось войти
sso-refused-other-detail = Попробуйте ещё раз. Если не получится, передайте пометку тому, кто ведёт этот сервер.
sso-done-connected = Подключено
sso-done-connected-detail = Теперь вы можете входить и так. Об этом вам придёт письмо.
sso-done-proved = Подтверждено
sso-done-proved-detail = Сделайте то, что хотели. 15 минут вас больше не будут спрашивать.
links = Связанные входы
links-lead = Единый вход, который вас узнаёт. То, что вы отключите, больше вас не впустит.
links-none = Единый вход здесь не настроен. Это делают администраторы в настройках.
links-none-here = На этом сервере нет единого входа для учётных записей. Его настраивает тот, кто ведёт сервер.
link-since = подключено { $date }
link-not-yet = Не подключено
link-add = Подключить
link-add-of = Подключить { $provider }
link-remove = Отключить
link-remove-of = Отключить { $provider }
link-removed = { $provider }: отключено.
link-again = Подключить снова

code-by-passkey = Воспользоваться ключом доступа
passkeys = Ключи доступа
passkeys-lead = Входите по отпечатку пальца, лицу, блокировке экрана или ключу безопасности, без пароля и кода.
passkeys-not-here = В этом браузере нет ключей доступа, или у этого сервера нет имени, для которого они могли бы быть.
passkeys-full = У вас столько ключей доступа, сколько может быть у одного человека. Удалите тот, которым больше не пользуетесь.
passkey-add = Добавить ключ доступа
passkey-added = Отныне ключ доступа «{ $passkey }» впускает вас.
passkey-not-made = Ключ доступа не создан.
passkey-known = На вашем устройстве уже есть ваш ключ доступа для этого места.
passkey-since = добавлен { $date }
passkey-unused = ещё не использован
passkey-rename = Назвать ключ доступа
passkey-rename-of = Переименовать { $passkey }
passkey-remove = Удалить
passkey-remove-of = Удалить { $passkey }
passkey-removed = Ключ доступа «{ $passkey }» больше никого не впускает.
passkey-sign-in = Войти ключом доступа
passkey-none = Ключом доступа не воспользовались
passkey-none-detail = Попробуйте ещё раз или выберите другой способ.

## Настройка

setup-title = Настройте свой сервер
setup-lead = Будут созданы ваша учётная запись и первая CRM.
setup-token = Код настройки
setup-token-hint = Сервер записал его в журнал при запуске. Код действует один раз, в течение получаса.
setup-create = Создать CRM
password-hint = { $count ->
    [one] Не менее { $count } символа. Лучше всего несколько слов, которые вы запомните.
   *[other] Не менее { $count } символов. Лучше всего несколько слов, которые вы запомните.
}
crm-name = Название CRM
crm-name-hint = Ваша компания или команда. Можно оставить пустым.

## Пароль

password-current = Текущий пароль
password-new = Новый пароль
password-repeat = Новый пароль ещё раз
password-change = Изменить пароль
passwords-differ = Пароли не совпадают.
password-changed = Пароль изменён
password-changed-detail = Все остальные ваши сеансы завершены.

## Регистрация

sign-up-link = Создать учётную запись
sign-up-title = Создайте учётную запись
sign-up-lead = Вместе с ней вы получите свою первую CRM.
sign-up-action = Создать учётную запись
sign-up-sent = Письмо на { $email } скажет, что дальше. Ссылка в нём действует сутки.
sign-up-closed = Здесь нельзя зарегистрироваться
sign-up-closed-detail = Попросите учётную запись у того, кто ведёт этот сервер.
sign-up-invite = Регистрация здесь — по ссылке
sign-up-invite-detail = Она для одного человека и действует семь дней. Попросите её у того, кто ведёт этот сервер.
sign-up-code = Реферальный код
sign-up-code-hint = Если кто-то его вам дал.
sign-up-sign-in = У меня есть учётная запись
sign-up-confirm-title = Подтвердите учётную запись
sign-up-confirm-lead = Одно нажатие — и ваша CRM готова.
sign-up-confirm-password = Вы регистрировались в другом браузере. Введите пароль, который выбрали там.
sign-up-again = Зарегистрироваться ещё раз

## Адрес электронной почты

email-lead = На неё приходят письма из этой CRM, и с ней вы входите.
email-lead-account = На неё приходят письма, и с ней вы входите. Ваши адреса в CRM останутся такими, как есть.
email-new = Новая электронная почта
email-change = Изменить почту
email-sent = В письме на { $email } есть ссылка, которая её подтверждает. До этого всё остаётся как есть.
email-no-mail = Письмо, которое подтверждает адрес, ждёт, пока сервер не сможет отправлять почту.
email-changed = Почта изменена
email-changed-detail = Отныне это { $email }.
email-confirm-title = Подтвердите новый адрес
email-confirm-lead = Вы будете входить с адресом, на который пришло это письмо. Сделайте это в браузере, в котором вы вошли; иначе сначала войдите и ещё раз откройте ссылку из письма.
email-confirmed = Отныне вы входите с ним.
email-undo-title = Оставьте себе свой адрес
email-undo-lead = Вашим останется или снова станет адрес, на который пришло это письмо. Все ваши сеансы завершатся.
email-undo-action = Оставить этот адрес
email-undone = Адрес остался вашим
email-undone-detail = Все ваши сеансы завершены. Если его меняли не вы, задайте сейчас новый пароль.

## Забытый пароль и приглашения

forgot-link = Забыли пароль?
forgot-title = Задать новый пароль
forgot-lead = На ваш адрес придёт письмо со ссылкой, если его здесь знают.
forgot-action = Отправить ссылку
forgot-sent = Проверьте почтовый ящик
forgot-sent-detail = Если адрес здесь знают, ссылка уже в пути. Она действует час.
forgot-no-mail = Этот сервер не может отправлять почту
forgot-no-mail-detail = Обратитесь к его оператору: он может дать ссылку.
back-to-sign-in = Назад ко входу
reset-title = Задать новый пароль
reset-action = Задать пароль
reset-done = Пароль задан
reset-done-detail = Все ваши сеансы завершены. Войдите с новым паролем.
reset-again = Попросить другую ссылку
invitation = Приглашение
invitation-title = Присоединиться к { $crm }
invitation-lead = { $inviter } приглашает { $email }. Ваша роль: { $role }.
invitation-join = Присоединиться с моей учётной записью
invitation-new-person = Или с отдельным паролем
invitation-accept = Присоединиться
first-name = Имя
last-name = Фамилия
username-optional = Имя пользователя (необязательно)
username-hint = От 3 до 30 строчных латинских букв, цифр и _. Если пусто, будет создано из адреса.

## Портал учётной записи

crms-title = Ваши CRM
crms-none = У вас пока нет CRM
crms-none-lead = Создайте CRM для своей команды или добавьте ту, в которой работаете, по коду из своего профиля в ней.
crm = CRM
balance = Баланс
balance-owner-only = Баланс видит только владелец
last-opened = Последний вход
enter = Войти
enter-crm = Войти: { $crm }
more-of-crm = Другие действия: { $crm }
delete-more = Удалить…
remove-more = Убрать из моего списка…
kept-owned = Вы владелец этой CRM: она остаётся в списке, пока её не удалят.
kept-only-password = Вы входите туда с паролем своей учётной записи: без него это невозможно.
delete-owner-only = Удалить эту CRM может только её владелец.
search-crms = Поиск по названию или адресу
search-none = Нет CRM по запросу «{ $text }».
scheduled-title = Запланировано удаление
deleted-in = До удаления: { $time }
deleting-now = Удаляется
cancel-deletion = Отменить удаление
cancel-deletion-of = Отменить удаление: { $crm }
create-crm = Создать новую CRM
create-crm-action = Создать CRM
create-name-hint = Ваша компания или команда.
create-slug = Адрес (необязательно)
create-slug-hint = Например, { $example }. Если оставить пустым, он будет составлен из названия.
create-slug-preview = Будет { $address }
created = CRM готова: { $crm }.
add-crm = Добавить существующую CRM
add-crm-lead = Откройте эту CRM в другой вкладке, перейдите в «Мой профиль», «Подключение к учётной записи» и получите там код. Это окно останется открытым.
add-crm-hint = 12 букв и цифр, например K7QM-3XWD-90TB. Дефисы и заглавные буквы не имеют значения.
add-crm-action = Добавить CRM
added = CRM теперь в вашем списке: { $crm }.
delete-title = Удалить { $crm }?
loss-users = { $count ->
    [one] { $count } человек сразу потеряет доступ.
    [few] { $count } человека сразу потеряют доступ.
   *[other] { $count } человек сразу потеряют доступ.
}
loss-balance = Баланс: { $balance }. Положительный остаток перейдёт в ваш кошелёк.
loss-delay = { $days ->
    [one] Через { $days } день все данные будут удалены навсегда. До этого удаление можно отменить.
    [few] Через { $days } дня все данные будут удалены навсегда. До этого удаление можно отменить.
   *[other] Через { $days } дней все данные будут удалены навсегда. До этого удаление можно отменить.
}
loss-backups = Резервные копии оператора сервера могут хранить их дольше.
delete-type-name = Введите «{ $crm }», чтобы подтвердить
delete-action = Удалить CRM
deletion-scheduled = Удаление запланировано: { $crm }.
deletion-cancelled = Удаление отменено: { $crm }.
remove-title = Убрать { $crm } из списка?
remove-lead = Вы останетесь пользователем этой CRM и будете входить по её адресу. Чтобы вернуть её в список, нужен новый код из неё.
remove-action = Убрать из списка
removed = Убрано из списка: { $crm }.
account-name-in-crms = Называть меня так и в моих CRM
account-language-hint = Писем к вам.
account-zone-hint = CRM, которые вы создаёте.
account-settings = Настройки учётной записи
back-to-crms = Назад к моим CRM

## Закрытие учётной записи

close-account = Закрыть учётную запись
close-account-about = Ваша учётная запись будет закрыта сразу. В течение { $days } дней её вернёт ссылка в письме; после этого от вас ничего не останется.
close-account-more = Закрыть учётную запись…
close-account-not-yet = Вашу учётную запись пока нельзя закрыть:
close-account-operator = Вы ведёте с ней этот сервер.
close-account-owned = Вам принадлежит { $crm }. Сначала удалите её и подождите, пока её не станет окончательно.
close-account-debt = В вашем кошельке долг: { $balance }.
close-account-title = Закрыть вашу учётную запись?
close-account-kept = В течение { $days } дней письмо может её вернуть. После этого от вас ничего не останется.
close-account-sessions = Вы выйдете из портала и из всех CRM своего списка, из которого они исчезнут.
close-account-password = { $crm }: вы входили туда с паролем этой учётной записи. Письмо позволит задать отдельный.
close-account-give-up = Я отказываюсь от того, что есть в моём кошельке: { $balance }
close-account-action = Закрыть учётную запись
reopen-title = Верните свою учётную запись
reopen-lead = Вашу учётную запись снова будет открывать пароль, который у неё был. CRM, исчезнувшие из вашего списка, сами не вернутся.
reopen-action = Вернуть
reopened = Ваша учётная запись возвращена
reopened-detail = Входите, как раньше. Если её закрыли не вы, задайте сейчас новый пароль.

## Главная страница

sign-out = Выйти
signed-in-to = Вы вошли: { $crm }
home-lead = Таким вас видят коллеги.
my-profile = Мой профиль
title = Должность
username-new = Новое имя пользователя
username-rules = От 3 до 30 строчных латинских букв, цифр и _. Прежнее остаётся за вами ещё 30 дней.
username-change = Изменить имя пользователя
username-free = Свободны:
profile-saved = Сохранено.
username-changed = Теперь вы @{ $username }.
photo = Фото
photo-choose = Выбрать фото
photo-hint = JPEG, PNG, WebP или GIF, не больше 10 МБ. Его можно и перетащить сюда.
photo-sending = Фото отправляется…
photo-remove = Удалить фото
photo-changed = Ваше фото изменено.
photo-removed = Ваше фото удалено.
photo-too-large = Этот файл слишком большой. Выберите не больше 10 МБ.
connect-title = Подключение к учётной записи
connect-lead = По коду эта CRM попадёт в список вашей учётной записи: получите код здесь и введите его там в окне «Добавить существующую CRM».
connect-owner = Вы владелец этой CRM: она есть в списке вашей учётной записи.
account = Учётная запись
account-since = Подключена
disconnect-more = Отключить…
disconnect-first = Чтобы отключить её, сначала задайте собственный пароль.
disconnect-title = Отключить учётную запись?
disconnect-lead = Эта CRM исчезнет из списка { $account }. Вы останетесь здесь пользователем; чтобы вернуть её, нужен новый код.
disconnect-action = Отключить
account-link-undo-title = Разорвите связь с учётной записью
account-link-undo-lead = Учётная запись больше никого не впустит вместо вас, и её пароль здесь не будет действовать. Всё, что было задано с тех пор, исчезнет, а все ваши сеансы завершатся.
account-link-undo-action = Разорвать связь
account-link-undone = Связь разорвана
account-link-undone-detail = Все ваши сеансы завершены. Задайте сейчас новый пароль.
password-of-account = Это пароль вашей учётной записи
password-of-account-detail = Изменение здесь меняет его для { $account } и каждой CRM, которую он открывает.
own-password-more = Взять собственный пароль…
own-password-title = Возьмите собственный пароль
own-password-lead = Он открывает только эту CRM. Пароль учётной записи остаётся прежним, но для входа в эту CRM больше не действует; переход с портала действует по-прежнему.
account-password-more = Взять пароль учётной записи…
account-password-title = Взять пароль учётной записи?
account-password-lead = Пароль и второй фактор, которые есть у вас в этой CRM, будут стёрты, а другие ваши сеансы здесь завершены. С этого момента действуют те, что есть у учётной записи.
account-password-action = Взять
code-get = Получить код
code-renew = Обновить
code-left = Действует один раз, ещё { $time }
code-over = Срок действия кода истёк. Получите новый.
copy = Скопировать
copied = Скопировано
copy-refused = Выделите текст и скопируйте его.
download = Скачать
print = Печатать

## Второй фактор

factor = Двухфакторный вход
factor-lead = Кроме пароля спрашивается код из приложения на вашем телефоне.
factor-none = Выключен. Кто узнает ваш пароль, сможет войти.
factor-on = Включён с { $date }.
factor-on-now = Двухфакторный вход включён
factor-of-account = Это фактор вашей учётной записи
factor-of-account-detail = Вы входите сюда с паролем учётной записи. Изменения действуют для неё и для каждой CRM, которую вы ею открываете.
factor-set-up = Настроить
factor-other-app = Перенести в другое приложение
factor-off-more = Выключить…
factor-off-title = Выключить двухфакторный вход?
factor-off-lead = Достаточно будет одного пароля. Коды восстановления перестанут действовать, а другие ваши сеансы завершатся.
factor-off-action = Выключить
factor-scan = Отсканируйте это приложением-аутентификатором
factor-qr = QR-код секрета
factor-by-hand = Если не можете отсканировать, введите этот секрет в приложение:
factor-secret = Секрет
factor-open-app = Открыть приложение на этом устройстве
factor-confirm = Включить
recovery-codes = Коды восстановления
recovery-lead = Каждый из этих кодов один раз впустит вас без приложения. Больше они не будут показаны: храните их там, где держите важное, не только в телефоне с приложением.
recovery-of = Коды восстановления { $login } на { $host }
recovery-file = kody-vosstanovleniya
recovery-saved = Коды сохранены
recovery-finish = Завершить
recovery-renew = Новые коды восстановления
recovery-new-now = Старые коды восстановления больше не действуют
recovery-left = { $count ->
    [one] Остался { $count } код восстановления.
    [few] Осталось { $count } кода восстановления.
   *[other] Осталось { $count } кодов восстановления.
}
recovery-few = { $count ->
    [0] Кодов восстановления не осталось
    [one] Остался лишь { $count } код восстановления
   *[other] Осталось лишь { $count } кода восстановления
}
recovery-few-detail = Создайте новые, иначе без приложения вы не войдёте.

## Второй фактор, которого требует CRM

demand-of = Двухфакторный вход · { $crm }
demand-title = Настройте двухфакторный вход
demand-due = Настройте двухфакторный вход до: { $date }
demand-due-detail = Этого требует { $crm }. Потом, пока он не настроен, вы не сможете делать там ничего другого.
demand-over = { $crm } требует двухфакторного входа
demand-over-detail = Срок настройки прошёл: { $date }. Пока вы этого не сделаете, здесь не откроется ничего другого.
demand-go = Настроить сейчас
settings = Настройки
settings-of = Настройки · { $crm }
settings-lead = Что действует для всех в { $crm }.
settings-admins-only = Это видят и меняют только владелец и администраторы.
general = Общие
general-lead = Как она называется для всех и где её найти.
crm-language = Язык
crm-language-hint = Людей, которые приходят через единый вход. Дальше у каждого свой.
crm-zone = Часовой пояс
crm-zone-hint = Периодов, за которые взимается плата, и дат в письмах. Кроме того, у каждого свой.
crm-address = Адрес
crm-address-owner = Адрес меняет только владелец.
crm-address-stays = Адрес недавно изменён. Снова изменить его можно с: { $date }.
crm-address-new = Новый адрес
crm-address-hint = От 3 до 40 строчных латинских букв, цифр и дефисов. Прежний ведёт сюда 90 дней; изменить адрес можно раз в 30 дней.
crm-address-change = Изменить адрес
policy-lead = Спрашивать ли, кроме пароля, код из приложения.
policy-now = Сейчас: { $policy }
policy-who = Кто должен его иметь
policy-optional = Кто захочет
policy-about-optional = Никто не обязан.
policy-required_for_admins = Владелец и администраторы
policy-about-required_for_admins = { $count ->
    [one] { $count } человек обязан.
    [few] { $count } человека обязаны.
   *[other] { $count } человек обязаны.
}
policy-required = Все
policy-about-required = { $count ->
    [one] { $count } человек обязан.
    [few] { $count } человека обязаны.
   *[other] { $count } человек обязаны.
}
policy-trust = Устройствам можно доверять 30 дней
policy-grace = У кого его ещё нет, получит неделю
policy-grace-detail = Дата видна на каждой странице. Потом, пока он не настроен, ничего другого не откроется, и вам тоже.
policy-distrust = Ни одному устройству больше не доверяют
policy-distrust-detail = Код будут спрашивать при каждом входе.
policy-saved = Сохранено
policy-saved-detail = Действует с этого момента.

## Единый вход в настройках

sso = Единый вход
sso-lead = Люди входят тем, что им дала ваша компания, через OpenID Connect.
sso-none = Пока ничего нет. Подойдёт Microsoft Entra, Google, Okta, Keycloak и почти всё остальное.
sso-add = Добавить провайдера
sso-add-lead = Сначала создайте у своего провайдера клиента для этой CRM: веб-приложение. Укажите ему этот адрес, а затем впишите то, что он скажет вам.
sso-change-title = Изменить провайдера
sso-label = Название на кнопке
sso-label-hint = Люди увидят: { $button }
sso-label-example = учётную запись Acme
sso-issuer = Издатель (issuer)
sso-issuer-hint = Начинается с https://, точно так, как пишет провайдер. Позже его не изменить.
sso-issuer-unreadable = Сервер не смог прочитать там описание провайдера. Проверьте адрес буква за буквой, в том числе есть ли косая черта в конце.
sso-client-id = Идентификатор клиента
sso-secret = Секрет клиента (необязательно)
sso-secret-hint = Хранится запечатанным и больше никогда не показывается.
sso-secret-kept = Он есть, и его никогда не показывают. Пустое поле оставляет его.
sso-secret-drop = Убрать секрет
sso-domains = Домены
sso-domains-field = Домены ваших адресов (необязательно)
sso-domains-hint = Например, acme.example. Когда вы их подтвердите, людям с таким адресом не придётся ничего подключать самим.
sso-jit = У кого адрес подтверждённого домена, тот становится участником
sso-satisfies = Не запрашивать код, если второй фактор запросил провайдер
sso-acr = Его слова для второго фактора (необязательно)
sso-acr-hint = Значения «acr» через пробел. Обычные значения «amr» известны: mfa, otp, hwk.
sso-added = { $provider }: добавлено. Испытайте, а затем включите.
sso-changed = Сохранено.
sso-on = Включён
sso-off = Выключен
sso-required = Обязательный
sso-linked = Подключили { $count } из { $all }
sso-more = Больше о { $provider }
sso-try = Испытать
sso-change-more = Изменить…
sso-turn-on = Включить
sso-turn-off = Выключить
sso-turned-on = { $provider } теперь на странице входа.
sso-turned-off = { $provider }: выключено, так никто не войдёт. Сеансы продолжаются.
sso-taken-back = Отменено.
sso-require-more = Сделать обязательным…
sso-allow = Снова разрешить пароли
sso-allowed = Пароли снова действуют рядом с { $provider }.
sso-require-title = Требовать { $provider } от всех?
sso-require-lead = Пароли перестанут действовать для входа, в том числе пароли учётных записей, которые заходят в эту CRM. Начатые сеансы продолжатся.
sso-require-left = { $count ->
    [one] { $count } человек ещё не подключил
    [few] { $count } человека ещё не подключили
   *[other] { $count } человек ещё не подключили
}
sso-require-left-detail = Они войдут, только если их адрес принадлежит домену, который вы подтвердили.
sso-require-owner = Если провайдер не будет работать, владелец по-прежнему сможет войти с паролем и вторым фактором.
sso-require-action = Требовать
sso-require-refused = Никто не смог бы это отменить
sso-require-refused-detail = Сначала подключите его себе в «Моём профиле», или пусть владелец настроит второй фактор.
sso-required-now = { $provider } теперь обязателен.
sso-owner-out = У владельца нет второго фактора
sso-owner-out-detail = С ним владелец войдёт с паролем, если провайдер не будет работать. Без него, возможно, не войдёт никто.
sso-remove-more = Удалить…
sso-remove-title = Удалить { $provider }?
sso-remove-lead = { $count ->
    [0] Его никто не подключил.
    [one] Его подключил { $count } человек, и он больше его не узнает, даже если вы добавите его снова.
    [few] Его подключили { $count } человека, и он больше их не узнает, даже если вы добавите его снова.
   *[other] Его подключили { $count } человек, и он больше их не узнает, даже если вы добавите его снова.
}
sso-remove-instead = Выключенный, он тоже никого не впускает, и ничего не теряется.
sso-remove-action = Удалить
sso-removed = { $provider }: удалено.
sso-tried = Работает
sso-trial-opens = Он вас знает: вы бы вошли.
sso-trial-connects = Ваш адрес проверен, а его домен подтверждён: вас бы подключили и впустили.
sso-trial-joins = Ваш адрес проверен, а его домен подтверждён: тот, кем вы вошли, стал бы участником.
sso-trial-needs_connection = У кого-то здесь этот адрес, но его домен не подтверждён: человек один раз подключит его сам в «Моём профиле».
sso-trial-nobody = Того, кем вы вошли, здесь нет. Люди подключают его в «Моём профиле», или вы подтверждаете домен их адресов.
sso-trial-unverified = Но он не говорит, что ваш адрес проверен, так что люди должны подключить его сами в «Моём профиле».
sso-tried-failed = Не получилось
sso-tried-failed-detail = Вход отменили, или ответ был неверным. Проверьте идентификатор клиента, секрет и адрес возврата у провайдера. Причина есть в журнале аудита под этой пометкой.
sso-tried-late = Это длилось дольше десяти минут или закончилось в другом сеансе. Попробуйте ещё раз.
sso-proven = подтверждён { $time }
sso-not-proven = ещё не подтверждён
sso-record = Создайте TXT-запись с этим именем
sso-value = и этим значением
sso-check = Проверить сейчас
sso-check-lead = Новую запись может быть видно только через час. Оставьте её: домен, записи которого нет, после следующей проверки уже не подтверждён.
sso-proof-found = Все домены подтверждены.
sso-proof-missing = { $count ->
    [one] Запись { $count } домена не найдена.
   *[other] Записи { $count } доменов не найдены.
}
sso-tell = Что нужно указать провайдеру
sso-redirect-uri = Адрес возврата (redirect URI)
sso-backchannel-uri = Back-channel logout URI, если он такое умеет
sso-after-sign-out-uri = Post-logout redirect URI, если он такое умеет
copy-of = Скопировать: { $what }

## Сеансы

sessions = Сеансы и устройства
sessions-lead = Где вы вошли. Завершите незнакомые сеансы, а затем смените пароль.
session-this = Этот
session-unknown = Неизвестное устройство
session-by-password = по паролю
session-by-portal = из портала учётной записи
session-by-qr = по QR-коду
session-by-sso = через единый вход
session-by-passkey = ключом доступа
session-with-factor = со вторым фактором
session-last-seen = последний раз { $time }
session-first-seen = вход { $time }
session-rename = Назовите это устройство
session-rename-of = Переименовать: { $device }
session-device = Название
session-device-hint = Например, «Ноутбук дома». Если пусто, показывается название браузера или программы.
session-end = Завершить
session-end-of = Завершить сеанс: { $device }
session-ended = Сеанс завершён: { $device }.
sessions-end-others = Завершить все остальные
sessions-others-ended = Все остальные ваши сеансы завершены.
sessions-end-all = Выйти везде
sessions-at-crms = В ваших CRM
sessions-count = { $count ->
    [one] { $count } сеанс
    [few] { $count } сеанса
   *[other] { $count } сеансов
}
rename = Переименовать
save = Сохранить

## Сотрудники

staff = Сотрудники
staff-of = Сотрудники · { $crm }
staff-lead = Все, кто есть в { $crm }.
staff-alone = Пока вы здесь в одиночестве. Кого вы пригласите, тот получит письмо со ссылкой и присоединится с собственным паролем.
status = Доступ
status-active = Есть доступ
status-deactivated = Без доступа
status-invited = Есть приглашение
you = Вы
search-staff = Поиск по имени или почте
search-nobody = Нет никого, кто подходит под запрос «{ $text }».
more-of-person = Другие действия: { $name }
role-more = Изменить роль…
role-title = Роль: { $name }
role-now = Роль сейчас: { $role }
role-change = Изменить роль
role-changed = Теперь другая роль: { $name }, { $role }.
role-about-admin = Настройки, сотрудники, все записи.
role-about-member = Записи и собственный профиль.
role-about-viewer = Видит записи, изменяет только собственный профиль.
deactivate = Забрать доступ
reactivate = Вернуть доступ
deactivated = Больше не может войти: { $name }.
reactivated = Снова может войти: { $name }.
reset-factor-more = Убрать второй фактор…
reset-factor-title = Убрать второй фактор: { $name }?
reset-factor-password = Пока не настроен другой, для входа хватит одного пароля. Убедитесь, что просит действительно этот человек.
reset-factor-sessions = Все сеансы этого человека сразу завершатся, а коды восстановления перестанут действовать.
reset-factor-told = Об этом придёт письмо.
reset-factor-action = Убрать второй фактор
reset-factor-done = Второй фактор убран, все сеансы завершены: { $name }.
end-sessions-more = Завершить все сеансы…
end-sessions-title = Завершить все сеансы: { $name }?
end-sessions-again = Человек сразу выйдет везде, и ему придётся войти снова. Несохранённое будет потеряно.
end-sessions-trust = Ни одному его устройству больше не доверяют: у кого есть второй фактор, у того спросят код.
end-sessions-action = Завершить все сеансы
end-sessions-done = Все сеансы завершены: { $name }.
delete-user-more = Удалить…
delete-user-title = Удалить навсегда: { $name }?
delete-user-personal = Имя, адрес, телефон, фото, пароль и второй фактор будут стёрты, и вернуть их нельзя.
delete-user-deeds = Сделанное этим человеком останется как сделанное бывшим пользователем.
delete-user-username = Его имя пользователя никогда не достанется никому другому. Его адрес можно пригласить снова.
delete-user-action = Удалить навсегда
delete-user-done = Удалено: { $name }.
invite = Пригласить людей
invite-action = { $count ->
    [0] Отправить приглашения
    [one] Отправить { $count } приглашение
    [few] Отправить { $count } приглашения
   *[other] Отправить { $count } приглашений
}
invite-addresses = Адреса электронной почты
invite-hint = Не больше { $count }, в строках или через запятую. Можно вставить список.
invite-count = { $count ->
    [one] { $count } адрес
    [few] { $count } адреса
   *[other] { $count } адресов
}
invite-too-many = Не больше { $count } за один раз. Оставьте остальные на потом.
invite-leave-out = { $count ->
    [one] Пропустить его
   *[other] Пропустить эти { $count }
}
invited = { $count ->
    [one] { $count } приглашение уже в пути.
    [few] { $count } приглашения уже в пути.
   *[other] { $count } приглашений уже в пути.
}
invited-waits = { $count ->
    [one] { $count } приглашение ждёт отправки.
    [few] { $count } приглашения ждут отправки.
   *[other] { $count } приглашений ждут отправки.
}
invitations-open = Открытые приглашения
invitations-wait = Приглашения ждут здесь, пока оператор не настроит отправку почты.
invitation-sent-at = отправлено { $time }
invitation-life = действует ещё { $time }
invitation-over = срок действия истёк
invitation-sent = Отправляем ещё одно письмо: { $email }. Ссылка в предыдущем больше не действует.
invitation-revoked = Приглашение больше не действует: { $email }.
invite-again = Пригласить снова
resend = Отправить снова
resend-to = Отправить снова: { $email }
revoke = Отозвать
revoke-of = Отозвать приглашение: { $email }

## Здесь ничего нет

not-found-title = Здесь ничего нет
not-found-lead = Возможно, в адресе ошибка или то, что здесь было, удалено.
not-found-go = Перейти ко входу

## Балансы и действия оператора

crms = CRM
balance-lead = Стоимость ваших CRM списывается с их балансов. Деньги из кошелька можно перевести любой CRM, которая принадлежит вам.
balances = Балансы
wallet = Кошелёк
wallet-own = Ваш кошелёк
pays-next = Следующая оплата
standing-low = Заканчивается
standing-overdue = Просрочено
transfer = Перевести
transfer-to = Перевести: { $crm }
transfer-there-is = В вашем кошельке { $balance }.
transferred = Деньги уже на балансе { $crm }.
amount = Сумма ({ $currency })
amount-wrong = Введите сумму больше нуля, например 12,50.
history = История
entry-kind = Что это было
entry-all = Всё
entry-opening = Открытие
entry-top_up = Пополнение
entry-charge = Оплата
entry-refund = Возврат
entry-adjustment = Исправление
entry-transfer_in = Входящий перевод
entry-transfer_out = Исходящий перевод
entry-referral_reward = Вознаграждение за рекомендацию
entry-referral_reversal = Отменённое вознаграждение за рекомендацию
entry-payout = Выплата
entry-balance_returned = Баланс удалённой CRM
entries-from = С
entries-to = По
entries-csv = Скачать CSV
entries-none = По этому балансу движения не было.
entry-at = Когда
entry-note = Примечание
entry-amount = Сумма
show-more = Показать ещё
operator = Сервер
operator-only = Эти страницы — для того, кто управляет сервером.
top-up-title = Поступившие деньги
top-up-lead = Добавляет к балансу CRM или к кошельку учётной записи. Записанное в книге там и остаётся.
top-up-payee = CRM или учётная запись
top-up-payee-hint = Последняя часть адреса CRM или адрес почты учётной записи.
top-up-reference = Номер счёта или платежа
top-up-reference-hint = Для одной CRM или учётной записи номер учитывается один раз.
top-up = Добавить
top-up-posted = Записано
top-up-done = Теперь баланс: { $balance }.
jobs = Неудавшиеся задания
jobs-lead = То, что сервер делает сам, он пробует восемь раз. Здесь то, что так и не удалось.
jobs-none = Всё удалось.
job-kind = Задание
job-error = Почему не удалось
job-again = Выполнить снова: { $kind }
job-waits = { $kind } ждёт своей очереди.
run-again = Выполнить снова
open-payouts-lead = Вознаграждения, которые владельцы хотят получить. Деньги уже списаны с их кошельков: вы отправляете их и отмечаете это здесь.
open-payouts-none = Выплаты никто не ждёт.
payout-pay = Отправлено
payout-pay-to = Отправлено: { $amount }, { $email }
payout-reject = Отклонить
payout-reject-to = Отклонить: { $amount }, { $email }
payout-decide-paid = { $amount } отправлено?
payout-decide-paid-lead = { $email } получит письмо с номером перевода. Отменить это нельзя.
payout-decide-rejected = Отклонить { $amount }?
payout-decide-rejected-lead = Деньги вернутся в кошелёк { $email }, и туда придёт письмо с вашей причиной.
payout-reference-paid = Номер перевода
payout-reference-rejected = Причина
payout-reference-hint = Это прочитает владелец учётной записи.
payout-noted-paid = Отмечено как отправленное: { $amount }, { $email }.
payout-noted-rejected = { $amount } снова в кошельке { $email }.
payout-decided = Это уже решено раньше.
operator-overview = К делам
find = Найти
crms-all = CRM на этом сервере
crms-all-lead = Только снаружи: что внутри CRM, видят лишь её сотрудники.
crms-search = Название, адрес или владелец
crms-found-none = Ни одна CRM не подходит.
crm-users = Пользователи
crm-purging = Удаляется
balance-of = { $balance }: баланс { $crm }
balances-all-lead = Баланс любой CRM и кошелёк любой учётной записи. Записи остаются в книге; ошибку исправляет ещё одна запись.
entry-of = { $kind }, { $amount }
refund = Вернуть
refund-of = Вернуть: { $entry }
refund-title = Вернуть { $amount }?
refund-lead = Вся оплата вернётся на баланс CRM. Вознаграждение, которое она принесла, будет отменено.
refunded = Оплата возвращена.
correct = Исправить
correct-of = Исправить: { $entry }
correct-title = Исправление записи
correct-lead = Запись остаётся. Добавляется ещё одна, которая на неё ссылается.
correct-way = Что будет с балансом
correct-add = Добавить
correct-add-about = Добавлено слишком мало или списано слишком много.
correct-take = Отнять
correct-take-about = Добавлено слишком много. После этого баланс может быть отрицательным.
correct-note = Причина
correct-note-hint = Её видят все, кто читает историю.
corrected = Исправление записано в книгу.
letters = Письма, которые не уходят
letters-lead = Содержание писем здесь никогда не показывается.
letters-counts = Не удалось: { $failed }, ждут: { $waiting }.
letters-none = Ни одно письмо не ждёт.
letter-to = Кому
letter-kind = Письмо
letter-state = Состояние
letter-state-failed = Не удалось, попыток больше не будет
letter-state-waiting = Скоро будет ещё попытка
letter-state-no_transport = У сервера нет способа отправлять почту
letter-again = Отправить снова: { $email }
letter-sent-again = Письмо для { $email } отправляется снова.
settings-server-lead = С этим сервер запущен. Меняется в файле конфигурации, переменных среды или командной строке и действует со следующего запуска; «ninefold-server config show» показывает, откуда что взято.
setting-sign-up = Регистрация
setting-sign-up-open = Для всех
setting-sign-up-invite = Для тех, у кого есть ваша ссылка
setting-sign-up-closed = Ни для кого
setting-mail = Почта
setting-sent = Отправляется
setting-not-sent = Нет способа отправлять
setting-price = Цена за пользователя на 30 дней
setting-free = Бесплатно
setting-trial = Пробный период
setting-grace = Открыта с долгом
setting-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
    [many] { $count } дней
   *[other] { $count } дня
}
setting-on = Да
setting-off = Нет
setting-rules = Версия правил
setting-share = Доля оплаты
setting-percent = { $percent } %
setting-months = Месяцев с вознаграждениями
setting-attribution = Посещение действует
setting-hold = Вознаграждения удерживаются
setting-minimum = Наименьшая выплата

## Реферальная программа

referral = Реферальная программа
referral-lead = Посоветуйте этот сервис и получайте долю того, что платят те, кто пришёл по вашей ссылке.
referral-banner = Посоветуйте этот сервис другим и получайте долю того, что они платят.
referral-more = Подробнее
referral-rules = Правила
referral-rule-share = Вы получаете { $percent } % от каждой оплаты CRM, владелец которой зарегистрировался по вашей ссылке или с вашим кодом, в течение стольких месяцев от первой оплаты: { $months }.
referral-rule-first = Учитывается первая ссылка, по которой человек перешёл, если он зарегистрировался за столько дней: { $days }. Это решается один раз.
referral-rule-excluded = Ваши собственные учётные записи и люди, чей адрес здесь уже известен, ничего не приносят.
referral-rule-hold = Вознаграждение появляется в кошельке через столько дней после оплаты, когда она внесена: { $days }. Если оплата возвращена, вознаграждение будет снято, даже если кошелёк станет из-за этого отрицательным.
referral-rule-use = Заработанное можно перевести своей CRM или попросить выплатить, если это { $minimum } или больше.
referral-rule-leave = Вы можете прекратить участие когда угодно: ссылка больше не будет учитываться, а те, кого вы привели, будут приносить вознаграждения и дальше.
referral-version = Версия { $version }.
referral-accepted = Вы приняли версию { $version }: { $at }.
referral-accept = Правила прочитаны, я их принимаю
referral-activate = Включить реферальную программу
referral-activated = Вы участвуете, и ваша ссылка учитывается.
referral-changed = Правила изменились
referral-changed-detail = Пока вы их не примете, новых вознаграждений не будет. Заработанное остаётся вашим.
referral-link-title = Ваша ссылка
referral-link-lead = Отправьте её тем, кому этот сервис может пригодиться. Код — для тех, кто регистрируется без ссылки.
referral-link = Ссылка
referral-code = Код
referral-leave = Прекратить участие
referral-leave-title = Прекратить участие?
referral-leave-lead = Ваша ссылка больше не будет учитываться. Люди, которые по ней пришли, будут приносить вознаграждения и дальше; начать снова можно с той же ссылкой.
referral-left = Вы больше не участвуете.
referral-people = Рефералы
referral-people-none = По вашей ссылке ещё никто не зарегистрировался.
referral-signed-up = Регистрация
referral-paid = Заплачено
referral-reward = Ваше вознаграждение
referral-self = В вашем браузере: без вознаграждения
referral-gone = Учётной записи уже нет
referral-held = Удерживается
referral-payable = Можно выплатить
referral-statistics = Статистика
referral-period = Период
referral-days-30 = 30 дней
referral-days-90 = 90 дней
referral-days-366 = Год
referral-days-none = За эти дни ничего не произошло.
referral-day = День (UTC)
referral-clicks = Посещения
referral-sign-ups = Регистрации
referral-paying = Первые оплаты
rewards = Вознаграждения
rewards-none = Ни одна оплата ещё не принесла вознаграждения.
reward-state = Состояние
reward-held-until = Удерживается до { $at }
reward-state-available = В вашем кошельке
reward-state-cancelled = Отменено: оплата возвращена
reward-state-reversed = Снято: оплата возвращена
payouts = Выплаты
payouts-none = Вы ещё не просили о выплате.
payout-ask = Попросить о выплате
payout-least = От { $minimum }.
payout-lead = Деньги сразу уйдут из вашего кошелька. Оператор этого сервера отправит их и ответит вам письмом.
payout-between = От { $minimum } до { $most }.
payout-asked = Оператор получил ваш запрос.
payout-state-requested = Ожидает
payout-state-paid = Отправлено
payout-state-rejected = Отклонено: деньги снова в кошельке

secret-once = Он показан только в этот раз. Сохраните там, где никто другой не прочитает.
secret-kept = Сохранено
api-keys = Ключи API
api-keys-lead = По ключу программа обращается к этой CRM. Она не действует ни от чьего имени и не открывает ни профиля, ни портала.
keys-none = Ни у одной программы нет ключа.
key = Ключ
key-make = Создать ключ
key-name-hint = Для чего он.
key-scopes = Что он позволяет
key-scope-read = Читать
key-scope-webhooks = Управлять вебхуками
key-life = Действует
key-life-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[other] { $count } дней
}
key-life-ever = Пока не отзовут
key-made = Ключ { $key } создан
key-made-by = Автор: { $who }, { $date }
key-until = действует до { $date }
key-used = использован { $time }
key-unused = ещё не использован
key-revoke-more = Отозвать…
key-revoke-of = Отозвать… { $key }
key-revoke-title = Отозвать { $key }?
key-revoke-lead = Программы, у которых он есть, больше ничего не получат: сразу и навсегда.
key-revoke = Отозвать
key-revoked = { $key } больше ничего не открывает.

webhooks = Вебхуки
webhooks-lead = Адреса, которым сообщается, что здесь происходит, по Standard Webhooks.
webhooks-none = Никому не сообщается, что здесь происходит.
webhook-add = Добавить вебхук
webhook-change = Изменить вебхук
webhook-change-more = Изменить…
webhook-url = Адрес
webhook-url-hint = Начинается с https:// и доступен из Интернета.
webhook-types = О чём сообщается
webhook-told = { $count ->
    [one] { $count } вид событий
    [few] { $count } вида событий
   *[other] { $count } видов событий
}
webhook-state-on = Включён
webhook-state-off = Отключён
webhook-state-gone = Отключён: адрес больше ничего не хочет
webhook-state-failing = Отключён: пять дней ничего не принимал
webhook-failing = Ничего не принимает с { $at }
webhook-two-secrets = Подписывается обоими секретами до { $at }
webhook-test = Отправить пробу
webhook-test-sent = Проба отправлена.
webhook-turn-on = Включить
webhook-turn-off = Отключить
webhook-turned-on = Отныне сообщается, что происходит.
webhook-turned-off = Больше ничего не сообщается.
webhook-more = Ещё о { $url }
webhook-secret = Секрет
webhook-secret-title = Секрет вебхука
webhook-rotate-more = Новый секрет…
webhook-rotate = Создать новый секрет
webhook-rotate-title = Создать новый секрет?
webhook-rotate-lead = Сутки всё подписывается обоими, чтобы получатель успел перейти.
webhook-remove-more = Удалить…
webhook-remove = Удалить
webhook-remove-title = Удалить вебхук?
webhook-remove-lead = { $url } больше ничего не получит, а список отправленного исчезнет.
webhook-deliveries = Отправки
deliveries-none = Ещё ничего не отправлялось.
deliveries-renew = Обновить
delivery-waiting = ждёт
delivery-done = доставлено
delivery-failed = не удалось
delivery-attempts = { $count ->
    [one] { $count } попытка
    [few] { $count } попытки
   *[other] { $count } попыток
}
delivery-next = Следующая попытка { $at }
delivery-again = Отправить снова
delivery-details = Содержимое и ответ

exports = Экспорт
exports-lead = Всё из CRM в одном файле ZIP: каждый вид записей как CSV и как строки JSON. Паролей, ключей и других секретов в нём нет. Его можно скачать в течение трёх дней.
exports-none = Нет экспорта, который можно скачать.
export-ask = Создать экспорт
export-state-waiting = ждёт своей очереди
export-state-making = создаётся
export-state-ready = готов
export-state-failed = создать не удалось
export-until = до { $date }
export-of = Скачать: экспорт от { $date }
export-under-way = Экспорт создаётся. Тем временем эту страницу можно закрыть.
export-made = Экспорт готов.
export-more = Экспорт…
export-more-of = Экспорт… { $crm }
export-title = Экспорт { $crm }

## Журнал аудита

account-log = Журнал учётной записи
account-log-lead = Что сделано с вашей учётной записью, когда и кем. Записи исчезают сами через год, неудачные входы — через 60 дней.
account-log-open = Открыть журнал учётной записи
audit-log = Журнал аудита
audit-log-of = Журнал аудита · { $crm }
audit-log-lead = Что сделано в { $crm } и кем. Убрать из него никто ничего не может; записи исчезают сами после времени, заданного в настройках.
audit-lead = Что здесь сделано, когда и кем.
audit-open = Открыть журнал аудита
audit-kept = Хранить
audit-kept-hint = Более старое исчезает само и оставляет отметку, которая доказывает, что остальное цело. Неудачные входы хранятся 60 дней.
audit-by = Кто
audit-everybody = Все
audit-none = Ничего не подходит.
audit-whence = Откуда
audit-former = Бывший пользователь
audit-account = Кто-то с учётной записью
audit-key = Ключ «{ $name }»
audit-operator = Тот, кто ведёт сервер
audit-nobody = Сервер или кто-то неизвестный
audit-server = Сервер
audit-stranger = Кто-то неизвестный
audit-kind-2fa-codes_regenerated = Созданы новые коды восстановления
audit-kind-2fa-disabled = Второй фактор выключен
audit-kind-2fa-enabled = Второй фактор настроен
audit-kind-2fa-locked = Второй фактор заблокирован после неверных кодов
audit-kind-2fa-recovery_used = Использован код восстановления
audit-kind-2fa-reset = Второй фактор удалён у кого-то
audit-kind-2fa-rules_changed = Изменены правила двухфакторного входа
audit-kind-account_link-undone = Отменена связь с учётной записью
audit-kind-api_key-created = Создан ключ API
audit-kind-api_key-revoked = Отозван ключ API
audit-kind-audit-trimmed = Старые записи убраны после их времени
audit-kind-crm-address_changed = Изменён адрес CRM
audit-kind-crm-created = CRM создана
audit-kind-crm-deletion_cancelled = Удаление CRM отменено
audit-kind-crm-deletion_scheduled = Удаление CRM запланировано
audit-kind-crm-entered = Вход из портала учётной записи
audit-kind-crm-owner_changed = CRM передана другому владельцу
audit-kind-crm-suspended = CRM приостановлена
audit-kind-crm-updated = Изменены название или настройки CRM
audit-kind-device-registered = Устройство зарегистрировано
audit-kind-device-revoked = Устройство удалено
audit-kind-email-change_requested = Запрошена смена адреса e-mail
audit-kind-email-change_undone = Смена адреса e-mail отменена
audit-kind-email-changed = Адрес e-mail изменён
audit-kind-export-created = Запрошен экспорт
audit-kind-export-downloaded = Экспорт скачан
audit-kind-ledger-posted = Движение денег
audit-kind-membership-created = Связь с учётной записью создана
audit-kind-membership-removed = Связь с учётной записью удалена
audit-kind-passkey-added = Добавлен ключ доступа
audit-kind-passkey-removed = Удалён ключ доступа
audit-kind-password-changed = Пароль изменён
audit-kind-password-reset = Пароль сброшен
audit-kind-password-reset_link_made = Создана ссылка для нового пароля
audit-kind-password-reset_requested = Запрошен новый пароль
audit-kind-photo-changed = Фото изменено
audit-kind-profile-updated = Профиль изменён
audit-kind-qr-approved = Вход по QR-коду подтверждён
audit-kind-qr-denied = Вход по QR-коду отклонён
audit-kind-qr-requested = Запрошен вход по QR-коду
audit-kind-session-revoked = Сеансы завершены
audit-kind-sign_in-failed = Вход не удался
audit-kind-sign_in-succeeded = Вход выполнен
audit-kind-sign_out = Выход выполнен
audit-kind-sso-configured = Изменён единый вход
audit-kind-sso-linked = Единый вход подключён
audit-kind-sso-refused = Единый вход отклонён
audit-kind-sso-sign_in = Вход через единый вход
audit-kind-sso-unlinked = Единый вход отключён
audit-kind-user-deactivated = Человек деактивирован
audit-kind-user-deleted = Человек удалён
audit-kind-user-invitation_link_made = Создана ссылка приглашения
audit-kind-user-invitation_revoked = Приглашение отозвано
audit-kind-user-invited = Человек приглашён
audit-kind-user-joined = Человек присоединился
audit-kind-user-reactivated = Человек снова активирован
audit-kind-user-role_changed = Роль изменена
audit-kind-username-changed = Имя пользователя изменено
audit-kind-webhook-changed = Вебхук изменён
audit-kind-webhook-created = Вебхук добавлен
audit-kind-webhook-removed = Вебхук удалён
audit-kind-webhook-secret_rotated = Вебхук получил другой секрет
audit-kind-webhook-switched_off = Сервер выключил вебхук
audit-kind-account-closed = Учётная запись закрыта
audit-kind-account-created = Учётная запись создана
audit-kind-account-reopened = Учётная запись снова открыта
audit-kind-account-updated = Учётная запись изменена
audit-kind-crm-purged = CRM удалена навсегда
audit-kind-referral-activated = Реферальная программа включена
audit-kind-referral-attributed = Кто-то зарегистрировался по вашей ссылке
audit-kind-referral-deactivated = Реферальная программа выключена
audit-kind-referral-payout_paid = Выплата отправлена
audit-kind-referral-payout_rejected = В выплате отказано
audit-kind-referral-payout_requested = Запрошена выплата
audit-trimmed = { $count ->
    [one] { $count } запись
    [few] { $count } записи
    [many] { $count } записей
   *[other] { $count } записи
}
audit-reason-unknown_login = нет такого пользователя
audit-reason-not_active = не активен
audit-reason-wrong_password = неверный пароль
audit-reason-wrong_code = неверный код
audit-reason-wrong_number = неверное число
audit-reason-not_me = «Это не я»
audit-reason-step_up_failed = слишком много неверных подтверждений
audit-reason-signed_out_at_provider = выход у провайдера
