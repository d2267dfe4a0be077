## Staff: a customer’s bills of services

staff-bills-button = 📄 Счета
staff-bills-button-open = 📄 Счета: { $count }
staff-bills-open =
    📄 <b>Счета к оплате: { $count }</b>
    Оплатить всего: <b>{ $amount }</b>
staff-bills-none-open = 📄 Все счета оплачены.
staff-bills-empty = 📄 Счетов пока нет.
staff-bills-button-paid = ✅ { $what } · { $amount }
staff-bills-button-list = ↩️ К счетам

staff-bills-earned =
    ⭐ Начислено за счёт: <b>{ $points } { $points-count ->
        [one] балл
        [few] балла
        [many] баллов
       *[other] балла
    }</b>
staff-bills-payments = 💵 <b>Оплаты</b>
staff-bills-payment = • { $date }: <b>{ $amount }</b>
staff-bills-payment-known = • { $date }: <b>{ $amount }</b> · { $what }
staff-bills-more-payments = … и ещё { $count }
staff-bills-payment-pending = ещё не поступила
staff-bills-payment-failed = не прошла
staff-bills-payment-cancelled = отменена
staff-bills-method-cash = наличные
staff-bills-method-transfer = перевод

## Taking a payment

staff-bills-button-pay = 💵 Принять оплату
staff-bills-nothing-to-pay = По этому счёту платить нечего.
staff-bills-amount-ask =
    💵 <b>{ $name }</b>, счёт <code>{ $number }</code>
    К оплате: <b>{ $due }</b>. Сколько оплачено?
staff-bills-method-ask = Как оплачено? Выберите или напишите.
staff-bills-button-cash = 💵 Наличные
staff-bills-button-transfer = 🏦 Перевод
staff-bills-button-skip = ⏭ Не указывать
staff-bills-preview =
    💵 <b>{ $name }</b>, <code>{ $code }</code>
    Счёт <code>{ $number }</code>
    Оплата: <b>{ $amount }</b>
    Останется к оплате: <b>{ $left }</b>
staff-bills-method = Как: { $method }
staff-bills-changed = За это время счёт или его оплата изменились. Проверьте, пожалуйста, ещё раз.
staff-bills-done = ✅ Оплата принята: <b>{ $amount }</b>
