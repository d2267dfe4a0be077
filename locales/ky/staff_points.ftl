## Staff: points and debts by hand

points-whom =
    ⭐ <b>Баллды кол менен өзгөртүү</b>
    Кимдики? Кодун, телефонун, атын, @username же промокодун жөнөтүңүз.
    Баарын бирден жазса болот: <code>/bonus 10012 +500 пикири үчүн</code>
points-wallet = ⭐ <b>{ $name }</b>. Кайсы баллдар?
button-wallet = { $wallet }: { $points }
points-direction =
    ⭐ <b>{ $name }</b>
    { $wallet }: <b>{ $balance }</b>
button-give = ➕ Кошуу
button-take = ➖ Алып салуу
points-amount = Канча балл?
points-reason = Эмне үчүн? Себебин жазыңыз: аны кардар көрөт.
give-preview =
    ➕ <b>{ $name }</b>, <code>{ $code }</code>
    Кошулат: <b>{ $points } балл</b> ({ $wallet })
    Себеби: { $reason }

    Баары туурабы?
take-preview =
    ➖ <b>{ $name }</b>, <code>{ $code }</code>
    Алынат: <b>{ $points } балл</b> ({ $wallet })
    Себеби: { $reason }

    Баары туурабы?
points-done =
    ✅ <b>{ $name }</b>: <b>{ $change }</b>
    { $wallet }: <b>{ $balance }</b>
notice-given =
    ⭐ Сизге кошулду: <b>{ $points } балл</b>
    Себеби: { $reason }

    { $wallet }: <b>{ $balance }</b>
notice-taken =
    ➖ Алынды: <b>{ $points } балл</b>
    Себеби: { $reason }

    { $wallet }: <b>{ $balance }</b>
change-bad-amount = Нөлдөн чоң сан керек, мисалы <code>500</code> же <code>1 500,50</code>
notice-write-off = 🧾 Кассада картаңыздан алынды:
notice-write-off-points = Балл: <b>{ $points }</b>
notice-write-off-money = Акча: <b>{ $amount }</b>

debt-whom =
    📒 <b>Кардардын карызы</b>
    Кимдики? Кодун, телефонун, атын, @username же промокодун жөнөтүңүз.
    Баарын бирден жазса болот: <code>/debt 10000 -500</code>
debt-direction =
    📒 <b>{ $name }</b>
    Карызы: <b>{ $owed }</b>
button-debt-add = ➕ Карызга жазуу
button-debt-repay = 💵 Төлөм кабыл алуу
debt-none = ✅ <b>{ $name }</b>: карызы жок.
debt-amount = 📒 <b>{ $name }</b>. Карызга канча жазабыз?
repay-amount =
    💵 <b>{ $name }</b>
    Карызы: <b>{ $owed }</b>. Канча төлөндү?
button-whole = Баары: { $amount }
button-note = ✏️ Эскертүү кошуу
debt-note-ask = Эскертүүнү жазыңыз: аны кардар көрөт.
debt-preview =
    📒 <b>{ $name }</b>, <code>{ $code }</code>
    Карызга жазылат: <b>{ $amount }</b>
    Карызы болот: <b>{ $owed }</b>
advance-preview =
    📒 <b>{ $name }</b>, <code>{ $code }</code>
    Аванстан алынат: <b>{ $amount }</b>
    Аванс калат: <b>{ $left }</b>
repay-preview =
    💵 <b>{ $name }</b>, <code>{ $code }</code>
    Төлөм: <b>{ $amount }</b>
    Карызы калат: <b>{ $owed }</b>
debt-note = Эскертүү: { $note }
debt-done =
    ✅ <b>{ $name }</b>: { $amount } карызга жазылды
    Азыркы карызы: <b>{ $owed }</b>
advance-done =
    ✅ <b>{ $name }</b>: { $amount } аванстан алынды
    Калган аванс: <b>{ $left }</b>
repay-done =
    ✅ <b>{ $name }</b>: { $amount } төлөндү
    Калганы: <b>{ $owed }</b>
notice-debt =
    📒 Карызга жазылды: <b>{ $amount }</b>
    Азыркы карызыңыз: <b>{ $owed }</b>
notice-advance =
    📒 Авансыңыздан алынды: <b>{ $amount }</b>
    Калган аванс: <b>{ $left }</b>
notice-repaid =
    ✅ Төлөмүңүздү алдык: <b>{ $amount }</b>. Рахмат!
    Калганы: <b>{ $owed }</b>
notice-deposit = 💵 Эсебиңизге түштү: <b>{ $amount }</b>
notice-charge = 📒 Эсебиңизден алынды: <b>{ $amount }</b>
