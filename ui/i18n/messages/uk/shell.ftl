# Повідомлення власних сторінок настільного клієнта.
# Тексти помилок, перевірок адрес, клавіш і сповіщень шукаються за кодом: error-<code>, probe-<code>, key-<action>, notice-<code>.

## Слова, що трапляються всюди

close = Закрити
cancel = Скасувати
dismiss = Прибрати
back-to-menu = Назад
undo = Повернути
typed-show = Показувати введене
typed-hide = Приховати введене
try-again = Спробувати ще раз
name-full = { $count ->
    [one] Назва має щонайбільше { $count } символ.
    [few] Назва має щонайбільше { $count } символи.
   *[other] Назва має щонайбільше { $count } символів.
}
account-state-adding = триває вхід
account-state-asleep = спить
account-state-disconnected = від’єднано
account-state-signed-out = вихід виконано
account-state-busy = вихід триває…
account-state-muted = без сповіщень
account-asks = має запитання
account-elsewhere = в іншому вікні
unread-count = { $count ->
    [one] { $count } непрочитане
    [few] { $count } непрочитані
   *[other] { $count } непрочитаних
}
unread-many = непрочитаних: { $text }
login-page-of = Вхід: { $label }

## Смуга

strip-name = Акаунти й навігація
strip-accounts = Відкриті акаунти
strip-all-accounts = Усі акаунти
strip-navigation = Навігація
strip-progress = Завантаження сторінки
strip-downloads = Завантаження
strip-downloads-running = { $count ->
    [one] Завантаження: триває { $count }
    [few] Завантаження: тривають { $count }
   *[other] Завантаження: триває { $count }
}
strip-profile = Меню акаунта: { $label }
strip-profile-none = Меню
strip-connection-secure = З’єднання: { $host }, зашифровано
strip-connection-loopback = З’єднання: { $host }, на цьому комп’ютері
strip-connection-insecure = З’єднання: { $host }, не зашифровано
strip-connection-unknown = З’єднання: { $host }, нічого не завантажено
strip-new-page = Нова сторінка

## Меню профілю та меню акаунтів

menu-name = Меню акаунта
menu-accounts = Акаунти
menu-filter = Фільтр акаунтів
menu-none-found = Жоден акаунт не відповідає запиту «{ $text }».
menu-more = Більше дій: { $label }
menu-account-name = { $label }: дії
menu-add-account = Додати акаунт
menu-add-crm = Додати іншу CRM…
menu-workspaces = Робочі простори
menu-settings = Налаштування
menu-approve = Підтвердити вхід
menu-approve-as = Підтвердити вхід як { $label }
menu-sign-out-of = Вийти з «{ $label }»
account-open = Відкрити
account-switch = Перейти
account-wake = Розбудити
account-disconnect = Від’єднати
account-sign-out = Вийти
account-delete = Видалити
account-delete-sign-out = Вийти на сервері й видалити
account-rename = Перейменувати…
account-look = Колір і зображення…
account-mute = Вимкнути сповіщення
account-new-window = Відкрити в новому вікні
account-move-here = Перенести в це вікно
account-zoom-in = Збільшити
account-zoom-out = Зменшити
account-zoom-reset = Звичайний масштаб
account-zoom-now = { $percent } %
account-sleep = Приспати
account-clear-cache = Очистити кеш
account-proxy = Проксі…
account-copy-address = Копіювати адресу
account-keys-to-page = Віддати сторінці всі клавіші
account-keep-session = Не виходити після перезапуску
workspaces-open-last = Відкрити знову те, що було відкрито ({ $count ->
    [one] { $count } акаунт
    [few] { $count } акаунти
   *[other] { $count } акаунтів
})
workspaces-none = Робочий простір запам’ятовує відкриті вікна, щоб потім відкрити їх разом за назвою.
workspaces-save = Зберегти відкриті вікна…
workspaces-save-title = Збереження відкритих вікон
workspaces-name = Назва
workspaces-save-do = Зберегти простір
workspaces-replace-do = Замінити простір
workspaces-open = { $count ->
    [one] { $name }, { $count } акаунт
    [few] { $name }, { $count } акаунти
   *[other] { $name }, { $count } акаунтів
}
workspaces-delete = Видалити робочий простір «{ $name }»
workspaces-undo = Повернути робочий простір «{ $name }»

## Зміна акаунта

