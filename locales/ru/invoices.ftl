## One’s own invoices

invoices-list =
    🧾 <b>Накладные</b>
    Всего: { $count }. Выберите, какую открыть 👇
invoices-empty =
    🧾 Накладных пока нет.

    Покажите карту на кассе, и покупка появится здесь: /card
invoices-button = { $date } · { $total }
invoices-button-refunded = ↩️ { $date } · { $total }
invoices-button-list = ↩️ К списку
invoices-button-pdf = 📄 PDF
invoices-head =
    🧾 <b>Накладная { $number }</b>
    { $date }
invoices-line =
    { $name }
    { $quantity } × { $price } = <b>{ $total }</b>
invoices-line-of-one =
    { $name }
    <b>{ $total }</b>
invoices-total = Итого: <b>{ $amount }</b>
invoices-redeemed = Оплачено баллами: <b>{ points-count }</b>
invoices-redeemed-referral = Оплачено баллами за друзей: <b>{ points-count }</b>
invoices-paid = Оплачено деньгами: <b>{ $amount }</b>
invoices-debt = Осталось в долг: <b>{ $amount }</b>
invoices-earned = Начислено: <b>{ points-count }</b>
