## Staff: issuing an invoice

sale-whom =
    🛒 <b>Жаңа жүкқұжат</b>
    Кім сатып алады? Кодын, телефонын, атын, @username немесе промокодын жіберіңіз.
sale-whom-goods =
    🛒 <b>Жаңа жүкқұжат</b>

    { $lines }

    Барлығы: <b>{ $total }</b>
    Кім сатып алады? Кодын, телефонын, атын, @username немесе промокодын жіберіңіз.
sale-customer-unknown =
    «<b>{ $text }</b>» бойынша ешкім табылмады. Тауарлар сақталды: клиенттің кодын, телефонын немесе атын жіберіңіз.
sale-lines =
    🛒 <b>{ $name }</b>
    Не сатамыз? Әр тауар жаңа жолда, бір хабарламада бірнешеуі болады:
    <pre>Араластырғыш 4 x 4800
    Жеткізу 500</pre>
sale-more =
    🛒 <b>{ $name }</b>

    { $lines }

    Барлығы: <b>{ $total }</b>
    Тағы тауар жіберіңіз немесе жалғастырыңыз.
button-done = ➡️ Әрі қарай
button-undo = ⬅️ Соңғысын алып тастау
sale-line = • { $name }: { $quantity } × { $price } = { $total }
sale-line-single = • { $name }: { $total }

sale-points = Барлығы: <b>{ $total }</b>. Бір бөлігін баллмен төлейміз бе?
sale-amount = { $wallet }: қанша шегереміз? <b>{ $most }</b> дейін болады.
sale-bad-amount = Сан керек, мысалы <code>200</code>. <b>{ $most }</b> дейін болады.
button-all-main = ⭐ Баллдар: { $points }
button-all-referral = 🎁 Достар үшін: { $points }
button-some-main = ⭐ Басқа сома
button-some-referral = 🎁 Басқа сома
button-no-points = Баллсыз
sale-payment = Төлеуге: <b>{ $amount }</b>. Төленді ме?
button-paid = 💵 Төленді
button-on-credit = 📒 Қарызға жазу

preview-title = 🧾 <b>{ $name }</b>, <code>{ $code }</code>
sale-total = Барлығы: <b>{ $amount }</b>
sale-redeemed = Баллмен төлем: <b>−{ $points }</b>
sale-redeemed-referral = Достар үшін баллдармен төлем: <b>−{ $points }</b>
sale-to-pay = Төлеуге: <b>{ $amount }</b>
sale-paid = Төленді: <b>{ $amount }</b>
sale-debt = 📒 Қарызға: <b>{ $amount }</b>
sale-to-earn = ⭐ Қосылады: <b>{ $points } балл</b>
preview-question = Бәрі дұрыс па?
sale-nothing-to-redeem = Бұл жүкқұжатты төлейтін балл жоқ.
sale-nothing-in-wallet = { $wallet }: <b>0</b>. { $other }: <b>{ $most }</b> дейін болады.
sale-changed = Осы арада сомалар өзгерді. Қайта тексеріңізші.
button-change-points = ⭐ Баллдар
button-change-lines = ✏️ Тауарлар
press-a-button = Соңғы хабарламаның астындағы батырманы таңдаңызшы. Тоқтату: /cancel
already-done = Бұл орындалған. Екінші рет ештеңе болған жоқ.

issued = ✅ <code>{ $number }</code> жүкқұжаты рәсімделді: <b>{ $name }</b>
sale-earned = ⭐ Қосылды: <b>{ $points } балл</b>
sale-balance = Клиенттің балансы: <b>{ $main }</b>, достар үшін: <b>{ $referral }</b>
button-new-sale = 🛒 Келесі жүкқұжат

notice-balance = Балансыңыз: <b>{ $main }</b>, достар үшін: <b>{ $referral }</b>
notice-reward = 🎁 Досыңыз <b>{ $name }</b> бірінші рет сатып алды. Сізге достар үшін <b>{ $points } балл</b> қосылды. Шақырғаныңызға рақмет!

sale-faults = Бәрін оқи алмадым, сондықтан әзірге ештеңе рәсімделген жоқ:
sale-fault =
    { $line }-жол: <code>{ $text }</code>
    { $why }
