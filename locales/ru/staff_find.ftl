## Staff: finding and registering customers

find-ask =
    🔎 Кого ищем?
    Отправьте код, телефон, имя, @имя, промокод, эл. почту или компанию. Можно поделиться контактом.
found-none =
    По запросу «<b>{ $text }</b>» никого нет.
    Проверьте написание или зарегистрируйте нового клиента.
found-one = Подходит один клиент. Это он?
found-several = Подходят несколько клиентов. Кто из них?
found-pages = Нашлось клиентов: { $count }. Кто из них? Листайте кнопками внизу.
found-many = Вот первые { $count }, могут быть и другие. Если нужного нет, напишите имя полностью или отправьте код.
button-found = { $name } · { $code }
button-found-phone = { $name } · { $code } · …{ $digits }
button-register = ➕ Зарегистрировать
button-register-phone = ➕ Новый: { $phone }
button-sell-sum = 🛒 Продать на { $amount }

card-title =
    👤 <b>{ $name }</b>
    Код: <code>{ $code }</code>
card-username = Telegram: @{ $username }
card-phone = Телефон: { $phone }
card-email = Эл. почта: { $email }
card-since = Клиент с { $date }
card-points =
    ⭐ Баллы: <b>{ $main }</b>
    🎁 Баллы за друзей: <b>{ $referral }</b>
card-debt = 📒 Долг: <b>{ $debt }</b>
card-advance = 💵 Оплачено вперёд: <b>{ $amount }</b>
card-counts = 🧾 Накладных: { $invoices }, друзей: { $friends }
card-no-telegram = Ещё не в Telegram: сообщения не дойдут.
card-gone = Аккаунт удалён: сообщения не дойдут.
card-blocked = Бот остановлен: сообщения не дойдут.
button-sell = 🛒 Новая накладная
button-points = ⭐ Баллы
button-debt = 📒 Долг
button-history = 🕘 История
button-invoices = 🧾 Накладные
button-refresh = 🔄 Обновить
button-customer-card = 👤 Клиент
list-of-customer = 👤 <b>{ $name }</b>, <code>{ $code }</code>
list-nothing-yet = Здесь пока ничего нет.
list-invoices = 🧾 Накладных: { $count }. Выберите, какую открыть 👇
list-invoices-refunded = 🧾 Накладных: { $count }, возвращено целиком: { $refunded }. Выберите, какую открыть 👇

register-phone =
    ➕ <b>Новый клиент</b>
    Отправьте телефон, можно сразу с именем:
    <pre>{ $phone } Алия Ахметова</pre>
    Или поделитесь контактом клиента.
register-phone-of = ➕ <b>{ $name }</b>: отправьте телефон или контакт клиента.
register-bad-phone =
    Не получилось прочитать номер телефона. Отправьте его с кодом страны, например:
    <pre>{ $phone } Алия Ахметова</pre>
register-foreign-phone = Магазин записывает номера только этих стран: { $countries }.
register-which-phone = Эти цифры подходят к номерам разных стран. Какой из них?
register-name = Как зовут клиента с номером { $phone }?
register-contact =
    Этот номер ещё не зарегистрирован: { $phone }
    Зарегистрировать <b>{ $name }</b>? Если имя другое, просто напишите его.
registered = ✅ Клиент зарегистрирован.
