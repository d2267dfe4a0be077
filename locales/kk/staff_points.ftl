## Staff: points and debts by hand

points-whom =
    ⭐ <b>Баллды қолмен өзгерту</b>
    Кімдікі? Кодын, телефонын, атын, @username немесе промокодын жіберіңіз.
    Бәрін бірден жазуға болады: <code>/bonus 10000 +500 пікірі үшін</code>
points-wallet = ⭐ <b>{ $name }</b>. Қай баллдар?
button-wallet = { $wallet }: { $points }
points-direction =
    ⭐ <b>{ $name }</b>
    { $wallet }: <b>{ $balance }</b>
button-give = ➕ Қосу
button-take = ➖ Шегеру
points-amount = Қанша балл?
points-reason = Не үшін? Себебін жазыңыз: оны клиент көреді.
give-preview =
    ➕ <b>{ $name }</b>, <code>{ $code }</code>
    Қосылады: <b>{ $points } балл</b> ({ $wallet })
    Себебі: { $reason }

    Бәрі дұрыс па?
take-preview =
    ➖ <b>{ $name }</b>, <code>{ $code }</code>
    Шегеріледі: <b>{ $points } балл</b> ({ $wallet })
    Себебі: { $reason }

    Бәрі дұрыс па?
points-done =
    ✅ <b>{ $name }</b>: <b>{ $change }</b>
    { $wallet }: <b>{ $balance }</b>
notice-given =
    ⭐ Сізге қосылды: <b>{ $points } балл</b>
    Себебі: { $reason }

    { $wallet }: <b>{ $balance }</b>
notice-taken =
    ➖ Шегерілді: <b>{ $points } балл</b>
    Себебі: { $reason }

    { $wallet }: <b>{ $balance }</b>
change-bad-amount = Нөлден үлкен сан керек, мысалы <code>500</code> немесе <code>1 500,50</code>
notice-write-off = 🧾 Кассада картаңыздан шегерілді:
notice-write-off-points = Балл: <b>{ $points }</b>
notice-write-off-money = Ақша: <b>{ $amount }</b>

debt-whom =
    📒 <b>Клиенттің қарызы</b>
    Кімдікі? Кодын, телефонын, атын, @username немесе промокодын жіберіңіз.
    Бәрін бірден жазуға болады: <code>/debt 10000 -500</code>
debt-direction =
    📒 <b>{ $name }</b>
    Қарызы: <b>{ $owed }</b>
button-debt-add = ➕ Қарызға жазу
button-debt-repay = 💵 Төлем қабылдау
debt-none = ✅ <b>{ $name }</b>: қарызы жоқ.
debt-amount = 📒 <b>{ $name }</b>. Қарызға қанша жазамыз?
repay-amount =
    💵 <b>{ $name }</b>
    Қарызы: <b>{ $owed }</b>. Қанша төленді?
button-whole = Бәрі: { $amount }
button-note = ✏️ Ескертпе қосу
debt-note-ask = Ескертпені жазыңыз: оны клиент көреді.
debt-preview =
    📒 <b>{ $name }</b>, <code>{ $code }</code>
    Қарызға жазылады: <b>{ $amount }</b>
    Қарызы болады: <b>{ $owed }</b>
advance-preview =
    📒 <b>{ $name }</b>, <code>{ $code }</code>
    Аванстан алынады: <b>{ $amount }</b>
    Аванс қалады: <b>{ $left }</b>
repay-preview =
    💵 <b>{ $name }</b>, <code>{ $code }</code>
    Төлем: <b>{ $amount }</b>
    Қарызы қалады: <b>{ $owed }</b>
debt-note = Ескертпе: { $note }
debt-done =
    ✅ <b>{ $name }</b>: { $amount } қарызға жазылды
    Қазіргі қарызы: <b>{ $owed }</b>
advance-done =
    ✅ <b>{ $name }</b>: { $amount } аванстан алынды
    Қалған аванс: <b>{ $left }</b>
repay-done =
    ✅ <b>{ $name }</b>: { $amount } төленді
    Қалғаны: <b>{ $owed }</b>
notice-debt =
    📒 Қарызға жазылды: <b>{ $amount }</b>
    Қазіргі қарызыңыз: <b>{ $owed }</b>
notice-advance =
    📒 Авансыңыздан алынды: <b>{ $amount }</b>
    Қалған аванс: <b>{ $left }</b>
notice-repaid =
    ✅ Төлеміңізді алдық: <b>{ $amount }</b>. Рақмет!
    Қалғаны: <b>{ $owed }</b>
notice-deposit = 💵 Шотыңызға түсті: <b>{ $amount }</b>
notice-charge = 📒 Шотыңыздан алынды: <b>{ $amount }</b>
