## Staff: a customer’s bills of services

staff-bills-button = 📄 Hisoblar
staff-bills-button-open = 📄 Hisoblar: { $count }
staff-bills-open =
    📄 <b>To‘lanadigan hisoblar: { $count }</b>
    Jami to‘lash kerak: <b>{ $amount }</b>
staff-bills-none-open = 📄 Barcha hisoblar to‘langan.
staff-bills-empty = 📄 Hozircha hisob yo‘q.
staff-bills-button-paid = ✅ { $what } · { $amount }
staff-bills-button-list = ↩️ Hisoblarga

staff-bills-earned = ⭐ Hisob uchun qo‘shildi: <b>{ $points } ball</b>
staff-bills-payments = 💵 <b>To‘lovlar</b>
staff-bills-payment = • { $date }: <b>{ $amount }</b>
staff-bills-payment-known = • { $date }: <b>{ $amount }</b> · { $what }
staff-bills-more-payments = … va yana { $count }
staff-bills-payment-pending = hali kelib tushmagan
staff-bills-payment-failed = o‘tmadi
staff-bills-payment-cancelled = bekor qilindi
staff-bills-method-cash = naqd
staff-bills-method-transfer = o‘tkazma

## Taking a payment

staff-bills-button-pay = 💵 To‘lov qabul qilish
staff-bills-nothing-to-pay = Bu hisob bo‘yicha to‘laydigan narsa yo‘q.
staff-bills-amount-ask =
    💵 <b>{ $name }</b>, <code>{ $number }</code> hisobi
    To‘lash kerak: <b>{ $due }</b>. Qancha to‘landi?
staff-bills-method-ask = Qanday to‘landi? Tanlang yoki yozing.
staff-bills-button-cash = 💵 Naqd
staff-bills-button-transfer = 🏦 O‘tkazma
staff-bills-button-skip = ⏭ Ko‘rsatmaslik
staff-bills-preview =
    💵 <b>{ $name }</b>, <code>{ $code }</code>
    Hisob <code>{ $number }</code>
    To‘lov: <b>{ $amount }</b>
    To‘lashga qoladi: <b>{ $left }</b>
staff-bills-method = Qanday: { $method }
staff-bills-changed = Shu orada hisob yoki uning to‘lovi o‘zgardi. Yana bir bor tekshiring.
staff-bills-done = ✅ To‘lov qabul qilindi: <b>{ $amount }</b>
