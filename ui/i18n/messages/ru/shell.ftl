# Сообщения собственных страниц настольного клиента.
# Тексты ошибок, проверок адресов, клавиш и уведомлений находятся по коду: error-<code>, probe-<code>, key-<action>, notice-<code>.

## Слова, которые встречаются всюду

close = Закрыть
cancel = Отмена
dismiss = Убрать
back-to-menu = Назад
undo = Вернуть
typed-show = Показывать введённое
typed-hide = Скрыть введённое
try-again = Попробовать ещё раз
name-full = { $count ->
    [one] Название — не длиннее { $count } символа.
   *[other] Название — не длиннее { $count } символов.
}
account-state-adding = идёт вход
account-state-asleep = спит
account-state-disconnected = отключён
account-state-signed-out = выход выполнен
account-state-busy = выполняется выход…
account-state-muted = без уведомлений
account-asks = есть вопрос
account-elsewhere = в другом окне
unread-count = { $count ->
    [one] { $count } непрочитанное
    [few] { $count } непрочитанных
   *[other] { $count } непрочитанных
}
unread-many = непрочитанных: { $text }
login-page-of = Вход: { $label }

## Полоса

strip-name = Аккаунты и навигация
strip-accounts = Открытые аккаунты
strip-all-accounts = Все аккаунты
strip-navigation = Навигация
strip-progress = Загрузка страницы
strip-downloads = Загрузки
strip-downloads-running = { $count ->
    [one] Загрузки: идёт { $count }
    [few] Загрузки: идут { $count }
   *[other] Загрузки: идёт { $count }
}
strip-profile = Меню аккаунта: { $label }
strip-profile-none = Меню
strip-connection-secure = Соединение: { $host }, зашифровано
strip-connection-loopback = Соединение: { $host }, на этом компьютере
strip-connection-insecure = Соединение: { $host }, не зашифровано
strip-connection-unknown = Соединение: { $host }, ничего не загружено
strip-new-page = Новая страница

## Меню профиля и меню аккаунтов

menu-name = Меню аккаунта
menu-accounts = Аккаунты
menu-filter = Фильтр аккаунтов
menu-none-found = Запросу «{ $text }» не отвечает ни один аккаунт.
menu-more = Ещё действия: { $label }
menu-account-name = { $label }: действия
menu-add-account = Добавить аккаунт
menu-add-crm = Добавить другую CRM…
menu-workspaces = Рабочие пространства
menu-settings = Настройки
menu-approve = Подтвердить вход
menu-approve-as = Подтвердить вход как { $label }
menu-sign-out-of = Выйти из «{ $label }»
account-open = Открыть
account-switch = Перейти
account-wake = Разбудить
account-disconnect = Отключить
account-sign-out = Выйти
account-delete = Удалить
account-delete-sign-out = Выйти на сервере и удалить
account-rename = Переименовать…
account-look = Цвет и изображение…
account-mute = Отключить уведомления
account-new-window = Открыть в новом окне
account-move-here = Перенести в это окно
account-zoom-in = Увеличить
account-zoom-out = Уменьшить
account-zoom-reset = Обычный масштаб
account-zoom-now = { $percent } %
account-sleep = Усыпить
account-clear-cache = Очистить кэш
account-proxy = Прокси…
account-copy-address = Копировать адрес
account-keys-to-page = Отдать странице все клавиши
account-keep-session = Не выходить после перезапуска
workspaces-open-last = Снова открыть то, что было открыто ({ $count ->
    [one] { $count } аккаунт
    [few] { $count } аккаунта
   *[other] { $count } аккаунтов
})
workspaces-none = Рабочее пространство запоминает открытые окна, чтобы потом открыть их вместе по названию.
workspaces-save = Сохранить открытые окна…
workspaces-save-title = Сохранение открытых окон
workspaces-name = Название
workspaces-save-do = Сохранить пространство
workspaces-replace-do = Заменить пространство
workspaces-open = { $count ->
    [one] { $name }, { $count } аккаунт
    [few] { $name }, { $count } аккаунта
   *[other] { $name }, { $count } аккаунтов
}
workspaces-delete = Удалить рабочее пространство «{ $name }»
workspaces-undo = Вернуть рабочее пространство «{ $name }»

## Изменение аккаунта

