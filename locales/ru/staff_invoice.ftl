## Staff: issuing an invoice

sale-whom =
    🛒 <b>Новая накладная</b>
    Кто покупает? Отправьте код, телефон, имя, @имя или промокод.
sale-whom-goods =
    🛒 <b>Новая накладная</b>

    { $lines }

    Итого: <b>{ $total }</b>
    Кто покупает? Отправьте код, телефон, имя, @имя или промокод.
sale-customer-unknown =
    По запросу «<b>{ $text }</b>» никого нет. Товары я запомнил: отправьте код, телефон или имя клиента.
sale-lines =
    🛒 <b>{ $name }</b>
    Что продаём? Каждый товар с новой строки, можно несколько в одном сообщении:
    <pre>Смеситель 4 x 4800
    Доставка 500</pre>
sale-more =
    🛒 <b>{ $name }</b>

    { $lines }

    Итого: <b>{ $total }</b>
    Отправьте ещё товары или продолжайте.
button-done = ➡️ Дальше
button-undo = ⬅️ Убрать последний
sale-line = • { $name }: { $quantity } × { $price } = { $total }
sale-line-single = • { $name }: { $total }

sale-points = Итого: <b>{ $total }</b>. Оплатить часть баллами?
sale-amount = { $wallet }: сколько списать? Можно до <b>{ $most }</b>.
sale-bad-amount = Нужно число, например <code>200</code>. Можно до <b>{ $most }</b>.
button-all-main = ⭐ Баллы: { $points }
button-all-referral = 🎁 За друзей: { $points }
button-some-main = ⭐ Другая сумма
button-some-referral = 🎁 Другая сумма
button-no-points = Без баллов
sale-payment = К оплате: <b>{ $amount }</b>. Оплачено?
button-paid = 💵 Оплачено
button-on-credit = 📒 Записать в долг

preview-title = 🧾 <b>{ $name }</b>, <code>{ $code }</code>
sale-total = Итого: <b>{ $amount }</b>
sale-redeemed = Оплата баллами: <b>−{ $points }</b>
sale-redeemed-referral = Оплата баллами за друзей: <b>−{ $points }</b>
sale-to-pay = К оплате: <b>{ $amount }</b>
sale-paid = Оплачено: <b>{ $amount }</b>
sale-debt = 📒 В долг: <b>{ $amount }</b>
sale-to-earn =
    ⭐ Будет начислено: <b>{ $points } { $points-count ->
        [one] балл
        [few] балла
        [many] баллов
       *[other] балла
    }</b>
preview-question = Всё верно?
sale-nothing-to-redeem = Баллов, которыми можно оплатить эту накладную, нет.
sale-nothing-in-wallet = { $wallet }: <b>0</b>. { $other }: можно до <b>{ $most }</b>.
sale-changed = Суммы за это время изменились. Проверьте, пожалуйста, ещё раз.
button-change-points = ⭐ Баллы
button-change-lines = ✏️ Товары
press-a-button = Выберите, пожалуйста, кнопку под последним сообщением. Остановить: /cancel
already-done = Это уже сделано. Второй раз ничего не произошло.

issued = ✅ Накладная <code>{ $number }</code> оформлена: <b>{ $name }</b>
sale-earned =
    ⭐ Начислено: <b>{ $points } { $points-count ->
        [one] балл
        [few] балла
        [many] баллов
       *[other] балла
    }</b>
sale-balance = Баланс клиента: <b>{ $main }</b>, за друзей: <b>{ $referral }</b>
button-new-sale = 🛒 Следующая накладная

notice-balance = Ваш баланс: <b>{ $main }</b>, за друзей: <b>{ $referral }</b>
notice-reward =
    🎁 Первая покупка вашего друга: <b>{ $name }</b>. Вам начислено <b>{ $points } { $points-count ->
        [one] балл
        [few] балла
        [many] баллов
       *[other] балла
    } за друзей</b>. Спасибо, что приглашаете!

sale-faults = Прочитать удалось не всё, поэтому пока ничего не оформлено:
sale-fault =
    Строка { $line }: <code>{ $text }</code>
    { $why }
sale-faults-line = Остальное я запомнил: можно отправить только исправленную строку { $line }.
sale-faults-resend =
    Скопируйте, исправьте и отправьте ещё раз:
    <pre>{ $message }</pre>
why-no-name = Что это? Сначала название: <code>Чай 2 x 350</code>
why-name-too-long = Название слишком длинное: не больше 200 символов.
why-name-reserved = Это слово значит баллы, долг, скидку или итог. Назовите товар иначе: <code>Карта клиента 500</code>
why-no-price = Не вижу цены. Она идёт последней: <code>Чай 2 x 350</code> или <code>Доставка 500</code>
why-no-quantity = Перед x нужно число больше нуля, без единицы: <code>Сахар, кг 2 x 500</code>
why-too-precise = Слишком много знаков после запятой. Тысячи пишите так: <code>1500</code> или <code>1 500</code>
why-negative = Сумма не может быть меньше нуля.
why-too-large = Слишком большая сумма. Проверьте, нет ли лишних нулей.
why-another-sum = Сумма не сходится: количество на цену даёт другое. Поправьте число или уберите сумму: <code>Чай 2 x 350</code>
why-another-currency = Здесь другая валюта. Напишите цену в валюте магазина: <code>Чай 350</code>
why-points-missing = Сколько баллов? <code>{ keyword-bonus } 200</code> или <code>{ keyword-bonus } { keyword-all }</code>
why-points-twice = Баллы можно списать один раз и с одного счёта. Оставьте одну из строк.
why-debt-with-amount = В долг записывается весь остаток. Напишите просто <code>{ keyword-debt }</code>
why-discount = Скидку отдельной строкой записать нельзя. Напишите цену уже со скидкой: <code>Чай 300</code>. Списать баллы: <code>{ keyword-bonus } 200</code>
why-total = Итог я считаю сам: уберите эту строку. Продать на сумму без названий: <code>10012 5000</code>
why-payment = Как оплачено, я не записываю: уберите эту строку. Оплачена только часть? Напишите <code>{ keyword-debt }</code>, а потом примите оплату: /debt. Если это товар, назовите его иначе: <code>Карта клиента 500</code>
why-return = Возврат в продажу не записывается. Вернуть деньги за товар: /refund
why-quantity-alone = Количество пишется в строке товара: <code>Чай 2 x 350</code>
why-not-goods = Это не товар: телефон, номер, налог или остаток не записываются. Уберите эту строку. Если это всё же товар, назовите его иначе: <code>Карта клиента 500</code>
why-two-customers = В продаже один покупатель: его код стоит в первой строке, товары ниже. Вторую продажу отправьте отдельным сообщением.

sale-unclear =
    Строку { $line } можно прочитать по-разному: <code>{ $text }</code>
    Как правильно? Выберите или отправьте эту строку заново.
sale-doubtful =
    Я не уверен в строке { $line }: <code>{ $text }</code>
    Я понял верно? Если нет, отправьте эту строку заново.
reading-line = { $name }: { $quantity } × { $price } = { $total }
reading-single = { $name }: { $total }
reading-customer = 👤 { $name }, { $code }
reading-points = баллы: −{ $points }
reading-referral = баллы за друзей: −{ $points }
reading-all-points = баллы: все
reading-all-referral = баллы за друзей: все
reading-no-points = без баллов
reading-debt = в долг
reading-nothing = не товар, убрать строку
reading-as-goods = 🛒 Товар «{ $name }»: { $total }
reading-as-sum = 🛒 Сумма покупки: { $total }
