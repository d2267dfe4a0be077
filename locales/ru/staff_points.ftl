## Staff: points and debts by hand

points-whom =
    ⭐ <b>Баллы вручную</b>
    Чьи? Отправьте код, телефон, имя, @имя или промокод.
    Можно всё сразу: <code>/bonus 10012 +500 за отзыв</code>
points-wallet = ⭐ <b>{ $name }</b>. Какие баллы?
button-wallet = { $wallet }: { $points }
points-direction =
    ⭐ <b>{ $name }</b>
    { $wallet }: <b>{ $balance }</b>
button-give = ➕ Начислить
button-take = ➖ Списать
points-amount = Сколько баллов?
points-reason = За что? Напишите причину: её увидит клиент.
give-preview =
    ➕ <b>{ $name }</b>, <code>{ $code }</code>
    Начислить: <b>{ $points } { $points-count ->
        [one] балл
        [few] балла
        [many] баллов
       *[other] балла
    }</b> ({ $wallet })
    Причина: { $reason }

    Всё верно?
take-preview =
    ➖ <b>{ $name }</b>, <code>{ $code }</code>
    Списать: <b>{ $points } { $points-count ->
        [one] балл
        [few] балла
        [many] баллов
       *[other] балла
    }</b> ({ $wallet })
    Причина: { $reason }

    Всё верно?
points-done =
    ✅ <b>{ $name }</b>: <b>{ $change }</b>
    { $wallet }: <b>{ $balance }</b>
notice-given =
    ⭐ Вам начислено: <b>{ $points } { $points-count ->
        [one] балл
        [few] балла
        [many] баллов
       *[other] балла
    }</b>
    Причина: { $reason }

    { $wallet }: <b>{ $balance }</b>
notice-taken =
    ➖ Списано: <b>{ $points } { $points-count ->
        [one] балл
        [few] балла
        [many] баллов
       *[other] балла
    }</b>
    Причина: { $reason }

    { $wallet }: <b>{ $balance }</b>
change-bad-amount = Нужно число больше нуля, например <code>500</code> или <code>1 500,50</code>
notice-write-off = 🧾 На кассе списано с вашей карты:
notice-write-off-points = Баллы: <b>{ $points }</b>
notice-write-off-money = Деньги: <b>{ $amount }</b>

debt-whom =
    📒 <b>Долг клиента</b>
    Чей? Отправьте код, телефон, имя, @имя или промокод.
    Можно всё сразу: <code>/debt 10000 -500</code>
debt-direction =
    📒 <b>{ $name }</b>
    Долг: <b>{ $owed }</b>
button-debt-add = ➕ Записать в долг
button-debt-repay = 💵 Принять оплату
debt-none = ✅ <b>{ $name }</b>: долга нет.
debt-amount = 📒 <b>{ $name }</b>. Сколько записать в долг?
repay-amount =
    💵 <b>{ $name }</b>
    Долг: <b>{ $owed }</b>. Сколько оплачено?
button-whole = Всё: { $amount }
button-note = ✏️ Добавить заметку
debt-note-ask = Напишите заметку: её увидит клиент.
debt-preview =
    📒 <b>{ $name }</b>, <code>{ $code }</code>
    Записать в долг: <b>{ $amount }</b>
    Станет долг: <b>{ $owed }</b>
advance-preview =
    📒 <b>{ $name }</b>, <code>{ $code }</code>
    Списать из аванса: <b>{ $amount }</b>
    Останется аванс: <b>{ $left }</b>
repay-preview =
    💵 <b>{ $name }</b>, <code>{ $code }</code>
    Оплата: <b>{ $amount }</b>
    Останется долг: <b>{ $owed }</b>
debt-note = Заметка: { $note }
debt-done =
    ✅ <b>{ $name }</b>: { $amount } записано в долг
    Теперь долг: <b>{ $owed }</b>
advance-done =
    ✅ <b>{ $name }</b>: { $amount } списано из аванса
    Осталось аванса: <b>{ $left }</b>
repay-done =
    ✅ <b>{ $name }</b>: { $amount } оплачено
    Осталось: <b>{ $owed }</b>
notice-debt =
    📒 Записано в долг: <b>{ $amount }</b>
    Теперь ваш долг: <b>{ $owed }</b>
notice-advance =
    📒 Списано из вашего аванса: <b>{ $amount }</b>
    Осталось аванса: <b>{ $left }</b>
notice-repaid =
    ✅ Мы получили вашу оплату: <b>{ $amount }</b>. Спасибо!
    Осталось: <b>{ $owed }</b>
notice-deposit = 💵 Зачислено на ваш счёт: <b>{ $amount }</b>
notice-charge = 📒 Списано с вашего счёта: <b>{ $amount }</b>