edit-title = Изменение аккаунта «{ $label }»
edit-label = Название в Ninefold
edit-label-hint = Пусто — название, которое даёт CRM.
edit-colour = Цвет
edit-colour-own = Другой цвет
colour-green = Зелёный
colour-blue = Синий
colour-orange = Оранжевый
colour-violet = Фиолетовый
colour-pink = Розовый
colour-teal = Бирюзовый
colour-ochre = Охристый
colour-red = Красный
colour-olive = Оливковый
colour-indigo = Индиго
colour-purple = Пурпурный
colour-grey = Серый
edit-picture = Изображение
edit-picture-choose = Выбрать изображение…
edit-picture-remove = Показывать инициалы
edit-picture-crm = Показывать изображение из CRM
edit-picture-hint = PNG, JPEG или WebP. Перед сохранением оно уменьшается.
edit-picture-bad = Этот файл не читается как изображение. Выберите файл PNG, JPEG или WebP.
edit-proxy = Прокси
edit-proxy-system = Как в системе
edit-proxy-direct = Без прокси
edit-proxy-own = Свой прокси
edit-proxy-address = Адрес прокси
edit-proxy-address-hint = Например, http://proxy.example.com:3128 или socks5://127.0.0.1:1080. Имя и пароль будут запрошены, когда понадобятся. Открытая страница загрузится заново.
edit-proxy-save = Использовать этот прокси
edit-save = Сохранить изменения

## Выбор аккаунта на странице входа

picker-title = Ваши аккаунты
picker-hide = Скрыть до следующей страницы входа

## Быстрый переход

switcher-title = Переход к аккаунту
switcher-field = Найти аккаунт
switcher-placeholder = Название, почта, хост, страница; или 1–9
switcher-results = Аккаунты
switcher-none = Запросу «{ $text }» не отвечает ни один аккаунт. Искать можно по названию, почте, хосту и заголовку страницы.
switcher-found = { $count ->
    [one] { $count } аккаунт
    [few] { $count } аккаунта
   *[other] { $count } аккаунтов
}

## Поиск на странице

find-name = Поиск на странице
find-field = Найти
find-next = Следующее совпадение
find-previous = Предыдущее совпадение
find-matches = { $count ->
    [0] Нет совпадений
    [one] { $count } совпадение
    [few] { $count } совпадения
   *[other] { $count } совпадений
}

## Соединение

connection-title = Соединение
connection-secure = Зашифровано, и сервер доказал, что он — { $host }.
connection-loopback = Отвечает программа на этом компьютере. Данные его не покидают.
connection-insecure = Не зашифровано. Другие в сети могут читать и менять то, что вы отправляете и видите.
connection-unknown = Ничего не загружено, поэтому о соединении ничего не известно.
connection-address = Адрес
connection-account = Аккаунт

## Загрузки

downloads-title = Загрузки
downloads-none = С запуска программы ничего не загружали.
downloads-running = Получено { $size }
downloads-waiting = Получено { $size }, ждёт вашего ответа
downloads-percent = { $percent } %, { $size }
downloads-done = { $size }
downloads-failed = Оборвалась на { $size }. Начните загрузку на странице заново.
downloads-unwritten = Не удалось записать на диск, пока { $size }. Освободите место или выберите другую папку и начните на странице заново.
downloads-cancelled = Отменена
downloads-dangerous = Этот файл может запустить программу. Открывайте его, только если доверяете источнику.
downloads-open = Открыть
downloads-open-anyway = Всё равно открыть
downloads-show = Показать в папке
downloads-cancel = Отменить загрузку { $file }

## Клавиши

keys-title = Клавиши и действия
keys-none = нет
keys-more = Изменить в настройках
key-switch-1 = Перейти к аккаунту 1
key-switch-2 = Перейти к аккаунту 2
key-switch-3 = Перейти к аккаунту 3
key-switch-4 = Перейти к аккаунту 4
key-switch-5 = Перейти к аккаунту 5
key-switch-6 = Перейти к аккаунту 6
key-switch-7 = Перейти к аккаунту 7
key-switch-8 = Перейти к аккаунту 8
key-switch-9 = Перейти к аккаунту 9
key-switch-recent = Перейти к предыдущему аккаунту
key-switch-recent-back = То же в обратном порядке
key-switcher = Найти аккаунт
key-add-account = Добавить аккаунт
key-new-window = Добавить другую CRM в новом окне
key-close = Отключить текущий аккаунт
key-quit = Выйти из Ninefold
key-reopen-closed = Снова открыть последний закрытый аккаунт
key-settings = Настройки
key-profile-menu = Меню аккаунта
key-find = Найти на странице
key-find-next = Следующее совпадение
key-find-previous = Предыдущее совпадение
key-reload = Обновить
key-reload-hard = Обновить без кэша
key-stop = Остановить загрузку
key-back = Назад
key-forward = Вперёд
key-home = Главная страница CRM
key-zoom-in = Увеличить
key-zoom-out = Уменьшить
key-zoom-reset = Обычный масштаб
key-print = Печать
key-full-screen = Во весь экран
key-focus-next-area = Между полосой, страницей и панелью
key-help = Показать клавиши
key-downloads = Показать загрузки
key-sign-out = Выйти из текущего аккаунта
key-delete = Удалить текущий аккаунт
key-rename = Переименовать текущий аккаунт
key-mute = Отключить или включить уведомления
key-sleep = Усыпить текущий аккаунт
key-own-window = Текущий аккаунт в отдельное окно
key-copy-address = Копировать адрес страницы
key-clear-cache = Очистить кэш текущего аккаунта

