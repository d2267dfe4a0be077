## Staff: finding and registering customers

find-ask =
    🔎 Кимди издейбиз?
    Кодун, телефонун, атын, @username, промокодун, эл. почтасын же компаниясын жөнөтүңүз. Контакт менен бөлүшсө да болот.
found-none =
    «<b>{ $text }</b>» боюнча эч ким табылган жок.
    Жазылышын текшериңиз же жаңы кардарды каттаңыз.
found-one = Бир кардар туура келет. Ушулбу?
found-several = Бир нече кардар туура келет. Кайсынысы?
found-pages = Табылган кардарлар: { $count }. Кайсынысы? Төмөнкү баскычтар менен барактаңыз.
found-many = Алгачкы { $count } кардар көрсөтүлдү, башкалары да болушу мүмкүн. Керектүүсү жок болсо, атын толук жазыңыз же кодун жөнөтүңүз.
button-found = { $name } · { $code }
button-found-phone = { $name } · { $code } · …{ $digits }
button-register = ➕ Каттоо
button-register-phone = ➕ Жаңы: { $phone }
button-sell-sum = 🛒 { $amount } суммага сатуу

card-title =
    👤 <b>{ $name }</b>
    Коду: <code>{ $code }</code>
card-username = Telegram: @{ $username }
card-phone = Телефону: { $phone }
card-email = Эл. почта: { $email }
card-since = Кардар болгон күнү: { $date }
card-points =
    ⭐ Баллдар: <b>{ $main }</b>
    🎁 Достор үчүн баллдар: <b>{ $referral }</b>
card-debt = 📒 Карыз: <b>{ $debt }</b>
card-advance = 💵 Алдын ала төлөнгөн: <b>{ $amount }</b>
card-counts = 🧾 Накладнойлор: { $invoices }, достор: { $friends }
card-no-telegram = Азырынча Telegramда жок: билдирүүлөр жетпейт.
card-gone = Аккаунт өчүрүлгөн: билдирүүлөр жетпейт.
card-blocked = Ботту токтоткон: билдирүүлөр жетпейт.
button-sell = 🛒 Жаңы накладной
button-points = ⭐ Баллдар
button-debt = 📒 Карыз
button-history = 🕘 Тарых
button-invoices = 🧾 Накладнойлор
button-refresh = 🔄 Жаңылоо
button-customer-card = 👤 Кардар
list-of-customer = 👤 <b>{ $name }</b>, <code>{ $code }</code>
list-nothing-yet = Бул жерде азырынча эч нерсе жок.
list-invoices = 🧾 Накладнойлор: { $count }. Кайсынысын ачабыз? 👇
list-invoices-refunded = 🧾 Накладнойлор: { $count }, толук кайтарылганы: { $refunded }. Кайсынысын ачабыз? 👇

register-phone =
    ➕ <b>Жаңы кардар</b>
    Телефонун жөнөтүңүз, атын кошо жазса болот:
    <pre>{ $phone } Айгүл Асанова</pre>
    Же кардардын контакты менен бөлүшүңүз.
register-phone-of = ➕ <b>{ $name }</b>: кардардын телефонун же контактын жөнөтүңүз.
register-bad-phone =
    Телефон номерин окуй албадым. Өлкөнүн коду менен жөнөтүңүз, мисалы:
    <pre>{ $phone } Айгүл Асанова</pre>
register-foreign-phone = Дүкөн ушул өлкөлөрдүн гана номерлерин жазат: { $countries }.
register-which-phone = Бул цифралар ар башка өлкөлөрдүн номерлерине туура келет. Кайсынысы?
register-name = { $phone } номерлүү кардардын аты ким?
register-contact =
    Бул номер азырынча катталган эмес: { $phone }
    <b>{ $name }</b> катталсынбы? Аты башкача болсо, жазып жөнөтүңүз.
registered = ✅ Кардар катталды.