edit-title = Зміна акаунта «{ $label }»
edit-label = Назва в Ninefold
edit-label-hint = Порожньо — назва, яку дає CRM.
edit-colour = Колір
edit-colour-own = Інший колір
colour-green = Зелений
colour-blue = Синій
colour-orange = Помаранчевий
colour-violet = Фіолетовий
colour-pink = Рожевий
colour-teal = Бірюзовий
colour-ochre = Вохристий
colour-red = Червоний
colour-olive = Оливковий
colour-indigo = Індиго
colour-purple = Пурпуровий
colour-grey = Сірий
edit-picture = Зображення
edit-picture-choose = Вибрати зображення…
edit-picture-remove = Показувати ініціали
edit-picture-crm = Показувати зображення з CRM
edit-picture-hint = PNG, JPEG або WebP. Перед збереженням його буде зменшено.
edit-picture-bad = Цей файл не вдалося прочитати як зображення. Виберіть файл PNG, JPEG або WebP.
edit-proxy = Проксі
edit-proxy-system = Як у системі
edit-proxy-direct = Без проксі
edit-proxy-own = Власний проксі
edit-proxy-address = Адреса проксі
edit-proxy-address-hint = Наприклад, http://proxy.example.com:3128 або socks5://127.0.0.1:1080. Ім’я та пароль буде запитано, коли вони знадобляться. Відкриту сторінку буде завантажено заново.
edit-proxy-save = Використовувати цей проксі
edit-save = Зберегти зміни

## Вибір акаунта на сторінці входу

picker-title = Ваші акаунти
picker-hide = Сховати до наступної сторінки входу

## Швидкий перехід

switcher-title = Перехід до акаунта
switcher-field = Знайти акаунт
switcher-placeholder = Назва, пошта, хост, сторінка; або 1–9
switcher-results = Акаунти
switcher-none = Жоден акаунт не відповідає запиту «{ $text }». Шукати можна за назвою, поштою, хостом і заголовком сторінки.
switcher-found = { $count ->
    [one] { $count } акаунт
    [few] { $count } акаунти
   *[other] { $count } акаунтів
}

## Пошук на сторінці

find-name = Пошук на сторінці
find-field = Знайти
find-next = Наступний збіг
find-previous = Попередній збіг
find-matches = { $count ->
    [0] Немає збігів
    [one] { $count } збіг
    [few] { $count } збіги
   *[other] { $count } збігів
}

## З’єднання

connection-title = З’єднання
connection-secure = Зашифроване, і сервер довів, що він — { $host }.
connection-loopback = Відповідає програма на цьому комп’ютері. Дані його не залишають.
connection-insecure = Не зашифроване. Інші в мережі можуть читати й змінювати те, що ви надсилаєте й бачите.
connection-unknown = Нічого не завантажено, тож про з’єднання нічого не відомо.
connection-address = Адреса
connection-account = Акаунт

## Завантаження

downloads-title = Завантаження
downloads-none = Від запуску програми нічого не завантажували.
downloads-running = Отримано { $size }
downloads-waiting = { $size }, чекає на вашу відповідь
downloads-percent = { $percent } %, { $size }
downloads-done = { $size }
downloads-failed = Обірвалося на { $size }. Почніть завантаження на сторінці знову.
downloads-unwritten = Не вдалося записати на диск, досі { $size }. Звільніть місце або виберіть іншу теку й почніть на сторінці знову.
downloads-cancelled = Скасовано
downloads-dangerous = Цей файл може запустити програму. Відкривайте його, лише якщо довіряєте джерелу.
downloads-open = Відкрити
downloads-open-anyway = Усе одно відкрити
downloads-show = Показати в теці
downloads-cancel = Скасувати завантаження { $file }

## Клавіші

keys-title = Клавіші й дії
keys-none = немає
keys-more = Змінити в налаштуваннях
key-switch-1 = Перейти до акаунта 1
key-switch-2 = Перейти до акаунта 2
key-switch-3 = Перейти до акаунта 3
key-switch-4 = Перейти до акаунта 4
key-switch-5 = Перейти до акаунта 5
key-switch-6 = Перейти до акаунта 6
key-switch-7 = Перейти до акаунта 7
key-switch-8 = Перейти до акаунта 8
key-switch-9 = Перейти до акаунта 9
key-switch-recent = Перейти до попереднього акаунта
key-switch-recent-back = Те саме у зворотному порядку
key-switcher = Знайти акаунт
key-add-account = Додати акаунт
key-new-window = Додати іншу CRM у новому вікні
key-close = Від’єднати поточний акаунт
key-quit = Вийти з Ninefold
key-reopen-closed = Знову відкрити щойно закритий акаунт
key-settings = Налаштування
key-profile-menu = Меню акаунта
key-find = Знайти на сторінці
key-find-next = Наступний збіг
key-find-previous = Попередній збіг
key-reload = Оновити
key-reload-hard = Оновити без кешу
key-stop = Зупинити завантаження
key-back = Назад
key-forward = Вперед
key-home = Головна сторінка CRM
key-zoom-in = Збільшити
key-zoom-out = Зменшити
key-zoom-reset = Звичайний масштаб
key-print = Друкувати
key-full-screen = На весь екран
key-focus-next-area = Між смугою, сторінкою та панеллю
key-help = Показати клавіші
key-downloads = Показати завантаження
key-sign-out = Вийти з поточного акаунта
key-delete = Видалити поточний акаунт
key-rename = Перейменувати поточний акаунт
key-mute = Вимкнути чи ввімкнути сповіщення
key-sleep = Приспати поточний акаунт
key-own-window = Поточний акаунт у власне вікно
key-copy-address = Копіювати адресу сторінки
key-clear-cache = Очистити кеш поточного акаунта

