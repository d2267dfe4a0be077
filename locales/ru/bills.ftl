## Свои счета за услуги

bills-open =
    📄 <b>Счета к оплате: { $count }</b>
    Оплатить всего: <b>{ $amount }</b>
bills-none-open = 📄 Все счета оплачены, платить ничего не нужно.
bills-paid = ✅ <b>Оплаченные счета: { $count }</b>
bills-none-paid = ✅ Оплаченных счетов пока нет.
bills-empty =
    📄 Счетов за услуги пока нет.

    Когда магазин выставит счёт, мы вам напишем.
bills-not-yours =
    🔎 Счёта <b>{ $number }</b> среди ваших нет.

    Проверьте, нет ли в номере опечатки. Все ваши счета: /bills
bills-button = { $what } · { $amount }
bills-button-overdue = ⚠️ { $what } · { $amount }
bills-button-paid = ✅ Оплаченные счета
bills-button-open = 📄 Счета к оплате
bills-button-list = ↩️ К списку
bills-button-copy = 📋 { $name } { $number }
