## Why something was not done

refusal-not-allowed = Бұны тек тиісті рөлі бар қызметкерлер жасай алады. Рұқсат керек болса, иесінен сұраңыз.
refusal-unknown-customer = Мұндай клиент жоқ. Кодты тексеріңіз немесе қайта іздеңіз: /find
refusal-unknown-invoice = Мұндай жүкқұжат жоқ. Тізімді қайта ашыңыз: /invoices
refusal-not-enough-points = Сонша балл жоқ. Қолжетімді: <b>{ $available }</b>. Ештеңе шегерілмеді.
refusal-redemption-out-of-bounds = Бұл сатып алуға сонша балл жұмсауға болмайды. <b>{ $least }</b>–<b>{ $most }</b> аралығында болады.
refusal-more-than-owed = Бұл қарыздан көп. Қазіргі қарыз: <b>{ $owed }</b>.
refusal-nothing-to-do = Сома нөлден көп болуы керек.
refusal-too-large = Сома тым үлкен. Артық нөлдер жоқ па, тексеріңіз.
refusal-draft-empty = Жүкқұжатта бірде-бір жол жоқ. Тауар қосыңыз, мысалы: <code>Шай 2 x 350</code>
refusal-draft-too-many-lines = Бір жүкқұжатта 100 жолға дейін болады. Екіге бөліңіз.
refusal-draft-bad-name = { $line }-жол: атауы керек, 200 таңбадан аспасын.
refusal-draft-bad-quantity = { $line }-жол: саны нөлден көп болуы керек.
refusal-draft-too-large = { $line }-жол: сома тым үлкен. Бағасы мен санын тексеріңіз.
refusal-draft-nothing-to-pay = Жүкқұжат қорытындысы нөлге тең. Бағаларды тексеріңіз.
refusal-phone-taken = Бұл нөмір <code>{ $code }</code> клиентіне жазылған. Ашу: /find { $code }
refusal-phone-of-another = Бұл нөмірі бар карта басқа Telegram аккаунтына байланған. Нөмір сіздікі болса, дүкенге хабарласыңыз: /shop
refusal-both-cards-in-use = Бұл нөмірге басқа карта ашылған және екеуінде де сатып алулар бар, сондықтан оларды өзіміз біріктіре алмаймыз. Дүкенге хабарласыңыз: /shop
refusal-reason-missing = Себебі керек, 200 таңбаға дейін: оны клиент көреді.
refusal-bad-name = Аты керек, 100 таңбаға дейін.
refusal-own-role = Өз рөліңізді өзгерте алмайсыз. Басқа иесінен сұраңыз.
refusal-operation-reused = Бұл операция басқа деректермен орындалған. Қайта бастаңыз.