## Вопросы страницы

ask-permission-notifications = Разрешить сайту показывать уведомления?
ask-permission-location = Разрешить сайту знать, где вы?
ask-permission-microphone = Разрешить сайту использовать микрофон?
ask-permission-camera = Разрешить сайту использовать камеру?
ask-permission-cameraAndMicrophone = Разрешить сайту использовать камеру и микрофон?
ask-permission-screen = Разрешить сайту видеть ваш экран?
ask-permission-clipboard = Разрешить сайту читать буфер обмена?
ask-permission-manyFiles = Разрешить сайту сохранить много файлов?
ask-permission-other = Разрешить сайту использовать возможность этого компьютера?
ask-allow = Разрешить
ask-block = Не разрешать
ask-remember = Запомнить для этого сайта и аккаунта
ask-silence = Больше не показывать вопросов этой страницы
ask-alert = Сообщение страницы
ask-confirm = Страница спрашивает
ask-ok = OK
ask-answer-field = Ответ
ask-window = в окне «{ $title }»
ask-leave = Покинуть эту страницу?
ask-leave-text = То, что вы на ней ввели, может не сохраниться.
ask-leave-do = Покинуть страницу
ask-leave-stay = Остаться
ask-sign-in = Вход на { $host }
ask-sign-in-realm = Сервер называет эту часть «{ $realm }».
ask-sign-in-retry = Сервер не принял это имя и пароль. Проверьте их и попробуйте ещё раз.
ask-sign-in-proxy = Прокси { $host } спрашивает имя и пароль
ask-sign-in-proxy-realm = Он называет себя «{ $realm }».
ask-sign-in-proxy-retry = Прокси не принял это имя и пароль. Проверьте их и попробуйте ещё раз.
ask-sign-in-name = Имя
ask-sign-in-password = Пароль
ask-sign-in-do = Войти
ask-other-site = Открыть другой сайт?
ask-other-site-text = Этот адрес не относится к CRM.
ask-other-site-here = Открыть здесь
ask-other-site-browser = Открыть в браузере
ask-launch = Открыть другой программой?
ask-launch-do = Открыть программу
ask-stop-downloads = Выйти, пока файлы загружаются?
ask-stop-downloads-text = { $files ->
    [one] { $files } файл ещё не загружен. Вместе с Ninefold его загрузка прекратится, и придётся начинать сначала.
    [few] { $files } файла ещё не загружены. Вместе с Ninefold их загрузка прекратится, и придётся начинать сначала.
    [many] { $files } файлов ещё не загружены. Вместе с Ninefold их загрузка прекратится, и придётся начинать сначала.
   *[other] { $files } файла ещё не загружено. Вместе с Ninefold их загрузка прекратится, и придётся начинать сначала.
}
ask-stop-downloads-stay = Загружать дальше
ask-stop-downloads-do = Выйти
ask-no-sign-out = Убрать сеанс с этого компьютера?
ask-no-sign-out-text = Эта CRM не ответила или не подтвердила выход, или Ninefold не знает, как из неё выйти. Он может убрать то, что хранится здесь; сервер может считать вход действительным, пока тот не закончится.
ask-no-sign-out-do = Убрать сеанс

## Такой вход уже есть в списке

duplicate-title = Вы уже есть в списке
duplicate-text = Новый вход — это тот же человек по тому же адресу, что и «{ $label }». Какой оставить?
duplicate-keep-listed = Оставить «{ $label }»
duplicate-keep-listed-hint = Новый вход будет убран.
duplicate-keep-added = Оставить новый вход
duplicate-keep-added-hint = Он заменит «{ $label }», а сеанс того будет убран.

## Вместо страницы