## Запитання сторінки

ask-permission-notifications = Дозволити сайту показувати сповіщення?
ask-permission-location = Дозволити сайту знати, де ви?
ask-permission-microphone = Дозволити сайту користуватися мікрофоном?
ask-permission-camera = Дозволити сайту користуватися камерою?
ask-permission-cameraAndMicrophone = Дозволити сайту користуватися камерою та мікрофоном?
ask-permission-screen = Дозволити сайту бачити ваш екран?
ask-permission-clipboard = Дозволити сайту читати буфер обміну?
ask-permission-manyFiles = Дозволити сайту зберегти багато файлів?
ask-permission-other = Дозволити сайту скористатися можливістю цього комп’ютера?
ask-allow = Дозволити
ask-block = Не дозволяти
ask-remember = Запам’ятати для цього сайту й акаунта
ask-silence = Більше не показувати запитань цієї сторінки
ask-alert = Повідомлення сторінки
ask-confirm = Сторінка запитує
ask-ok = OK
ask-answer-field = Відповідь
ask-window = у вікні «{ $title }»
ask-leave = Залишити цю сторінку?
ask-leave-text = Те, що ви на ній ввели, може не зберегтися.
ask-leave-do = Залишити сторінку
ask-leave-stay = Лишитися
ask-sign-in = Вхід на { $host }
ask-sign-in-realm = Сервер називає цю частину «{ $realm }».
ask-sign-in-retry = Сервер не прийняв це ім’я та пароль. Перевірте їх і спробуйте ще раз.
ask-sign-in-proxy = Проксі { $host } питає ім’я та пароль
ask-sign-in-proxy-realm = Він називає себе «{ $realm }».
ask-sign-in-proxy-retry = Проксі не прийняв це ім’я та пароль. Перевірте їх і спробуйте ще раз.
ask-sign-in-name = Ім’я
ask-sign-in-password = Пароль
ask-sign-in-do = Увійти
ask-other-site = Відкрити інший сайт?
ask-other-site-text = Ця адреса не належить до CRM.
ask-other-site-here = Відкрити тут
ask-other-site-browser = Відкрити в браузері
ask-launch = Відкрити іншою програмою?
ask-launch-do = Відкрити програму
ask-stop-downloads = Вийти, поки файли завантажуються?
ask-stop-downloads-text = { $files ->
    [one] { $files } файл ще не завантажено. Разом із Ninefold його завантаження припиниться, і доведеться починати спочатку.
    [few] { $files } файли ще не завантажено. Разом із Ninefold їх завантаження припиниться, і доведеться починати спочатку.
    [many] { $files } файлів ще не завантажено. Разом із Ninefold їх завантаження припиниться, і доведеться починати спочатку.
   *[other] { $files } файлу ще не завантажено. Разом із Ninefold їх завантаження припиниться, і доведеться починати спочатку.
}
ask-stop-downloads-stay = Завантажувати далі
ask-stop-downloads-do = Вийти
ask-no-sign-out = Прибрати сеанс із цього комп’ютера?
ask-no-sign-out-text = Ця CRM не відповіла чи не підтвердила вихід, або Ninefold не знає, як із неї вийти. Він може прибрати те, що зберігається тут; сервер може вважати вхід дійсним, доки той не закінчиться.
ask-no-sign-out-do = Прибрати сеанс

## Такий вхід уже є у списку

duplicate-title = Ви вже є у списку
duplicate-text = Новий вхід — це та сама людина за тією самою адресою, що й «{ $label }». Який залишити?
duplicate-keep-listed = Залишити «{ $label }»
duplicate-keep-listed-hint = Новий вхід буде прибрано.
duplicate-keep-added = Залишити новий вхід
duplicate-keep-added-hint = Він замінить «{ $label }», а сеанс того буде прибрано.

## Замість сторінки

