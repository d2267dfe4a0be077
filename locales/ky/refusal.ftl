## Why something was not done

refusal-not-allowed = Муну тиешелүү ролу бар кызматкерлер гана жасай алат. Уруксат керек болсо, ээсинен сураңыз.
refusal-unknown-customer = Мындай кардар жок. Кодду текшериңиз же кайра издеңиз: /find
refusal-unknown-invoice = Мындай накладной жок. Тизмени кайра ачыңыз: /invoices
refusal-not-enough-points = Мынча балл жок. Жеткиликтүү: <b>{ $available }</b>. Эч нерсе алынган жок.
refusal-redemption-out-of-bounds = Бул сатып алууга мынча балл коротууга болбойт. <b>{ $least }</b>–<b>{ $most }</b> аралыгында болот.
refusal-more-than-owed = Бул карыздан көп. Азыркы карыз: <b>{ $owed }</b>.
refusal-nothing-to-do = Сумма нөлдөн көп болушу керек.
refusal-too-large = Сумма өтө чоң. Ашыкча нөлдөр жокпу, текшериңиз.
refusal-draft-empty = Накладнойдо бир да сап жок. Товар кошуңуз, мисалы: <code>Чай 2 x 350</code>
refusal-draft-too-many-lines = Бир накладнойдо 100 сапка чейин болот. Экиге бөлүңүз.
refusal-draft-bad-name = { $line }-сап: аталышы керек, 200 белгиден ашпасын.
refusal-draft-bad-quantity = { $line }-сап: саны нөлдөн көп болушу керек.
refusal-draft-too-large = { $line }-сап: сумма өтө чоң. Баасын жана санын текшериңиз.
refusal-draft-nothing-to-pay = Накладнойдун жыйынтыгы нөлгө барабар. Бааларды текшериңиз.
refusal-phone-taken = Бул номер <code>{ $code }</code> кардарга жазылган. Ачуу: /find { $code }
refusal-phone-of-another = Бул номери бар карта башка Telegram аккаунтуна байланган. Номер сиздики болсо, дүкөнгө кайрылыңыз: /shop
refusal-both-cards-in-use = Бул номерге башка карта ачылган жана экөөндө тең сатып алуулар бар, ошондуктан аларды өзүбүз бириктире албайбыз. Дүкөнгө кайрылыңыз: /shop
refusal-reason-missing = Себеби керек, 200 белгиге чейин: аны кардар көрөт.
refusal-bad-name = Аты керек, 100 белгиге чейин.
refusal-own-role = Өз ролуңузду өзгөртө албайсыз. Башка ээсинен сураңыз.
refusal-operation-reused = Бул операция башка маалымат менен аткарылган. Кайра баштаңыз.