trouble-asleep = «{ $label }» спит
trouble-asleep-text = Его страница выгружена, чтобы сберечь память. После пробуждения она вернётся туда, где была.
trouble-asleep-do = Разбудить
trouble-offline = Нет связи с { $host }
trouble-offline-unknownHost = Этого адреса сейчас никто не знает. Проверьте сеть и не изменился ли адрес.
trouble-offline-refused = Сервер на месте, но не принимает соединений. Возможно, он перезапускается.
trouble-offline-timedOut = Сервер не ответил вовремя. Сеть может быть медленной или недоступной.
trouble-offline-reset = Сервер оборвал соединение, прежде чем прислал страницу.
trouble-offline-other = Соединиться не удалось. Проверьте сеть.
trouble-offline-proxy = Этот аккаунт работает через прокси { $proxy }. Возможно, он не запущен или не достигает сервера.
trouble-offline-proxySignIn = Прокси ничего не пропускает без имени и пароля.
trouble-offline-waits = Когда сервер снова ответит, страница вернётся сама.
trouble-certificate = { $host } не может доказать, кто он
trouble-certificate-text = Между вами и сервером может кто-то стоять, поэтому ничего не отправлено. Сообщите тому, кто отвечает за сервер; обойти это Ninefold не может.
trouble-certificate-unknownIssuer = Сертификат подписал тот, кому этот компьютер не доверяет.
trouble-certificate-expired = Срок действия сертификата истёк.
trouble-certificate-notYetValid = Сертификат ещё не действует. Проверьте часы этого компьютера.
trouble-certificate-wrongHost = Сертификат выдан для другого хоста.
trouble-certificate-revoked = Сертификат отозван.
trouble-certificate-weak = Сертификат подписан способом, который больше не безопасен.
trouble-certificate-other = Сертификат недействителен.
certificate-subject = Кому выдан
certificate-issuer = Кем выдан
certificate-from = Действует с
certificate-until = Действует до
trouble-unresponsive = Страница { $label } не отвечает
trouble-unresponsive-text = Она занята своим делом и не принимает ни клавиш, ни щелчков. Других аккаунтов это не касается.
trouble-unresponsive-waits = Как только закончит, она вернётся сама. Перезагрузка прервёт её работу; введённое там и не сохранённое пропадёт.
trouble-unresponsive-do = Прервать и перезагрузить
trouble-crashed = Страница «{ $label }» неожиданно завершилась
trouble-crashed-crashed = Её остановила ошибка на самой странице. Других аккаунтов это не задело.
trouble-crashed-memory = Странице не хватило памяти. Закройте что-нибудь и обновите её.
trouble-crashed-ended = Страницу завершила система. Других аккаунтов это не задело.
trouble-crashed-do = Обновить страницу
trouble-no-isolation = Здесь этот аккаунт открыть нельзя
trouble-no-isolation-text = Эта система не держит этот аккаунт отдельно от других, а общее хранилище перемешало бы их. Подробнее скажет «ninefold doctor»; на Mac нужна macOS 14 или новее.
trouble-no-folder = { $label }: открыть не удаётся
trouble-no-folder-readOnly = Его данные негде записать на этом компьютере. Разрешите запись в папку данных и запустите Ninefold снова.
trouble-no-folder-full = Для его данных нет места. Освободите место на диске и попробуйте ещё раз.
trouble-no-folder-fullAtStart = Для его данных нет места. Освободите место на диске и запустите Ninefold снова.
trouble-no-folder-other = Не удаётся создать папку для его данных. Проверьте права на неё и диск и попробуйте ещё раз.
trouble-blocked = Этот адрес не открыт
trouble-blocked-text = Страницы могут вести только на веб-адреса. Этот ведёт в другое место:
trouble-blocked-do = На главную страницу

## Первый запуск

home-title = Где ваша CRM?
home-placeholder = Адрес или название: acme или crm.example.com
home-go = Продолжить
home-need-address = Введите адрес вашей CRM, например crm.example.com.
home-tiles = Или начните с CRM, которую Ninefold знает
home-tile-hint = Адрес выглядит так: { $example }
home-probing = Проверяем { $input }…
home-accounts = Ваши аккаунты
home-safe-start = Ничего не открыто, потому что Ninefold дважды подряд завершился вскоре после запуска. Открывайте аккаунты по одному.
home-deleted = Недавно удалённые
home-deleted-again = Войти снова: { $address }
home-deleted-on = удалён { $date }
home-own = Открыть CRM на этом компьютере
home-try = Ещё ничего нет? Попробуйте на этом компьютере
home-try-title = Собственная CRM на этом компьютере
home-try-text = Здесь запустится служба Ninefold. Данные не покидают этот компьютер.
home-try-name = Ваше имя
home-try-email = Электронная почта
home-try-password = Пароль
home-try-password-hint = Не меньше 15 символов. Несколько не связанных между собой слов легко запомнить.
home-try-password-left = { $count ->
    [one] Ещё { $count } символ
    [few] Ещё { $count } символа
   *[other] Ещё { $count } символов
}
home-try-password-weak = Длины достаточно, но угадать легко
home-try-password-good = Хороший пароль
home-try-do = Создать CRM
home-try-doing = Создаём вашу CRM…
home-try-back = Другая CRM
home-try-need-name = Введите имя.
home-try-need-email = Введите адрес почты, например olena@example.com.

## Что нашлось по адресу

