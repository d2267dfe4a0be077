## Персонал: купон клиенту

button-coupon = 🎟 Купон
give-coupon-kind = 🎟 <b>{ $name }</b>. Что даст купон?
button-coupon-percent = 🏷 Скидка в процентах
button-coupon-amount = 💵 Скидка на сумму
button-coupon-points = ⭐ Баллы
button-coupon-gift = 🎁 Подарок
give-coupon-percent = Сколько процентов от суммы покупки? Например, <code>10</code>
give-coupon-percent-bad = Нужно число больше нуля и не больше 100, например <code>10</code>
give-coupon-amount = Какая скидка? Отправьте сумму, например <code>500</code>
give-coupon-points = Сколько баллов начислить вместе с покупкой?
give-coupon-title = Как назвать купон? Название увидят клиент и кассир.
give-coupon-title-of-gift = Что за подарок? Название увидят клиент и кассир, например <code>Чашка кофе</code>
give-coupon-title-bad = Название слишком длинное: до { $most } символов.
give-coupon-days = Сколько дней действует купон? Выберите или отправьте число от 1 до { $most }.
give-coupon-preview =
    🎟 Купон для <b>{ $name }</b>, <code>{ $code }</code>
    <b>{ $title }</b>: { $worth }
    { $until }

    Всё верно?
give-coupon-done =
    ✅ <b>{ $name }</b>: купон выдан
    <b>{ $title }</b>: { $worth }
    { $until }
