## One’s own invoices

invoices-list =
    🧾 <b>Жүкқұжаттар</b>
    Барлығы: { $count }. Қайсысын ашамыз, таңдаңыз 👇
invoices-empty =
    🧾 Жүкқұжаттар әзірге жоқ.

    Кассада картаңызды көрсетіңіз, сатып алғаныңыз осында шығады: /card
invoices-button = { $date } · { $total }
invoices-button-refunded = ↩️ { $date } · { $total }
invoices-button-list = ↩️ Тізімге
invoices-button-pdf = 📄 PDF
invoices-head =
    🧾 <b>Жүкқұжат { $number }</b>
    { $date }
invoices-line =
    { $name }
    { $quantity } × { $price } = <b>{ $total }</b>
invoices-line-of-one =
    { $name }
    <b>{ $total }</b>
invoices-total = Барлығы: <b>{ $amount }</b>
invoices-redeemed = Баллмен төленді: <b>{ points-count }</b>
invoices-redeemed-referral = Достар үшін баллдармен төленді: <b>{ points-count }</b>
invoices-paid = Ақшамен төленді: <b>{ $amount }</b>
invoices-debt = Қарызға қалды: <b>{ $amount }</b>
invoices-earned = Қосылды: <b>{ points-count }</b>