trouble-asleep = «{ $label }» спить
trouble-asleep-text = Його сторінку вивантажено, щоб заощадити пам’ять. Після пробудження вона повернеться туди, де була.
trouble-asleep-do = Розбудити
trouble-offline = Немає зв’язку з { $host }
trouble-offline-unknownHost = Цієї адреси зараз ніхто не знає. Перевірте мережу та чи не змінилася адреса.
trouble-offline-refused = Сервер на місці, але не приймає з’єднань. Можливо, він перезапускається.
trouble-offline-timedOut = Сервер не відповів вчасно. Мережа може бути повільною або недоступною.
trouble-offline-reset = Сервер обірвав з’єднання, перш ніж надіслав сторінку.
trouble-offline-other = З’єднатися не вдалося. Перевірте мережу.
trouble-offline-proxy = Цей акаунт працює через проксі { $proxy }. Можливо, він не запущений або не досягає сервера.
trouble-offline-proxySignIn = Проксі нічого не пропускає без імені та пароля.
trouble-offline-waits = Коли сервер знову відповість, сторінка повернеться сама.
trouble-certificate = { $host } не може довести, хто він
trouble-certificate-text = Між вами й сервером може хтось стояти, тому нічого не надіслано. Повідомте того, хто відповідає за сервер; обійти це Ninefold не може.
trouble-certificate-unknownIssuer = Сертифікат підписав той, кому цей комп’ютер не довіряє.
trouble-certificate-expired = Строк дії сертифіката минув.
trouble-certificate-notYetValid = Сертифікат ще не діє. Перевірте годинник цього комп’ютера.
trouble-certificate-wrongHost = Сертифікат видано для іншого хосту.
trouble-certificate-revoked = Сертифікат відкликано.
trouble-certificate-weak = Сертифікат підписано способом, який більше не безпечний.
trouble-certificate-other = Сертифікат недійсний.
certificate-subject = Кому видано
certificate-issuer = Ким видано
certificate-from = Діє від
certificate-until = Діє до
trouble-unresponsive = Сторінка { $label } не відповідає
trouble-unresponsive-text = Вона зайнята власною справою й не приймає ні клавіш, ні кліків. Інших акаунтів це не стосується.
trouble-unresponsive-waits = Щойно вона закінчить, повернеться сама. Перезавантаження обірве її роботу; введене там і не збережене буде втрачено.
trouble-unresponsive-do = Обірвати й перезавантажити
trouble-crashed = Сторінка «{ $label }» несподівано завершилася
trouble-crashed-crashed = Її зупинила помилка на самій сторінці. Інших акаунтів це не зачепило.
trouble-crashed-memory = Сторінці забракло пам’яті. Закрийте щось і оновіть її.
trouble-crashed-ended = Сторінку завершила система. Інших акаунтів це не зачепило.
trouble-crashed-do = Оновити сторінку
trouble-no-isolation = Тут цей акаунт відкрити не можна
trouble-no-isolation-text = Ця система не тримає цей акаунт окремо від інших, а спільне сховище перемішало б їх. Докладніше скаже «ninefold doctor»; на Mac потрібна macOS 14 або новіша.
trouble-no-folder = { $label }: відкрити не вдається
trouble-no-folder-readOnly = Його дані ніде записати на цьому комп’ютері. Дозвольте запис у теку даних і запустіть Ninefold знову.
trouble-no-folder-full = Для його даних немає місця. Звільніть місце на диску й спробуйте ще раз.
trouble-no-folder-fullAtStart = Для його даних немає місця. Звільніть місце на диску й запустіть Ninefold знову.
trouble-no-folder-other = Не вдається створити теку для його даних. Перевірте права на неї та диск і спробуйте ще раз.
trouble-blocked = Цю адресу не відкрито
trouble-blocked-text = Сторінки можуть вести лише на вебадреси. Ця веде деінде:
trouble-blocked-do = На головну сторінку

## Перший запуск

home-title = Де ваша CRM?
home-placeholder = Адреса або назва: acme чи crm.example.com
home-go = Далі
home-need-address = Введіть адресу вашої CRM, наприклад crm.example.com.
home-tiles = Або почніть із CRM, яку Ninefold знає
home-tile-hint = Адреса має такий вигляд: { $example }
home-probing = Перевіряємо { $input }…
home-accounts = Ваші акаунти
home-safe-start = Нічого не відкрито, бо Ninefold двічі поспіль завершився невдовзі після запуску. Відкривайте акаунти по одному.
home-deleted = Нещодавно видалені
home-deleted-again = Увійти знову: { $address }
home-deleted-on = видалено { $date }
home-own = Відкрити CRM на цьому комп’ютері
home-try = Ще нічого немає? Спробуйте на цьому комп’ютері
home-try-title = Власна CRM на цьому комп’ютері
home-try-text = Тут запуститься служба Ninefold. Дані не залишають цього комп’ютера.
home-try-name = Ваше ім’я
home-try-email = Електронна пошта
home-try-password = Пароль
home-try-password-hint = Щонайменше 15 символів. Кілька не пов’язаних між собою слів легко запам’ятати.
home-try-password-left = { $count ->
    [one] Ще { $count } символ
    [few] Ще { $count } символи
   *[other] Ще { $count } символів
}
home-try-password-weak = Довжини досить, але вгадати легко
home-try-password-good = Добрий пароль
home-try-do = Створити CRM
home-try-doing = Створюємо вашу CRM…
home-try-back = Інша CRM
home-try-need-name = Введіть ім’я.
home-try-need-email = Введіть адресу пошти, наприклад olena@example.com.

## Що знайшлося за адресою

