## Staff: a customer’s bills of services

staff-bills-button = 📄 Шоттар
staff-bills-button-open = 📄 Шоттар: { $count }
staff-bills-open =
    📄 <b>Төленетін шоттар: { $count }</b>
    Барлығы төлеуге: <b>{ $amount }</b>
staff-bills-none-open = 📄 Барлық шот төленген.
staff-bills-empty = 📄 Әзірге шот жоқ.
staff-bills-button-paid = ✅ { $what } · { $amount }
staff-bills-button-list = ↩️ Шоттарға

staff-bills-earned = ⭐ Шот үшін қосылды: <b>{ $points } балл</b>
staff-bills-payments = 💵 <b>Төлемдер</b>
staff-bills-payment = • { $date }: <b>{ $amount }</b>
staff-bills-payment-known = • { $date }: <b>{ $amount }</b> · { $what }
staff-bills-more-payments = … және тағы { $count }
staff-bills-payment-pending = әлі түспеді
staff-bills-payment-failed = өтпеді
staff-bills-payment-cancelled = тоқтатылды
staff-bills-method-cash = қолма-қол
staff-bills-method-transfer = аударым

## Taking a payment

staff-bills-button-pay = 💵 Төлем қабылдау
staff-bills-nothing-to-pay = Бұл шот бойынша төлейтін ештеңе жоқ.
staff-bills-amount-ask =
    💵 <b>{ $name }</b>, <code>{ $number }</code> шоты
    Төлеуге: <b>{ $due }</b>. Қанша төленді?
staff-bills-method-ask = Қалай төленді? Таңдаңыз немесе жазыңыз.
staff-bills-button-cash = 💵 Қолма-қол
staff-bills-button-transfer = 🏦 Аударым
staff-bills-button-skip = ⏭ Көрсетпеу
staff-bills-preview =
    💵 <b>{ $name }</b>, <code>{ $code }</code>
    Шот <code>{ $number }</code>
    Төлем: <b>{ $amount }</b>
    Төлеуге қалады: <b>{ $left }</b>
staff-bills-method = Қалай: { $method }
staff-bills-changed = Осы уақытта шот немесе оның төлемі өзгерді. Қайта тексеріңіз.
staff-bills-done = ✅ Төлем қабылданды: <b>{ $amount }</b>
