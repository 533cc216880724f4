//! What problems say, in every language. A code without words doesn't compile.

use api::ErrorCode;
use crm::{FieldFault, Locale};

/// What happened, and what to do.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) detail: &'static str,
}

const fn words(title: &'static str, detail: &'static str) -> Words {
    Words { title, detail }
}

pub(super) const fn of(code: ErrorCode, locale: Locale) -> Words {
    match locale {
        Locale::English => english(code),
        Locale::Ukrainian => ukrainian(code),
        Locale::Russian => russian(code),
    }
}

const fn english(code: ErrorCode) -> Words {
    use ErrorCode as C;
    match code {
        C::ValidationFailed => words(
            "Some fields are wrong",
            "Correct the fields that are named.",
        ),
        C::TicketInvalid => words(
            "This link or code doesn't work any more",
            "It was used, or is too old. Ask for a new one.",
        ),
        C::Unauthenticated => words("You are not signed in", "Sign in and try again."),
        C::SignInFailed => words("Login or password is wrong", "Check both and try again."),
        C::CsrfFailed => words("This page is out of date", "Reload it and try again."),
        C::OriginRefused => words(
            "Another site sent this request",
            "Open the CRM itself and do it there.",
        ),
        C::CrmSuspended => words("This CRM is suspended", "Its owner can reactivate it."),
        C::CrmScheduledForDeletion => words(
            "This CRM is scheduled for deletion",
            "Its owner can still cancel that.",
        ),
        C::NotFound => words("There is nothing here", "Check the address."),
        C::CrmNotFound => words(
            "There is no CRM at this address",
            "Check the address, or ask whoever gave it to you.",
        ),
        C::MethodNotAllowed => words(
            "This can't be done here",
            "The address doesn't take this method.",
        ),
        C::PayloadTooLarge => words("That is too large", "Send less at once."),
        C::UnsupportedMediaType => words("The server can't read this format", "Send JSON."),
        C::MisdirectedHost => words(
            "This server has another address",
            "Open it under its own address.",
        ),
        C::PasswordWeak => words(
            "This password is too easy to guess",
            "Take a longer one that isn't common.",
        ),
        C::RateLimited => words("Too many attempts", "Wait a moment, then try again."),
        C::InternalError => words(
            "The server failed",
            "Try again. If it stays so, give the operator the request id.",
        ),
        C::ServerBusy => words("The server is busy", "Try again in a moment."),
    }
}

const fn ukrainian(code: ErrorCode) -> Words {
    use ErrorCode as C;
    match code {
        C::ValidationFailed => words("Деякі поля заповнено неправильно", "Виправте вказані поля."),
        C::TicketInvalid => words(
            "Це посилання або код більше не діє",
            "Його вже використано або воно застаріло. Попросіть нове.",
        ),
        C::Unauthenticated => words("Ви не ввійшли", "Увійдіть і спробуйте ще раз."),
        C::SignInFailed => words(
            "Неправильний логін або пароль",
            "Перевірте їх і спробуйте ще раз.",
        ),
        C::CsrfFailed => words("Ця сторінка застаріла", "Оновіть її та спробуйте ще раз."),
        C::OriginRefused => words(
            "Цей запит надіслав інший сайт",
            "Відкрийте саму CRM і зробіть це там.",
        ),
        C::CrmSuspended => words("Цю CRM призупинено", "Її власник може відновити роботу."),
        C::CrmScheduledForDeletion => words(
            "Цю CRM заплановано видалити",
            "Її власник ще може це скасувати.",
        ),
        C::NotFound => words("Тут нічого немає", "Перевірте адресу."),
        C::CrmNotFound => words(
            "За цією адресою немає CRM",
            "Перевірте адресу або запитайте того, хто її дав.",
        ),
        C::MethodNotAllowed => words(
            "Тут цього зробити не можна",
            "Ця адреса не приймає такого методу.",
        ),
        C::PayloadTooLarge => words("Це завелике", "Надсилайте менше за один раз."),
        C::UnsupportedMediaType => words("Сервер не читає цього формату", "Надішліть JSON."),
        C::MisdirectedHost => words(
            "У цього сервера інша адреса",
            "Відкрийте його за власною адресою.",
        ),
        C::PasswordWeak => words(
            "Цей пароль надто легко вгадати",
            "Виберіть довший і непоширений.",
        ),
        C::RateLimited => words("Забагато спроб", "Зачекайте трохи й спробуйте ще раз."),
        C::InternalError => words(
            "Помилка сервера",
            "Спробуйте ще раз. Якщо не допоможе, передайте операторові номер запиту.",
        ),
        C::ServerBusy => words("Сервер зайнятий", "Спробуйте за мить."),
    }
}

