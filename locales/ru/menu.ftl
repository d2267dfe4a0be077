## Keyboard of customers

menu-balance = 💰 Баланс
menu-card = 💳 Карта
menu-history = 🕘 История
menu-invoices = 🧾 Накладные
menu-parcels = 📦 Посылки
menu-invite = 🎁 Пригласить друга
menu-shop = 🏪 Магазин
menu-profile = 👤 Профиль
menu-settings = ⚙️ Настройки
menu-help = ❓ Помощь

## Keyboard of staff

menu-find = 🔎 Найти клиента
menu-invoice = 🛒 Новая накладная
menu-new = ➕ Новый клиент
menu-bonus = ⭐ Баллы клиента
menu-debt = 📒 Долг клиента
menu-refund = ↩️ Возврат покупки
menu-staff = 👥 Сотрудники
menu-keys = 🔑 Ключи API
menu-customer = 👛 Мои баллы
menu-admin = 💼 Меню сотрудника

menu-customer-title = Выбирайте, что открыть 👇
menu-staff-title =
    <b>Меню сотрудника</b>
    Ваша роль: { $role }

## Descriptions of commands

command-start = Начать
command-menu = Показать кнопки
command-balance = Сколько у меня баллов
command-card = Моя карта для кассы
command-history = История баллов
command-invoices = Мои накладные
command-parcels = Посылки: где они сейчас
command-parcels-staff = Посылки: найти, добавить, сменить статус
command-promo = Ввести промокод друга
command-invite = Пригласить друга
command-profile = Мои данные
command-shop = Адрес и телефон магазина
command-settings = Язык и настройки
command-help = Что умеет бот
command-cancel = Отменить начатое
command-find = Найти клиента
command-new = Зарегистрировать клиента
command-invoice = Оформить накладную
command-bonus = Начислить или списать баллы
command-debt = Долг клиента
command-refund = Оформить возврат
command-staff = Сотрудники и роли
command-token = Одноразовый код для входа в программу
command-keys = Ключи API
command-admin = Меню сотрудника

## Help

help-customer =
    Здесь копятся ваши баллы. Покажите карту на кассе, и за покупку начислятся баллы. Ими можно оплатить следующую.

    💰 /balance: сколько баллов накоплено
    💳 /card: карта для кассы, QR-код и номер
    🕘 /history: откуда баллы и на что потрачены
    🧾 /invoices: ваши покупки, по строкам
    📦 /parcels: где сейчас ваши посылки
    🎁 /invite: пригласите друга и получите баллы за его первую покупку
    🎟 /promo <code>КОД</code>: ввести промокод друга до первой покупки
    👤 /profile: ваши данные
    🏪 /shop: адрес и телефон магазина
    ⚙️ /settings: язык
    ✖️ /cancel: отменить начатое

    Команды учить не нужно: всё есть на кнопках внизу.
help-staff =
    <b>Продажа одним сообщением</b>
    <pre>/invoice 10012
    Смеситель 4 x 4800
    Доставка 500
    { keyword-bonus } 200</pre>
    В первой строке клиент: код, телефон, @имя или промокод. Дальше каждый товар с новой строки: название, количество x цена. Одна штука? Хватит цены.

    <code>{ keyword-bonus } 200</code>: оплатить 200 баллами
    <code>{ keyword-bonus } { keyword-all }</code>: оплатить баллами, сколько можно
    <code>{ keyword-referral } 100</code>: оплатить баллами за друзей
    <code>{ keyword-debt }</code>: остаток записать в долг
    Только сумма, без названий: <code>/invoice 10012 5000</code>

    Сначала я покажу итог. Пока вы не подтвердите, ничего не произойдёт. Забыли что-то? Спрошу кнопками.
    Ошиблись? Свою накладную можно отменить кнопкой под ней в течение 5 минут.

    <b>Клиенты</b>
    /find <code>ТЕКСТ</code>: найти по коду, телефону, имени, @имени или промокоду
    /new: зарегистрировать клиента по телефону
    /debt: принять оплату долга
    /admin: меню сотрудника
    /token: код для входа в программу магазина

    У вас тоже есть своя карта: /card, и баллы: /balance
help-manager =
    <b>Для менеджера</b>
    /bonus: начислить или списать баллы, с причиной
    /debt: записать долг или погасить его
    /refund: вернуть покупку, всю или часть
    /parcels: посылки: найти, добавить, сменить статус, списком или файлом
help-owner =
    <b>Для владельца</b>
    /staff: сотрудники и их роли
    /keys: ключи для касс, интернет-магазинов и других программ
    /settings: срок действия баллов, согласие на списание