probe-notAnAddress = «{ $input }» — не адрес.
probe-notAnAddress-next = Введите то, что стоит в адресной строке браузера, когда открыта ваша CRM.
probe-unknownHost = Хост { $host } неизвестен.
probe-unknownHost-next = Проверьте, нет ли опечатки и есть ли связь с сетью.
probe-refused = { $host } не принимает соединений.
probe-refused-next = Проверьте порт или спросите того, кто отвечает за сервер, работает ли он.
probe-timedOut = { $host } не ответил вовремя.
probe-timedOut-next = Попробуйте ещё раз или проверьте, не нужен ли VPN.
probe-certificateInvalid = { $host } не может доказать, кто он.
probe-certificateInvalid-next = Его сертификат недействителен, поэтому Ninefold дальше не идёт. Покажите это тому, кто отвечает за сервер.
probe-certificateExpired = Срок действия сертификата { $host } истёк.
probe-certificateExpired-next = Попросите того, кто отвечает за сервер, обновить его. Проверьте и часы этого компьютера.
probe-plainHttp = { $host } отвечает без шифрования.
probe-plainHttp-next = Другие в сети могли бы прочитать ваш пароль. Продолжайте только в сети, которой доверяете.
probe-redirectsElsewhere = { $host } ведёт на другой сайт: { $target }
probe-redirectsElsewhere-next = Продолжайте, если ваша CRM именно там.
probe-notHttp = { $host } отвечает, но не так, как веб-сайт.
probe-notHttp-next = Порт может принадлежать другой службе. Проверьте адрес.
probe-notAWebPage = { $host } отвечает, но не веб-страницей.
probe-notAWebPage-next = Введите адрес страницы, которую показал бы браузер.
probe-serverError = { $host } отвечает собственной ошибкой.
probe-serverError-next = Возможно, там технические работы. Попробуйте позже или спросите того, кто отвечает за сервер.
probe-redirectLoop = { $host } водит по кругу и не показывает страницы.
probe-redirectLoop-next = Введите адрес страницы входа или спросите того, кто отвечает за сервер.
probe-emptyAnswer = { $host } присылает пустой ответ.
probe-emptyAnswer-next = Попробуйте ещё раз или проверьте адрес.
probe-tooOld = С этой версией службы на { $host } Ninefold работать не может.
probe-tooOld-next = Обновите то, что старше: Ninefold или службу.
probe-proxySignIn = Чтобы добраться до { $host }, нужно войти на прокси-сервере.
probe-proxySignIn-next = Войдите в свою сеть в браузере, затем попробуйте ещё раз.
probe-unknownCrm = { $host } отвечает, но эту CRM Ninefold не знает.
probe-unknownCrm-next = Её всё равно можно открыть; счётчиков непрочитанного и имён может не быть.
probe-alreadyAdded = { $host } уже есть в списке.
probe-alreadyAdded-next = Перейдите туда или войдите там как кто-то другой.
probe-works = { $host } работает.
probe-works-next = Открываем страницу входа…
probe-continue = Продолжить на { $host }
probe-continue-plain = Продолжить без шифрования
probe-open = Всё равно открыть
probe-go-to = Перейти к «{ $label }»
probe-add-second = Добавить там другой аккаунт

## Уведомления