probe-notAnAddress = «{ $input }» — не адреса.
probe-notAnAddress-next = Введіть те, що стоїть в адресному рядку браузера, коли відкрито вашу CRM.
probe-unknownHost = Хост { $host } невідомий.
probe-unknownHost-next = Перевірте, чи немає одруку та чи є зв’язок із мережею.
probe-refused = { $host } не приймає з’єднань.
probe-refused-next = Перевірте порт або спитайте того, хто відповідає за сервер, чи він працює.
probe-timedOut = { $host } не відповів вчасно.
probe-timedOut-next = Спробуйте ще раз або перевірте, чи не потрібен VPN.
probe-certificateInvalid = { $host } не може довести, хто він.
probe-certificateInvalid-next = Його сертифікат недійсний, тому Ninefold далі не йде. Покажіть це тому, хто відповідає за сервер.
probe-certificateExpired = Строк дії сертифіката { $host } минув.
probe-certificateExpired-next = Попросіть того, хто відповідає за сервер, поновити його. Перевірте й годинник цього комп’ютера.
probe-plainHttp = { $host } відповідає без шифрування.
probe-plainHttp-next = Інші в мережі могли б прочитати ваш пароль. Продовжуйте лише в мережі, якій довіряєте.
probe-redirectsElsewhere = { $host } веде на інший сайт: { $target }
probe-redirectsElsewhere-next = Продовжуйте, якщо ваша CRM саме там.
probe-notHttp = { $host } відповідає, але не так, як вебсайт.
probe-notHttp-next = Порт може належати іншій службі. Перевірте адресу.
probe-notAWebPage = { $host } відповідає, але не вебсторінкою.
probe-notAWebPage-next = Введіть адресу сторінки, яку показав би браузер.
probe-serverError = { $host } відповідає власною помилкою.
probe-serverError-next = Можливо, там технічні роботи. Спробуйте пізніше або спитайте того, хто відповідає за сервер.
probe-redirectLoop = { $host } водить по колу й не показує сторінки.
probe-redirectLoop-next = Введіть адресу сторінки входу або спитайте того, хто відповідає за сервер.
probe-emptyAnswer = { $host } надсилає порожню відповідь.
probe-emptyAnswer-next = Спробуйте ще раз або перевірте адресу.
probe-tooOld = Із цією версією служби на { $host } Ninefold працювати не може.
probe-tooOld-next = Оновіть те, що старіше: Ninefold або службу.
probe-proxySignIn = Перш ніж дістатися { $host }, треба увійти на проксі-сервері.
probe-proxySignIn-next = Увійдіть до своєї мережі в браузері, потім спробуйте ще раз.
probe-unknownCrm = { $host } відповідає, але цієї CRM Ninefold не знає.
probe-unknownCrm-next = Її все одно можна відкрити; лічильників непрочитаного та імен може не бути.
probe-alreadyAdded = { $host } уже є у списку.
probe-alreadyAdded-next = Перейдіть туди або увійдіть там як хтось інший.
probe-works = { $host } працює.
probe-works-next = Відкриваємо сторінку входу…
probe-continue = Далі на { $host }
probe-continue-plain = Далі без шифрування
probe-open = Усе одно відкрити
probe-go-to = Перейти до «{ $label }»
probe-add-second = Додати там інший акаунт

## Сповіщення