sale-faults-line = Қалғаны сақталды: тек түзетілген { $line }-жолды жіберсеңіз болады.
sale-faults-resend =
    Көшіріп, түзетіп, қайта жіберіңіз:
    <pre>{ $message }</pre>
why-no-name = Бұл не? Алдымен атауы: <code>Шай 2 x 350</code>
why-name-too-long = Атауы тым ұзын: 200 таңбадан аспасын.
why-name-reserved = Бұл сөз баллды, қарызды, жеңілдікті немесе жиынды білдіреді. Тауарды басқаша атаңыз: <code>Клиент картасы 500</code>
why-no-price = Бағасы жоқ. Ол соңында тұрады: <code>Шай 2 x 350</code> немесе <code>Жеткізу 500</code>
why-no-quantity = x алдында нөлден үлкен сан тұрады, өлшем бірлігінсіз: <code>Қант, кг 2 x 500</code>
why-too-precise = Үтірден кейін тым көп таңба. Мыңдықты былай жазыңыз: <code>1500</code> немесе <code>1 500</code>
why-negative = Сома нөлден кем болмайды.
why-too-large = Сома тым үлкен. Артық нөлдер жоқ па, тексеріңіз.
why-another-sum = Сома сәйкес емес: саны көбейтілген бағасы басқа шығады. Санды түзетіңіз немесе соманы алып тастаңыз: <code>Шай 2 x 350</code>
why-another-currency = Бұл басқа валюта. Бағаны дүкеннің валютасымен жазыңыз: <code>Шай 350</code>
why-points-missing = Қанша балл? <code>{ keyword-bonus } 200</code> немесе <code>{ keyword-bonus } { keyword-all }</code>
why-points-twice = Баллды бір рет, бір шоттан ғана шегеруге болады. Жолдардың бірін қалдырыңыз.
why-debt-with-amount = Қарызға қалғаны түгел жазылады. Тек <code>{ keyword-debt }</code> деп жазыңыз
why-discount = Жеңілдік бөлек жолға жазылмайды. Жеңілдіктен кейінгі бағаны жазыңыз: <code>Шай 300</code>. Балл шегеру: <code>{ keyword-bonus } 200</code>
why-total = Жиынын өзім есептеймін: бұл жолды алып тастаңыз. Атаусыз, сомамен сату: <code>10000 5000</code>
why-payment = Қалай төленгенін жазбаймын: бұл жолды алып тастаңыз. Тек бір бөлігі төленді ме? <code>{ keyword-debt }</code> деп жазып, кейін төлемді қабылдаңыз: /debt. Бұл тауар болса, басқаша атаңыз: <code>Клиент картасы 500</code>
why-return = Қайтарылған тауар мұнда жазылмайды. Ақшаны қайтару: /refund
why-quantity-alone = Саны тауардың жолында жазылады: <code>Шай 2 x 350</code>
why-not-goods = Бұл тауар емес: телефон, нөмір, салық пен қалдық жазылмайды. Бұл жолды алып тастаңыз. Тауар болса, басқаша атаңыз: <code>Клиент картасы 500</code>
why-two-customers = Бір сатылымда бір клиент болады: оның коды бірінші жолда, тауарлар төменде. Екінші сатылымды бөлек хабарламамен жіберіңіз.

sale-unclear =
    { $line }-жолды әртүрлі оқуға болады: <code>{ $text }</code>
    Қайсысы дұрыс? Таңдаңыз немесе осы жолды қайта жіберіңіз.
sale-doubtful =
    { $line }-жолға сенімді емеспін: <code>{ $text }</code>
    Дұрыс түсіндім бе? Болмаса, осы жолды қайта жіберіңіз.
reading-line = { $name }: { $quantity } × { $price } = { $total }
reading-single = { $name }: { $total }
reading-customer = 👤 { $name }, { $code }
reading-points = баллдар: −{ $points }
reading-referral = достар үшін: −{ $points }
reading-all-points = баллдар: бәрі
reading-all-referral = достар үшін: бәрі
reading-no-points = баллсыз
reading-debt = қарызға
reading-nothing = тауар емес, жолды алып тастау
reading-as-goods = 🛒 Тауар «{ $name }»: { $total }
reading-as-sum = 🛒 Сатып алу сомасы: { $total }
