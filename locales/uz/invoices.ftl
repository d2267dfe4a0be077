## One’s own invoices

invoices-list =
    🧾 <b>Yuk xatlari</b>
    Jami: { $count }. Qaysi birini ochamiz, tanlang 👇
invoices-empty =
    🧾 Yuk xatlari hozircha yo‘q.

    Kassada kartangizni ko‘rsating, xaridingiz shu yerda chiqadi: /card
invoices-button = { $date } · { $total }
invoices-button-refunded = ↩️ { $date } · { $total }
invoices-button-list = ↩️ Ro‘yxatga
invoices-button-pdf = 📄 PDF
invoices-head =
    🧾 <b>Yuk xati { $number }</b>
    { $date }
invoices-line =
    { $name }
    { $quantity } × { $price } = <b>{ $total }</b>
invoices-line-of-one =
    { $name }
    <b>{ $total }</b>
invoices-total = Jami: <b>{ $amount }</b>
invoices-redeemed = Ball bilan to‘landi: <b>{ points-count }</b>
invoices-redeemed-referral = Do‘stlar uchun ballar bilan to‘landi: <b>{ points-count }</b>
invoices-paid = Pul bilan to‘landi: <b>{ $amount }</b>
invoices-debt = Qarzga qoldi: <b>{ $amount }</b>
invoices-earned = Qo‘shildi: <b>{ points-count }</b>