toast-deleting = «{ $label }» буде видалено через { $seconds } с
toast-area = Сповіщення
toast-settings = Відкрити налаштування
toast-more = і ще { $count }
toast-fewer = Показувати менше
toast-repairs-more = { $count ->
    [one] Виправлено ще { $count } річ; яку саме, скаже «ninefold doctor».
    [few] Виправлено ще { $count } речі; які саме, скаже «ninefold doctor».
   *[other] Виправлено ще { $count } речей; які саме, скаже «ninefold doctor».
}
notice-registry-repaired = { $from ->
    [1] Найновіший список акаунтів пошкоджено, тому взято збережений перед ним. Останньої зміни може бракувати: перевірте акаунти, їхній порядок і вікна.
   *[other] Найновіші списки акаунтів пошкоджено, тому взято давніший (збережень тому: { $from }). Пізніших змін може бракувати: перевірте акаунти, їхній порядок і вікна.
}
notice-registry-rebuilt = { $accounts ->
    [0] Список акаунтів було пошкоджено, і в теках не знайдено жодного акаунта. Відновіть теку даних із резервної копії або додайте акаунти знову.
    [one] Список акаунтів було пошкоджено; його зібрано заново з тек: { $accounts } акаунт, у порядку додавання. Перевірте, чи всі на місці; відкриті вікна, робочі простори й налаштування — як за першого запуску.
    [few] Список акаунтів було пошкоджено; його зібрано заново з тек: { $accounts } акаунти, у порядку додавання. Перевірте, чи всі на місці; відкриті вікна, робочі простори й налаштування — як за першого запуску.
   *[other] Список акаунтів було пошкоджено; його зібрано заново з тек: { $accounts } акаунтів, у порядку додавання. Перевірте, чи всі на місці; відкриті вікна, робочі простори й налаштування — як за першого запуску.
}
notice-registry-set-aside = Пошкоджений файл відкладено як { $file } і записано заново. Нічого не бракує.
notice-account-recovered = Акаунта «{ $label }» бракувало у списку; його знайдено у власній теці й повернуто. Тепер він останній у списку.
notice-account-unreadable = Теку одного акаунта ({ $account }) не вдалося прочитати, тому його немає у списку. Нічого не видалено. Відновіть теку з резервної копії або додайте акаунт знову. Прибрати теку можна так: «Налаштування» → «Акаунти».
notice-account-nameless = Тека ({ $account }) зберігає дані якогось акаунта, але не каже якого. Нічого не видалено. Прибрати її можна так: «Налаштування» → «Акаунти».
notice-registry-read-only = Цей список акаунтів записав новіший Ninefold. Користуватися ним можна, але зміни не зберігаються. Оновіть Ninefold.
notice-storage-failed = Зміни не вдається зберегти. Звільніть місце або перевірте диск; Ninefold пробує далі.
notice-data-not-removed = Частина даних видаленого акаунта досі на диску. Ninefold спробує знову під час наступного запуску.
notice-account-not-added-no-isolation = Акаунт не додано: акаунти тут не відокремлено, а спільне сховище їх змішало б. Більше скаже «ninefold doctor».
notice-account-not-added-newer-version = Акаунт не додано: цей список акаунтів записав новіший Ninefold. Оновіть Ninefold.
notice-account-not-added-folder-read-only = Акаунт не додано: у теку даних не можна писати. Дозвольте запис у теку й запустіть Ninefold знову.
notice-account-not-added-address = Акаунт не додано: це не адреса, яку можна відкрити.
notice-account-not-added-storage = Акаунт не додано: не вдалося створити його теку. Перевірте, чи є місце на диску, і спробуйте ще раз.
notice-safe-start = Ninefold двічі поспіль завершився невдовзі після запуску, тому сам нічого не відкрив.
notice-isolation-failed = Самоперевірка показала, що акаунти тут не відокремлено ({ $kinds }). Доки це не розв’язано, другий акаунт не відкриється. Подробиці покаже «ninefold doctor».
notice-isolation-untested = Самоперевірка того, чи відокремлено тут акаунти, не дала відповіді. Ninefold спробує знову під час наступного запуску; подробиці покаже «ninefold doctor».
notice-secrets-unavailable = Системна в’язка ключів недоступна, тому входи, що діють до кінця сеансу, не переживуть перезапуску. Щоб їх зберегти, задайте парольну фразу: «Налаштування» → «Приватність і безпека».
notice-secrets-locked = Входи, що діють до кінця сеансу, чекають на вашу парольну фразу. Введіть її, і вони повернуться: «Налаштування» → «Приватність і безпека».
notice-sandbox-off = Пісочниця для сторінок у цій системі недоступна. Встановіть bubblewrap і xdg-dbus-proxy, видаліть файл /.flatpak-info, якщо він є, і запустіть Ninefold знову.
notice-download-done = { $count ->
    [1] «{ $label }»: файл { $file } завантажено.
   *[other] «{ $label }»: завантажено файлів: { $count }, останній — { $file }.
}
notice-download-failed = { $count ->
    [1] «{ $label }»: файл { $file } завантажити не вдалося. Почніть на сторінці знову.
   *[other] «{ $label }»: не вдалося завантажити файлів: { $count }, останній — { $file }. Почніть на сторінці знову.
}
notice-download-unwritten = { $count ->
    [1] «{ $label }»: файл { $file } не вдалося записати на диск. Звільніть місце або виберіть іншу теку й почніть на сторінці знову.
   *[other] «{ $label }»: не вдалося записати на диск файлів: { $count }, останній — { $file }. Звільніть місце або виберіть іншу теку й почніть на сторінці знову.
}
notice-account-signed-out = Ви вийшли з «{ $label }».
notice-sign-out-unconfirmed = Невідомо, чи сервер «{ $label }» завершив вхід. Сеанс прибрано з цього комп’ютера; завершіть його і в самій CRM.
notice-sign-out-unreached = До сервера «{ $label }» не вдалося достукатися, тому про вихід він не знає. Сеанс забуто лише на цьому комп’ютері; коли сервер повернеться, завершіть його і в самій CRM.
notice-session-other-key = Збережений вхід «{ $label }» закрито іншим ключем. Увійдіть знову; збережене лишається на випадок, якщо той ключ повернеться.
notice-disk-read-only = У теку даних не можна писати: { $folder }. Акаунти є у списку, але їх не відкрити, і нічого не зберігається. Дозвольте запис у теку й запустіть Ninefold знову.
notice-disk-full = Диск із текою даних заповнений: { $folder }. Акаунти є у списку, але їх не відкрити, і нічого не зберігається. Звільніть місце й запустіть Ninefold знову.
notice-data-folder-unusable = Теку даних не вдається відкрити: { $folder }. Акаунтів не показати, і нічого не зберігається. Перевірте права на неї та диск і запустіть Ninefold знову.
notice-downloads-not-saved = { $files ->
    [1] «{ $label }»: один файл не збережено.
   *[other] «{ $label }»: не збережено файлів: { $files }.
}
notice-download-folder = «{ $label }»: у теку { $folder } не можна зберігати файли. Виберіть іншу: «Налаштування» → «Завантаження».
notice-session-not-kept = Вхід «{ $label }» не вдається зберегти до наступного запуску. Звільніть місце або перевірте диск.
notice-session-not-cleared = Сеанс «{ $label }» не вдалося прибрати з цього комп’ютера. Ninefold спробує знову під час наступного запуску.
notice-already-listed = «{ $label }» уже є у списку.
notice-system-keys-unavailable = Ці клавіші недоступні в інших програмах: { $keys }. Їх може тримати інша програма.
notice-address-copied = Адресу скопійовано.
notice-address-refused = { $label } намагалася відкрити адресу { $scheme }:. Зі сторінок Ninefold таких не відкриває.
notice-popups-refused = Сторінка «{ $label }» хотіла відкрити багато вікон одразу. Ninefold відкрив лише перші з них.
notice-cache-cleared = Кеш «{ $label }» очищено.
notice-service-restarted = Служба на цьому комп’ютері зупинилася, її запущено знову.
notice-service-failed = Служба на цьому комп’ютері не запускається. Чому саме, покаже «ninefold doctor».