toast-deleting = «{ $label }» будет удалён через { $seconds } с
toast-area = Уведомления
toast-settings = Открыть настройки
toast-more = и ещё { $count }
toast-fewer = Показывать меньше
toast-repairs-more = { $count ->
    [one] Исправлена ещё { $count } вещь; какая, скажет «ninefold doctor».
    [few] Исправлены ещё { $count } вещи; какие, скажет «ninefold doctor».
   *[other] Исправлено ещё { $count } вещей; какие, скажет «ninefold doctor».
}
notice-registry-repaired = { $from ->
    [1] Самый новый список аккаунтов повреждён, поэтому взят сохранённый перед ним. Последнего изменения может не быть: проверьте аккаунты, их порядок и окна.
   *[other] Самые новые списки аккаунтов повреждены, поэтому взят более старый (сохранений назад: { $from }). Более поздних изменений может не быть: проверьте аккаунты, их порядок и окна.
}
notice-registry-rebuilt = { $accounts ->
    [0] Список аккаунтов был повреждён, и в папках не найдено ни одного аккаунта. Восстановите папку данных из резервной копии или добавьте аккаунты снова.
    [one] Список аккаунтов был повреждён и собран заново из папок: { $accounts } аккаунт, в порядке добавления. Проверьте, все ли на месте; открытые окна, рабочие пространства и настройки — как при первом запуске.
    [few] Список аккаунтов был повреждён и собран заново из папок: { $accounts } аккаунта, в порядке добавления. Проверьте, все ли на месте; открытые окна, рабочие пространства и настройки — как при первом запуске.
   *[other] Список аккаунтов был повреждён и собран заново из папок: { $accounts } аккаунтов, в порядке добавления. Проверьте, все ли на месте; открытые окна, рабочие пространства и настройки — как при первом запуске.
}
notice-registry-set-aside = Повреждённый файл отложен как { $file } и записан заново. Ничего не пропало.
notice-account-recovered = Аккаунта «{ $label }» не хватало в списке; он найден в собственной папке и возвращён. Теперь он последний в списке.
notice-account-unreadable = Папку одного аккаунта ({ $account }) не удалось прочитать, поэтому его нет в списке. Ничего не удалено. Верните папку из резервной копии или добавьте аккаунт снова. Убрать папку можно так: «Настройки» → «Аккаунты».
notice-account-nameless = Папка ({ $account }) хранит данные какого-то аккаунта, но не говорит какого. Ничего не удалено. Убрать её можно так: «Настройки» → «Аккаунты».
notice-registry-read-only = Этот список аккаунтов записал более новый Ninefold. Пользоваться им можно, но изменения не сохраняются. Обновите Ninefold.
notice-storage-failed = Изменения не удаётся сохранить. Освободите место или проверьте диск; Ninefold пробует дальше.
notice-data-not-removed = Часть данных удалённого аккаунта ещё на диске. Ninefold попробует снова при следующем запуске.
notice-account-not-added-no-isolation = Аккаунт не добавлен: аккаунты здесь не отделены друг от друга, а общее хранилище их смешало бы. Подробности покажет «ninefold doctor».
notice-account-not-added-newer-version = Аккаунт не добавлен: этот список аккаунтов записал более новый Ninefold. Обновите Ninefold.
notice-account-not-added-folder-read-only = Аккаунт не добавлен: в папку данных нельзя писать. Разрешите запись в папку и запустите Ninefold снова.
notice-account-not-added-address = Аккаунт не добавлен: это не адрес, который можно открыть.
notice-account-not-added-storage = Аккаунт не добавлен: не удалось создать его папку. Проверьте, есть ли место на диске, и попробуйте ещё раз.
notice-safe-start = Ninefold дважды подряд завершился вскоре после запуска, поэтому сам ничего не открыл.
notice-isolation-failed = Самопроверка показала, что аккаунты здесь не разделены ({ $kinds }). Пока это не решено, второй аккаунт не откроется. Подробности покажет «ninefold doctor».
notice-isolation-untested = Самопроверка того, разделены ли здесь аккаунты, не дала ответа. Ninefold попробует снова при следующем запуске; подробности покажет «ninefold doctor».
notice-secrets-unavailable = Системная связка ключей недоступна, поэтому входы, которые действуют до конца сеанса, не переживут перезапуска. Чтобы их сохранить, задайте парольную фразу: «Настройки» → «Приватность и безопасность».
notice-secrets-locked = Входы, которые действуют до конца сеанса, ждут вашей парольной фразы. Введите её, и они вернутся: «Настройки» → «Приватность и безопасность».
notice-sandbox-off = Песочница для страниц в этой системе недоступна. Установите bubblewrap и xdg-dbus-proxy, удалите файл /.flatpak-info, если он есть, и запустите Ninefold снова.
notice-download-done = { $count ->
    [1] «{ $label }»: файл { $file } загружен.
   *[other] «{ $label }»: загружено файлов: { $count }, последний — { $file }.
}
notice-download-failed = { $count ->
    [1] «{ $label }»: файл { $file } загрузить не удалось. Начните на странице заново.
   *[other] «{ $label }»: не удалось загрузить файлов: { $count }, последний — { $file }. Начните на странице заново.
}
notice-download-unwritten = { $count ->
    [1] «{ $label }»: файл { $file } не удалось записать на диск. Освободите место или выберите другую папку и начните на странице заново.
   *[other] «{ $label }»: не удалось записать на диск файлов: { $count }, последний — { $file }. Освободите место или выберите другую папку и начните на странице заново.
}
notice-account-signed-out = Вы вышли из «{ $label }».
notice-sign-out-unconfirmed = Неизвестно, завершил ли вход сервер «{ $label }». Сеанс убран с этого компьютера; завершите его и в самой CRM.
notice-sign-out-unreached = До сервера «{ $label }» не удалось добраться, поэтому о выходе он не знает. Сеанс забыт только на этом компьютере; когда сервер вернётся, завершите его и в самой CRM.
notice-session-other-key = Сохранённый вход «{ $label }» закрыт другим ключом. Войдите снова; сохранённое останется на случай, если тот ключ вернётся.
notice-disk-read-only = В папку данных нельзя писать: { $folder }. Аккаунты есть в списке, но их не открыть, и ничего не сохраняется. Разрешите запись в папку и запустите Ninefold снова.
notice-disk-full = Диск с папкой данных заполнен: { $folder }. Аккаунты есть в списке, но их не открыть, и ничего не сохраняется. Освободите место и запустите Ninefold снова.
notice-data-folder-unusable = Папку данных не удаётся открыть: { $folder }. Аккаунты не показать, и ничего не сохраняется. Проверьте права на неё и диск и запустите Ninefold снова.
notice-downloads-not-saved = { $files ->
    [1] «{ $label }»: один файл не сохранён.
   *[other] «{ $label }»: не сохранено файлов: { $files }.
}
notice-download-folder = «{ $label }»: в папку { $folder } нельзя сохранять файлы. Выберите другую: «Настройки» → «Загрузки».
notice-session-not-kept = Вход «{ $label }» не удаётся сохранить до следующего запуска. Освободите место или проверьте диск.
notice-session-not-cleared = Сеанс «{ $label }» не удалось убрать с этого компьютера. Ninefold попробует снова при следующем запуске.
notice-already-listed = «{ $label }» уже есть в списке.
notice-system-keys-unavailable = Эти клавиши недоступны в других программах: { $keys }. Их может держать другая программа.
notice-address-copied = Адрес скопирован.
notice-address-refused = { $label } пыталась открыть адрес { $scheme }:. Со страниц Ninefold такие не открывает.
notice-popups-refused = Страница «{ $label }» хотела открыть много окон сразу. Ninefold открыл только первые из них.
notice-cache-cleared = Кэш «{ $label }» очищен.
notice-service-restarted = Служба на этом компьютере остановилась и запущена снова.
notice-service-failed = Служба на этом компьютере не запускается. Почему, покажет «ninefold doctor».

