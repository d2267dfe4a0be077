## Счета за услуги на экранах и в документах

bill-of-month = Счёт <code>{ $number }</code> за { $month }
bill-of-day = Счёт <code>{ $number }</code> от { $date }
bill-to-pay = К оплате: <b>{ $amount }</b>
bill-left = Осталось оплатить: <b>{ $amount }</b>
bill-due = Срок оплаты: <b>{ $date }</b>
bill-overdue = ⚠️ Срок оплаты прошёл: <b>{ $date }</b>
bill-status-draft = черновик
bill-status-unpaid = не оплачен
bill-status-partial = оплачен частично
bill-status-paid = оплачен
bill-issued = Выставлен: { $date }
bill-status = Статус: <b>{ $status }</b>
bill-line = • { $name }: <b>{ $amount }</b>
bill-more-lines = … и ещё { $count }
bill-sub-total = Сумма: { $amount }
bill-discount = Скидка: −{ $amount }
bill-vat = НДС: { $amount }
bill-total = Итого: <b>{ $amount }</b>
bill-paid-so-far = Оплачено: <b>{ $amount }</b>
bill-how-to-pay = 💳 <b>Как оплатить</b>
bill-way = { $name }: <code>{ $number }</code>
bill-reference = При оплате укажите номер счёта: <code>{ $number }</code>
bill-button-open = 📄 Открыть счёт

## Сообщения клиенту о его счетах

bill-made = 📄 <b>Новый счёт за услуги</b>
bill-paid = ✅ <b>Оплата получена: { $amount }</b>
bill-taken-back = ↩️ <b>Оплата отменена: { $amount }</b>
bill-paid-in-full = Счёт оплачен полностью. Спасибо!
bill-earned =
    ⭐ Вам начислено: <b>{ $points } { $points-count ->
        [one] балл
        [few] балла
        [many] баллов
       *[other] балла
    }</b>
bill-due-today = ⏳ <b>Сегодня последний день оплаты счёта</b>
bill-due-in =
    ⏳ <b>До срока оплаты счёта { $days } { $days ->
        [one] день
        [few] дня
       *[many] дней
    }</b>

## Месяцы

bill-month-01 = январь { $year }
bill-month-02 = февраль { $year }
bill-month-03 = март { $year }
bill-month-04 = апрель { $year }
bill-month-05 = май { $year }
bill-month-06 = июнь { $year }
bill-month-07 = июль { $year }
bill-month-08 = август { $year }
bill-month-09 = сентябрь { $year }
bill-month-10 = октябрь { $year }
bill-month-11 = ноябрь { $year }
bill-month-12 = декабрь { $year }

## Услуги

bill-bandwidth = Канал { $kind }, { $mbps } Мбит/с
bill-bandwidth-other = Канал, { $mbps } Мбит/с
bill-partner = Партнёрский канал, { $mbps } Мбит/с
bill-partner-share = Партнёрский канал, { $mbps } Мбит/с, доля { $share }
bill-package = Пакет { $name }
bill-service = Услуга