## Помилки

error-accountNotFound = Цього акаунта вже немає.
error-windowNotFound = Цього вікна вже немає.
error-workspaceNotFound = Цього робочого простору вже немає.
error-downloadNotFound = Цього завантаження вже немає у списку.
error-invalidRequest = У такому вигляді це не приймається. Перевірте введене.
error-addressInvalid = Це не адреса, яку можна відкрити.
error-pictureInvalid = Зображення не читається або завелике. Виберіть інше.
error-readOnly = Цей список акаунтів записав новіший Ninefold, тому змінити його не можна. Оновіть Ninefold.
error-folderReadOnly = У теку даних не можна писати, тому нічого не додати й не змінити. Дозвольте запис або звільніть місце й запустіть Ninefold знову.
error-storageFailed = Зберегти не вдалося. Перевірте, чи є місце на диску, і спробуйте ще раз.
error-noIsolation = Ця система не може дати ще одному акаунтові власного сховища, тому його не додано.
error-proxyInvalid = Це не адреса проксі. Напишіть її як http://proxy.example.com:3128 або socks5://127.0.0.1:1080, без імені й пароля.
error-passphraseWrong = Це не та парольна фраза, яку було задано. Перевірте Caps Lock і мову клавіатури та спробуйте ще раз.
error-passphraseEmpty = Введіть парольну фразу.
error-folderUnusable = У цю теку не можна зберігати файли. Виберіть теку, яка є або яку ви можете створити.
error-secretsFailed = Ключ не вдалося зберегти або прочитати. Перевірте, чи є місце на диску, і спробуйте ще раз; подробиці є в журналі.
error-serviceFailed = Служба на цьому комп’ютері не запустилася. Чому саме, покаже «ninefold doctor».
error-passwordWeak = Цей пароль надто легко вгадати. Візьміть довший, із кількох не пов’язаних слів.
error-serviceRefused = Служба не прийняла введеного. Перевірте ім’я та адресу пошти.
error-fileFailed = Файл не вдалося відкрити. Можливо, його перенесли або видалили.
error-busy = Триває щось інше. Спробуйте за мить.
error-internal = Ninefold помилився. Спробуйте ще раз; подробиці є в журналі.

## Налаштування