const fn russian(code: ErrorCode) -> Words {
    use ErrorCode as C;
    match code {
        C::ValidationFailed => words(
            "Некоторые поля заполнены неверно",
            "Исправьте указанные поля.",
        ),
        C::TicketInvalid => words(
            "Эта ссылка или код больше не действует",
            "Они уже использованы или устарели. Запросите новые.",
        ),
        C::Unauthenticated => words("Вы не вошли", "Войдите и попробуйте ещё раз."),
        C::SignInFailed => words(
            "Неверный логин или пароль",
            "Проверьте их и попробуйте ещё раз.",
        ),
        C::CsrfFailed => words("Эта страница устарела", "Обновите её и попробуйте ещё раз."),
        C::OriginRefused => words(
            "Этот запрос отправил другой сайт",
            "Откройте саму CRM и сделайте это там.",
        ),
        C::CrmSuspended => words(
            "Эта CRM приостановлена",
            "Её владелец может возобновить работу.",
        ),
        C::CrmScheduledForDeletion => words(
            "Эта CRM запланирована к удалению",
            "Её владелец ещё может это отменить.",
        ),
        C::NotFound => words("Здесь ничего нет", "Проверьте адрес."),
        C::CrmNotFound => words(
            "По этому адресу нет CRM",
            "Проверьте адрес или спросите того, кто его дал.",
        ),
        C::MethodNotAllowed => words(
            "Здесь этого сделать нельзя",
            "Этот адрес не принимает такой метод.",
        ),
        C::PayloadTooLarge => words("Это слишком много", "Отправляйте меньше за один раз."),
        C::UnsupportedMediaType => words("Сервер не читает этот формат", "Отправьте JSON."),
        C::MisdirectedHost => words(
            "У этого сервера другой адрес",
            "Откройте его по собственному адресу.",
        ),
        C::PasswordWeak => words(
            "Этот пароль слишком легко угадать",
            "Выберите более длинный и не распространённый.",
        ),
        C::RateLimited => words(
            "Слишком много попыток",
            "Подождите немного и попробуйте ещё раз.",
        ),
        C::InternalError => words(
            "Ошибка сервера",
            "Попробуйте ещё раз. Если не поможет, передайте оператору номер запроса.",
        ),
        C::ServerBusy => words("Сервер занят", "Попробуйте через мгновение."),
    }
}

/// What programs tell a fault of a field by.
pub(super) const fn fault_code(fault: FieldFault) -> &'static str {
    match fault {
        FieldFault::Required => "required",
        FieldFault::TooShort(_) => "too_short",
        FieldFault::TooLong(_) => "too_long",
        FieldFault::Invalid => "invalid",
        FieldFault::Unknown => "unknown",
        FieldFault::Common => "common",
        FieldFault::Personal => "personal",
    }
}

/// What people are told about a fault of a field.
pub(super) fn of_fault(fault: FieldFault, locale: Locale) -> String {
    let texts: [&str; 3] = match fault {
        FieldFault::Required => ["Fill this in.", "Заповніть це поле.", "Заполните это поле."],
        FieldFault::TooShort(_) => [
            "At least {} characters.",
            "Щонайменше {} символів.",
            "Не менее {} символов.",
        ],
        FieldFault::TooLong(_) => [
            "At most {} characters.",
            "Щонайбільше {} символів.",
            "Не более {} символов.",
        ],
        FieldFault::Invalid => ["This can't be right.", "Тут помилка.", "Здесь ошибка."],
        FieldFault::Unknown => [
            "There is no such thing.",
            "Такого не існує.",
            "Такого не существует.",
        ],
        FieldFault::Common => [
            "Too many people use this password.",
            "Цей пароль надто поширений.",
            "Этот пароль слишком распространён.",
        ],
        FieldFault::Personal => [
            "Don't use a name or address as password.",
            "Не використовуйте ім'я чи адресу як пароль.",
            "Не используйте имя или адрес как пароль.",
        ],
    };
    let [english, ukrainian, russian] = texts;
    let text = match locale {
        Locale::English => english,
        Locale::Ukrainian => ukrainian,
        Locale::Russian => russian,
    };
    match fault {
        FieldFault::TooShort(count) | FieldFault::TooLong(count) => {
            text.replace("{}", &count.to_string())
        }
        _ => text.to_owned(),
    }
}