## Ошибки

error-accountNotFound = Этого аккаунта уже нет.
error-windowNotFound = Этого окна уже нет.
error-workspaceNotFound = Этого рабочего пространства уже нет.
error-downloadNotFound = Этой загрузки уже нет в списке.
error-invalidRequest = В таком виде это не принимается. Проверьте введённое.
error-addressInvalid = Это не адрес, который можно открыть.
error-pictureInvalid = Изображение не читается или слишком велико. Выберите другое.
error-readOnly = Этот список аккаунтов записал более новый Ninefold, поэтому изменить его нельзя. Обновите Ninefold.
error-folderReadOnly = В папку данных нельзя писать, поэтому ничего не добавить и не изменить. Разрешите запись или освободите место и запустите Ninefold снова.
error-storageFailed = Сохранить не удалось. Проверьте, есть ли место на диске, и попробуйте ещё раз.
error-noIsolation = Эта система не может дать ещё одному аккаунту собственного хранилища, поэтому он не добавлен.
error-proxyInvalid = Это не адрес прокси. Напишите его как http://proxy.example.com:3128 или socks5://127.0.0.1:1080, без имени и пароля.
error-passphraseWrong = Это не та парольная фраза, которая была задана. Проверьте Caps Lock и язык клавиатуры и попробуйте ещё раз.
error-passphraseEmpty = Введите парольную фразу.
error-folderUnusable = В эту папку нельзя сохранять файлы. Выберите папку, которая есть или которую вы можете создать.
error-secretsFailed = Ключ не удалось сохранить или прочитать. Проверьте, есть ли место на диске, и попробуйте ещё раз; подробности есть в журнале.
error-serviceFailed = Служба на этом компьютере не запустилась. Почему, покажет «ninefold doctor».
error-passwordWeak = Этот пароль слишком легко угадать. Возьмите длиннее, из нескольких не связанных слов.
error-serviceRefused = Служба не приняла введённое. Проверьте имя и адрес почты.
error-fileFailed = Файл не удалось открыть. Возможно, его перенесли или удалили.
error-busy = Идёт что-то другое. Попробуйте чуть позже.
error-internal = Ninefold ошибся. Попробуйте ещё раз; подробности есть в журнале.

## Настройки

