## Staff: refunding an invoice

refund-which =
    ↩️ <b>Қайтару</b>
    Қай жүкқұжат бойынша? Нөмірін немесе клиенттің кодын, телефонын, атын жіберіңіз.
    Бәрін бірден жазуға болады: <code>/refund 965EDA32</code>
refund-unknown = «<b>{ $text }</b>» бойынша жүкқұжат та, клиент те табылмады. Жүкқұжат нөмірінде 8 таңба бар: сандар мен A–F латын әріптері.
refund-list = ↩️ Қай жүкқұжат бойынша қайтарамыз? 👇
button-refund = ↩️ Қайтару

refund-scope =
    Қайтаруға болады: <b>{ $left }</b>
    Нені қайтарамыз?
button-refund-rest = Бәрі: { $amount }
button-refund-goods = 📦 Тауарлар
button-refund-amount = ✏️ Сома
refund-lines = 📦 Не қайтарылды? Тауарларды таңдаңыз. Екінші рет бассаңыз, тізімнен алынады.
refund-lines-so-far = Таңдалды: <b>{ $amount }</b>
button-refund-line = { $name } × { $left }
button-refund-line-chosen = ✓ { $name }: { $quantity } / { $left }
refund-quantity = 📦 <b>{ $name }</b>: қаншасы қайтарылды? <b>{ $left }</b> дейін болады.
refund-bad-quantity = Нөлден үлкен сан керек, мысалы <code>1</code> немесе <code>0,5</code>
button-refund-all-of-line = Бәрі: { $quantity }
refund-amount =
    ✏️ Сатып алудың қанша сомасын қайтарамыз? <b>{ $left }</b> дейін болады.
    Қаншасы баллмен, қаншасы ақшамен қайтатынын өзім есептеймін.

refund-preview-title =
    ↩️ <b>{ $number } жүкқұжаты бойынша қайтару</b>
    { $name }, <code>{ $code }</code>
refund-points-owed = ⚠️ Пайдаланылып қойған: <b>{ points-count }</b>. Баланс нөлден төмен түседі, жаңа баллдар алдымен осыны толтырады.
refund-reward = 🎁 Шақырған досының сыйақысы, { $name }: <b>−{ $points }</b>
refund-reward-owed = ⚠️ Одан пайдаланылып қойған: <b>{ points-count }</b>
refund-reward-unproven = ⚠️ Шақырған дос осы сатып алу үшін сыйақы алған болуы мүмкін. Көшірілген тарих мұны растамайды, сондықтан сыйақы кері алынбайды.
refund-left = Жүкқұжат бойынша қалады: <b>{ $amount }</b>
refund-why = Неге? Себебін таңдаңыз немесе жазыңыз: оны клиент көреді.
button-refund-faulty = Ақаулы
button-refund-unsuitable = Жарамады
button-refund-mistake = Жүкқұжаттағы қате
refund-reason-till = Кассада қайтарылды
button-refund-change = ✏️ Өзгерту
refund-changed = Осы арада қайтару есебі өзгерді. Қайта тексеріңізші.
refund-done = ✅ <code>{ $number }</code> жүкқұжаты бойынша қайтару рәсімделді: <b>{ $name }</b>

## Undoing one’s own invoice

button-undo-invoice = ↩️ Жүкқұжатты болдырмау
undo-question = <code>{ $number }</code> жүкқұжатын болдырмаймыз ба? Баллдар мен қарыз бұрынғы қалпына келеді, клиентке хабар барады.
button-undo-yes = ↩️ Иә, болдырмау
button-undo-no = Жоқ, қалсын
undone = ↩️ <code>{ $number }</code> жүкқұжатының күші жойылды: <b>{ $name }</b>
