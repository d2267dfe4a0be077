## Өзінің қызмет шоттары

bills-open =
    📄 <b>Төленетін шоттар: { $count }</b>
    Барлығы төлеуге: <b>{ $amount }</b>
bills-none-open = 📄 Барлық шоттар төленген, төлейтін ештеңе жоқ.
bills-paid = ✅ <b>Төленген шоттар: { $count }</b>
bills-none-paid = ✅ Төленген шоттар әзірге жоқ.
bills-empty =
    📄 Қызмет шоттары әзірге жоқ.

    Дүкен шот бергенде, сізге жазамыз.
bills-not-yours =
    🔎 <b>{ $number }</b> шоты сіздің шоттарыңыздың арасында жоқ.

    Нөмірінде қате жоқ па, тексеріңіз. Барлық шоттарыңыз: /bills
bills-button = { $what } · { $amount }
bills-button-overdue = ⚠️ { $what } · { $amount }
bills-button-paid = ✅ Төленген шоттар
bills-button-open = 📄 Төленетін шоттар
bills-button-list = ↩️ Тізімге
bills-button-copy = 📋 { $name } { $number }
