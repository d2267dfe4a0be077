## One’s own invoices

invoices-list =
    🧾 <b>Накладнойлор</b>
    Баары: { $count }. Кайсынысын ачабыз, тандаңыз 👇
invoices-empty =
    🧾 Накладнойлор азырынча жок.

    Кассада картаңызды көрсөтүңүз, сатып алганыңыз ушул жерге чыгат: /card
invoices-button = { $date } · { $total }
invoices-button-refunded = ↩️ { $date } · { $total }
invoices-button-list = ↩️ Тизмеге
invoices-button-pdf = 📄 PDF
invoices-head =
    🧾 <b>Накладной { $number }</b>
    { $date }
invoices-line =
    { $name }
    { $quantity } × { $price } = <b>{ $total }</b>
invoices-line-of-one =
    { $name }
    <b>{ $total }</b>
invoices-total = Баары: <b>{ $amount }</b>
invoices-redeemed = Балл менен төлөндү: <b>{ points-count }</b>
invoices-redeemed-referral = Достор үчүн баллдар менен төлөндү: <b>{ points-count }</b>
invoices-paid = Акча менен төлөндү: <b>{ $amount }</b>
invoices-debt = Карызга калды: <b>{ $amount }</b>
invoices-earned = Кошулду: <b>{ points-count }</b>
