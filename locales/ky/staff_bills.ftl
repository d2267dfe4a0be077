## Staff: a customer’s bills of services

staff-bills-button = 📄 Эсептер
staff-bills-button-open = 📄 Эсептер: { $count }
staff-bills-open =
    📄 <b>Төлөнө турган эсептер: { $count }</b>
    Баары төлөөгө: <b>{ $amount }</b>
staff-bills-none-open = 📄 Бардык эсептер төлөнгөн.
staff-bills-empty = 📄 Азырынча эсеп жок.
staff-bills-button-paid = ✅ { $what } · { $amount }
staff-bills-button-list = ↩️ Эсептерге

staff-bills-earned = ⭐ Эсеп үчүн кошулду: <b>{ $points } балл</b>
staff-bills-payments = 💵 <b>Төлөмдөр</b>
staff-bills-payment = • { $date }: <b>{ $amount }</b>
staff-bills-payment-known = • { $date }: <b>{ $amount }</b> · { $what }
staff-bills-more-payments = … жана дагы { $count }
staff-bills-payment-pending = али түшө элек
staff-bills-payment-failed = өткөн жок
staff-bills-payment-cancelled = токтотулду
staff-bills-method-cash = накталай
staff-bills-method-transfer = которуу

## Taking a payment

staff-bills-button-pay = 💵 Төлөм кабыл алуу
staff-bills-nothing-to-pay = Бул эсеп боюнча төлөй турган эч нерсе жок.
staff-bills-amount-ask =
    💵 <b>{ $name }</b>, <code>{ $number }</code> эсеби
    Төлөөгө: <b>{ $due }</b>. Канча төлөндү?
staff-bills-method-ask = Кантип төлөндү? Тандаңыз же жазыңыз.
staff-bills-button-cash = 💵 Накталай
staff-bills-button-transfer = 🏦 Которуу
staff-bills-button-skip = ⏭ Көрсөтпөө
staff-bills-preview =
    💵 <b>{ $name }</b>, <code>{ $code }</code>
    Эсеп <code>{ $number }</code>
    Төлөм: <b>{ $amount }</b>
    Төлөөгө калат: <b>{ $left }</b>
staff-bills-method = Кантип: { $method }
staff-bills-changed = Бул убакта эсеп же анын төлөмү өзгөрдү. Дагы бир жолу текшериңиз.
staff-bills-done = ✅ Төлөм кабыл алынды: <b>{ $amount }</b>