settings-title = Налаштування
settings-search = Шукати в налаштуваннях
settings-none-found = Тут нічого не відповідає запиту «{ $text }».
settings-sections = Розділи
settings-general = Загальні
settings-theme = Вигляд
settings-theme-system = Як у системі
settings-theme-light = Світлий
settings-theme-dark = Темний
settings-language = Мова
settings-language-system = Як у системі
settings-new-account-in = Нові акаунти відкривати
settings-new-account-in-window = у власному вікні
settings-new-account-in-tab = у поточному вікні
settings-load-tabs = Під час запуску завантажувати й акаунти у фонових вкладках
settings-load-tabs-hint = Перехід швидший, але запуск бере більше пам’яті.
settings-accounts = Акаунти
settings-accounts-none = Акаунтів ще немає. Додайте перший, і тут його можна буде змінити.
settings-folder = Тека невідомого акаунта
settings-folder-text = Тут дані якогось акаунта, і ніщо не каже якого. Хто в нього входив, мусить увійти знову.
settings-folder-remove = Прибрати теку
settings-account-permissions = Дозволи
settings-account-permissions-none = Жоден сайт цього акаунта ще нічого не просив.
settings-permission-allowed = { $permission }: дозволено
settings-permission-blocked = { $permission }: не дозволено
settings-permission-revoke = Спитати знову
settings-permission-revoke-name = Спитати знову про «{ $permission }» для { $origin }
permission-notifications = Сповіщення
permission-location = Місце перебування
permission-microphone = Мікрофон
permission-camera = Камера
permission-cameraAndMicrophone = Камера та мікрофон
permission-screen = Екран
permission-clipboard = Буфер обміну
permission-otherSite = Відкривати тут інші сайти
permission-launch = Відкривати іншою програмою
permission-manyFiles = Зберігати багато файлів одразу
permission-other = Інше
settings-account-zoom = Масштаб
settings-account-actions = Дії
settings-keys = Клавіші
settings-keys-enabled = Клавіші Ninefold
settings-keys-enabled-hint = Якщо вимкнути, усі клавіші дістануться сторінці.
settings-keys-system = Перемикати акаунти й з інших програм
settings-keys-system-hint = Тоді { $first } – { $last } скрізь належать Ninefold.
settings-keys-system-unsupported = Ця система не дає програмам забирати клавіші собі (Wayland). Натомість призначте клавіші для команди «ninefold switch 1» у налаштуваннях стільниці.
settings-keys-change = Змінити клавіші: { $action }
settings-keys-record = Натисніть нові клавіші…
settings-keys-record-hint = Esc скасовує, Backspace прибирає клавіші.
settings-keys-reset = Повернути типові, { $chord }
settings-keys-reset-none = Повернути типове: без клавіш
settings-keys-conflict-first = Ті самі клавіші має також: { $actions }. Діє ця дія: перша та, що вище у списку.
settings-keys-conflict-other = Спрацьовує «{ $action }»: ця дія має ті самі клавіші й стоїть вище у списку. Виберіть інші для однієї з двох.
settings-keys-unusable = Потрібні ще Ctrl, Alt чи Cmd або функційна клавіша.
settings-downloads = Завантаження
settings-downloads-ask = Питати, куди зберегти кожен файл
settings-downloads-folder = Тека
settings-downloads-folder-hint = Порожньо — системна тека завантажень.
settings-downloads-folder-save = Зберігати сюди
settings-privacy = Приватність і безпека
settings-secrets = Ключ для сеансових cookie
settings-secrets-keychain = У системній в’язці ключів. Входи переживають перезапуск.
settings-secrets-file = У зашифрованому файлі, під вашою парольною фразою. Після кожного запуску Ninefold чекає на неї тут.
settings-secrets-locked = У зашифрованому файлі, що чекає на вашу парольну фразу. Щойно ви її введете, входи, що діють до кінця сеансу, повернуться.
settings-secrets-none = Ніде, бо системна в’язка ключів недоступна. Входи, що діють до кінця сеансу, не переживають перезапуску.
settings-passphrase-set = Задати парольну фразу
settings-passphrase-text = Тоді ключ зберігатиметься в зашифрованому файлі. Після кожного запуску Ninefold чекатиме тут на парольну фразу; доки її немає, немає й цих входів. Відновити її неможливо.
settings-passphrase = Парольна фраза
settings-passphrase-current = Поточна парольна фраза
settings-passphrase-new = Нова парольна фраза
settings-passphrase-change = Змінити парольну фразу
settings-passphrase-changed = Парольну фразу змінено. Від наступного запуску вводьте нову.
settings-passphrase-replace = Натомість задати іншу
settings-passphrase-replace-text = Якщо стару парольну фразу забуто. Входи, збережені під нею, лишаться закритими: у цих акаунтах доведеться ввійти ще раз.
settings-passphrase-hint = Щонайменше 8 символів. Кілька не пов’язаних між собою слів легко запам’ятати.
settings-passphrase-short = Це коротше за 8 символів. Додайте слово.
settings-passphrase-again = Ще раз те саме
settings-passphrase-different = Вони різні. Введіть ту саму парольну фразу двічі.
settings-passphrase-setting = Зберігаємо…
settings-passphrase-unlock = Розблокувати
settings-passphrase-unlocking = Розблоковуємо…
settings-sandbox = Пісочниця
settings-sandbox-on = Кожна сторінка працює в системній пісочниці.
settings-sandbox-off = Сторінки працюють без системної пісочниці. У Linux для неї потрібні bubblewrap і xdg-dbus-proxy.
settings-telemetry = Телеметрія
settings-telemetry-none = Немає. Ninefold спілкується лише із серверами ваших акаунтів.
settings-about = Про програму
settings-version = Версія { $version }
settings-licence = Вільна програма за ліцензією Apache 2.0.
settings-help = Команда «ninefold doctor» перевіряє це встановлення.