settings-title = Настройки
settings-search = Искать в настройках
settings-none-found = Здесь ничего не отвечает запросу «{ $text }».
settings-sections = Разделы
settings-general = Общие
settings-theme = Вид
settings-theme-system = Как в системе
settings-theme-light = Светлый
settings-theme-dark = Тёмный
settings-language = Язык
settings-language-system = Как в системе
settings-new-account-in = Новые аккаунты открывать
settings-new-account-in-window = в собственном окне
settings-new-account-in-tab = в текущем окне
settings-load-tabs = При запуске загружать и аккаунты в фоновых вкладках
settings-load-tabs-hint = Переход быстрее, но запуск берёт больше памяти.
settings-accounts = Аккаунты
settings-accounts-none = Аккаунтов ещё нет. Добавьте первый, и его можно будет изменить здесь.
settings-folder = Папка неизвестного аккаунта
settings-folder-text = Здесь данные какого-то аккаунта, и ничто не говорит какого. Кто в него входил, должен войти снова.
settings-folder-remove = Убрать папку
settings-account-permissions = Разрешения
settings-account-permissions-none = Ни один сайт этого аккаунта ещё ничего не просил.
settings-permission-allowed = { $permission }: разрешено
settings-permission-blocked = { $permission }: не разрешено
settings-permission-revoke = Спросить снова
settings-permission-revoke-name = Спросить снова про «{ $permission }» для { $origin }
permission-notifications = Уведомления
permission-location = Местоположение
permission-microphone = Микрофон
permission-camera = Камера
permission-cameraAndMicrophone = Камера и микрофон
permission-screen = Экран
permission-clipboard = Буфер обмена
permission-otherSite = Открывать здесь другие сайты
permission-launch = Открывать другой программой
permission-manyFiles = Сохранять много файлов сразу
permission-other = Другое
settings-account-zoom = Масштаб
settings-account-actions = Действия
settings-keys = Клавиши
settings-keys-enabled = Клавиши Ninefold
settings-keys-enabled-hint = Если выключить, все клавиши достанутся странице.
settings-keys-system = Переключать аккаунты и из других программ
settings-keys-system-hint = Тогда { $first } – { $last } везде принадлежат Ninefold.
settings-keys-system-unsupported = Эта система не даёт программам забирать клавиши себе (Wayland). Вместо этого назначьте клавиши для команды «ninefold switch 1» в настройках рабочего стола.
settings-keys-change = Изменить клавиши: { $action }
settings-keys-record = Нажмите новые клавиши…
settings-keys-record-hint = Esc отменяет, Backspace убирает клавиши.
settings-keys-reset = Вернуть исходные, { $chord }
settings-keys-reset-none = Вернуть исходное: без клавиш
settings-keys-conflict-first = Те же клавиши есть и у действия: { $actions }. Сработает это: первым идёт то, что выше в списке.
settings-keys-conflict-other = Срабатывает «{ $action }»: у этого действия те же клавиши, и оно выше в списке. Выберите другие для одного из двух.
settings-keys-unusable = Нужны ещё Ctrl, Alt или Cmd либо функциональная клавиша.
settings-downloads = Загрузки
settings-downloads-ask = Спрашивать, куда сохранить каждый файл
settings-downloads-folder = Папка
settings-downloads-folder-hint = Пусто — системная папка загрузок.
settings-downloads-folder-save = Сохранять сюда
settings-privacy = Приватность и безопасность
settings-secrets = Ключ для сеансовых cookie
settings-secrets-keychain = В системной связке ключей. Входы переживают перезапуск.
settings-secrets-file = В зашифрованном файле, под вашей парольной фразой. После каждого запуска Ninefold ждёт её здесь.
settings-secrets-locked = В зашифрованном файле, который ждёт вашей парольной фразы. Как только вы её введёте, входы, которые действуют до конца сеанса, вернутся.
settings-secrets-none = Нигде, потому что системная связка ключей недоступна. Входы, которые действуют до конца сеанса, не переживают перезапуска.
settings-passphrase-set = Задать парольную фразу
settings-passphrase-text = Тогда ключ будет храниться в зашифрованном файле. После каждого запуска Ninefold будет ждать здесь парольную фразу; пока её нет, нет и этих входов. Восстановить её невозможно.
settings-passphrase = Парольная фраза
settings-passphrase-current = Текущая парольная фраза
settings-passphrase-new = Новая парольная фраза
settings-passphrase-change = Изменить парольную фразу
settings-passphrase-changed = Парольная фраза изменена. Со следующего запуска вводите новую.
settings-passphrase-replace = Задать вместо неё другую
settings-passphrase-replace-text = Если старая парольная фраза забыта. Входы, сохранённые под ней, останутся закрытыми: в этих аккаунтах придётся войти ещё раз.
settings-passphrase-hint = Не меньше 8 символов. Несколько не связанных между собой слов легко запомнить.
settings-passphrase-short = Это короче 8 символов. Добавьте слово.
settings-passphrase-again = Ещё раз то же самое
settings-passphrase-different = Они разные. Введите одну и ту же парольную фразу дважды.
settings-passphrase-setting = Сохраняем…
settings-passphrase-unlock = Разблокировать
settings-passphrase-unlocking = Разблокируем…
settings-sandbox = Песочница
settings-sandbox-on = Каждая страница работает в системной песочнице.
settings-sandbox-off = Страницы работают без системной песочницы. В Linux для неё нужны bubblewrap и xdg-dbus-proxy.
settings-telemetry = Телеметрия
settings-telemetry-none = Нет. Ninefold общается только с серверами ваших аккаунтов.
settings-about = О программе
settings-version = Версия { $version }
settings-licence = Свободная программа под лицензией Apache 2.0.
settings-help = Команда «ninefold doctor» проверяет эту установку.
